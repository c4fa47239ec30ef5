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
			'3.001–6.000',
			'oltre 20.000'
		]);
		expect(table?.caption).toBe('per ora, secondo l’ISEE');
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
