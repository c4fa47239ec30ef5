import { beforeAll, describe, expect, it } from 'vitest';
import { householdPrice } from '$lib/domain/catalogue/household-price';
import type { PriceBand } from '$lib/domain/catalogue/price-bands';
import type { Answers } from '$lib/domain/orientation/facts';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { householdPriceText, priceDoubtText } from './household-words';

beforeAll(() => overwriteGetLocale(() => 'it'));

const homeCare: PriceBand[] = [
	{ to: 3000, fee: 0, unit: 'ora' },
	{ from: 3001, to: 20000, fee: 5.2, unit: 'ora' },
	{ from: 20001, to: 50000, fee: 16, unit: 'ora' }
];
const isee = (euros: number, validTo = '2026-12-31') => ({
	cents: Math.round(euros * 100),
	validTo
});

/** The sentence and then the doubts, with plain spaces. */
function words(priceBands: PriceBand[], answers: Answers): string[] {
	return householdPrice({ priceBands }, answers, '2026-11-12').flatMap((price) =>
		[
			householdPriceText(price),
			...(price.kind === 'range'
				? price.doubts.map((doubt) => priceDoubtText(doubt, price.iseeType))
				: [])
		].map((text) => text.replace(/\s/g, ' '))
	);
}

describe('the price of a household in words', () => {
	it.each([
		[8200, 'Costo con ISEE 8.200: 5,20 € all’ora'],
		[3000, 'Costo con ISEE 3.000: gratis'],
		[3000.01, 'Costo con ISEE 3.000,01: 5,20 € all’ora'],
		[3000.5, 'Costo con ISEE 3.000,50: 5,20 € all’ora']
	])('with an ISEE of %d', (euros, sentence) => {
		expect(words(homeCare, { 'isee.ordinary': isee(euros) })).toEqual([sentence]);
	});

	it('is a range and its reason, when it is not known', () => {
		const range = 'Da 0 a 16 € all’ora, secondo l’ISEE';
		expect(words(homeCare, {})).toEqual([range, 'Manca: ISEE ordinario']);
		expect(words(homeCare, { 'isee.ordinary': isee(8200, '2025-12-31') })).toEqual([
			range,
			'ISEE ordinario scaduto il 31 dicembre 2025'
		]);
		expect(words(homeCare, { 'isee.ordinary': isee(50_000.01) })).toEqual([
			range,
			'Nessuna fascia comprende un ISEE di 50.000,01: chiedi a chi offre il servizio.'
		]);
	});

	it('names the kind of ISEE when it is not the ordinary one', () => {
		const bands = homeCare.map((band) => ({ ...band, iseeType: 'sociosanitario' }));
		expect(words(bands, { 'isee.health': isee(8200) })).toEqual([
			'Costo con ISEE sociosanitario 8.200: 5,20 € all’ora'
		]);
		expect(words(bands, { 'isee.ordinary': isee(8200) })).toEqual([
			'Da 0 a 16 € all’ora, secondo l’ISEE sociosanitario',
			'Manca: ISEE sociosanitario'
		]);
	});

	it('says what is missing of the household', () => {
		const byMinors = [{ fee: 9 }, { fee: 4, minorsFrom: 2 }];
		expect(words(byMinors, {})).toEqual([
			'Da 4 a 9 €, secondo chi c’è in famiglia',
			'Manca: quanti minori ci sono in famiglia'
		]);
		const large = [{ fee: 9, membersFrom: 4 }];
		expect(words(large, {})).toEqual([
			'9 €, da verificare',
			'Manca: quante persone ci sono in famiglia'
		]);
		expect(words(large, { householdMembers: 3 })).toEqual([
			'9 €, da verificare',
			'Nessuna tariffa è per una famiglia così piccola: chiedi a chi offre il servizio.'
		]);
	});

	it('is one for all, when it is', () => {
		expect(words([{ fee: 7, unit: 'pasto' }], {})).toEqual([
			'Costo con qualunque ISEE: 7 € a pasto'
		]);
		expect(words([{ to: 6000, fee: 0 }], {})).toEqual([
			'Gratis, da verificare',
			'Manca: ISEE ordinario'
		]);
	});
});
