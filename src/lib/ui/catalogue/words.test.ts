import { beforeAll, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { bandTables, costText } from './card-words';
import { phoneHref } from './phone-link';
import { hindranceText } from './row-words';
import { feeText, monthsSince, staleMonths, whenText } from './words';

beforeAll(() => overwriteGetLocale(() => 'it'));

const at = (day: number, hours: number, minutes = 0) =>
	new Date(2026, 10, day, hours, minutes).getTime();

describe('when the catalogue was last checked', () => {
	it.each([
		[at(12, 8, 5), 'oggi alle 8:05'],
		[at(11, 17, 32), 'ieri alle 17:32'],
		[at(2, 9), 'il 2 novembre alle 9:00']
	])('%d', (checkedAt, words) => {
		expect(whenText(checkedAt, at(12, 10))).toBe(words);
	});

	it('calls yesterday what was before midnight, even an hour ago', () => {
		expect(whenText(at(11, 23, 50), at(12, 0, 20))).toBe('ieri alle 23:50');
	});
});

describe('how long ago a card was checked', () => {
	const now = at(12, 10);
	it('counts whole months', () => {
		expect(monthsSince('2025-11-12', now)).toBe(12);
		expect(monthsSince('2025-11-13', now)).toBe(11);
		expect(monthsSince('2025-09-01', now)).toBe(14);
	});

	it('is too long after a year, and not before', () => {
		expect(staleMonths('2025-11-13', now)).toBeNull();
		expect(staleMonths('2025-11-12', now)).toBe(12);
		expect(staleMonths(undefined, now)).toBeNull();
	});
});

describe('fees', () => {
	it('are free, round, or with cents', () => {
		expect(feeText(0)).toBe('gratis');
		expect(feeText(1600).replace(/\s/g, ' ')).toBe('16 €');
		expect(feeText(250).replace(/\s/g, ' ')).toBe('2,50 €');
	});

	it('stand in a table from the lowest ISEE up, ranges as one reads them', () => {
		const [table] = bandTables(
			[
				{ from: 20000.01, fee: 16, unit: 'hour' },
				{ to: 3000, fee: 0, unit: 'hour' },
				{ from: 3000.01, to: 6000, fee: 2.5, unit: 'hour' }
			],
			'2026-11-12'
		);
		expect(table?.rows.map((row) => row.range)).toEqual([
			'fino a 3.000',
			'oltre 3.000 fino a 6.000',
			'oltre 20.000'
		]);
		expect(table?.rows.map(({ index }) => index)).toEqual([1, 2, 0]);
		expect(table?.caption).toBe('all’ora, secondo l’ISEE');
	});

	it.each([
		['to the cent', { to: 3000 }, { from: 3000.01 }, 'oltre 3.000'],
		['to the next euro', { to: 3000 }, { from: 3001 }, 'oltre 3.000'],
		['after cents', { to: 3000.5 }, { from: 3000.51, to: 9000.99 }, 'da 3.000,51 a 9.000,99'],
		['after a gap', { to: 3000 }, { from: 3502, to: 6000 }, 'da 3.502 a 6.000'],
		['after a gap, without end', { to: 3000 }, { from: 3502 }, 'da 3.502 in su']
	])('say exactly where a band begins that follows %s', (_, before, band, range) => {
		const [table] = bandTables(
			[
				{ ...before, fee: 0 },
				{ ...band, fee: 5 }
			],
			'2026-11-12'
		);
		expect(table?.rows[1]?.range).toBe(range);
	});

	it('say by band who pays the rest, where it is not the same one', () => {
		const [table] = bandTables(
			[
				{ to: 3000, fee: 0, funding: 'Fondo sociale' },
				{ from: 3001, fee: 5 }
			],
			'2026-11-12'
		);
		expect(table?.rows.map(({ funding }) => funding)).toEqual(['Fondo sociale', null]);
		expect(table?.caption).toBe('secondo l’ISEE');
	});

	it('stand apart for other households, and say who pays the rest', () => {
		const captions = bandTables(
			[
				{ fee: 9, unit: 'mese', funding: 'Fondo sociale' },
				{ fee: 5, unit: 'mese', minorsFrom: 2, funding: 'Fondo famiglie' },
				{ fee: 4, unit: 'sacco', membersFrom: 5, iseeType: 'sociosanitario', to: 100 }
			],
			'2026-11-12'
		).map(({ caption }) => caption);
		expect(captions).toEqual([
			'al mese, finanziate con: Fondo sociale',
			'al mese, minori in famiglia: almeno 2, finanziate con: Fondo famiglie',
			'per sacco, secondo l’ISEE sociosanitario, famiglie da 5 persone in su'
		]);
	});

	it('that hold no longer are said to', () => {
		const [table] = bandTables([{ fee: 5, validTo: '2025-12-31' }], '2026-11-12');
		expect(table).toMatchObject({ expired: true });
		expect(table?.caption).toContain('31 dicembre 2025');
	});
});

describe('a number to call', () => {
	it.each([
		['0372 407316', 'tel:0372407316'],
		['+39 (0372) 407-316', 'tel:+390372407316'],
		['112', 'tel:112'],
		['000 XXXXXXX', null],
		['su richiesta', null]
	])('%s', (number, href) => {
		expect(phoneHref(number)).toBe(href);
	});
});

describe('what is said once', () => {
	it.each([
		['Sospese d’inverno. Ripartono a marzo.', 'Sospese d’inverno. Ripartono a marzo.'],
		['Sospeso: furgone in riparazione.', 'Sospeso: furgone in riparazione.'],
		['Riapre ad aprile.', 'sospeso: Riapre ad aprile.'],
		[null, 'sospeso']
	])('that a service is suspended, when its provider writes %j', (alert, words) => {
		expect(hindranceText({ status: 'temporarily closed', alert })).toBe(words);
	});

	it('that it is free', () => {
		expect(costText({ option: 'Gratis', amount: 0 })).toBe('Gratis');
		expect(costText({ option: 'Iscrizione', amount: 0 })).toBe('Iscrizione: gratis');
		expect(costText({ option: 'Iscrizione', amount: 20, amountDescription: 'all’anno' })).toMatch(
			/^Iscrizione: 20\s€, all’anno$/
		);
	});
});
