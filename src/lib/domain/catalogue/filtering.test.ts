import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from './entry.ts';
import { countFacets, filterFactsOf, matchesFilters } from './filtering.ts';
import { countChosen, noFilters, type CatalogueFilters } from './filters.ts';

const today = '2026-11-12';

function anEntry(entry: Partial<CatalogueEntry>): CatalogueEntry {
	return { id: 'a', name: 'Servizio', provider: { name: 'Ente' }, status: 'active', ...entry };
}

function passes(entry: Partial<CatalogueEntry>, filters: Partial<CatalogueFilters>): boolean {
	return matchesFilters(filterFactsOf(anEntry(entry), today), { ...noFilters, ...filters });
}

describe('filters of the catalogue', () => {
	it('leave everything when nothing is chosen', () => {
		expect(passes({}, {})).toBe(true);
	});

	it('add up within one filter: elders or carers', () => {
		const filters = { targets: ['elders', 'carers'] };
		expect(passes({ targets: ['carers'] }, filters)).toBe(true);
		expect(passes({ targets: ['minors'] }, filters)).toBe(false);
	});

	it('narrow between filters: for elders, and at home', () => {
		const filters = { targets: ['elders'], deliveries: ['at-home'] };
		expect(passes({ targets: ['elders'], deliveries: ['at-home'] }, filters)).toBe(true);
		expect(passes({ targets: ['elders'], deliveries: ['on-site'] }, filters)).toBe(false);
	});

	it('keep a service for everybody, whoever is asked for', () => {
		expect(passes({}, { targets: ['migrants'] })).toBe(true);
		expect(passes({}, { areas: ['home'] })).toBe(false);
	});

	it('find a neighbourhood among the places, and a kind of provider', () => {
		const entry = {
			provider: { name: 'Ente', kind: 'volunteer' },
			places: [{ name: 'Sede' }, { neighbourhood: 'Zaist' }]
		};
		expect(passes(entry, { neighbourhoods: ['Zaist'], providerKinds: ['volunteer'] })).toBe(true);
		expect(passes(entry, { neighbourhoods: ['Po'] })).toBe(false);
	});

	it('call free what has a band that is free, and leave out what names no fee', () => {
		const banded = {
			priceBands: [
				{ to: 3000, fee: 0 },
				{ from: 3001, fee: 5 }
			]
		};
		expect(passes(banded, { maxFeeCents: 0 })).toBe(true);
		expect(passes({ priceBands: [{ fee: 5 }] }, { maxFeeCents: 499 })).toBe(false);
		expect(passes({ priceBands: [{ fee: 5 }] }, { maxFeeCents: 500 })).toBe(true);
		expect(passes({}, { maxFeeCents: 2000 })).toBe(false);
	});

	it('do not count a fee that no longer holds', () => {
		const expired = { priceBands: [{ fee: 0, validTo: '2025-12-31' }] };
		expect(passes(expired, { maxFeeCents: 0 })).toBe(false);
	});

	it('are counted as they are chosen', () => {
		expect(countChosen({ ...noFilters, targets: ['elders', 'minors'], maxFeeCents: 0 })).toBe(3);
	});
});

describe('how many entries a choice would leave', () => {
	const facts = [
		anEntry({ targets: ['elders'], deliveries: ['at-home'], priceBands: [{ fee: 0 }] }),
		anEntry({ targets: ['elders'], deliveries: ['on-site'] }),
		anEntry({ targets: ['minors'], deliveries: ['on-site'] })
	].map((entry) => filterFactsOf(entry, today));

	it('counts the terms of every filter when nothing is chosen', () => {
		const { terms, free } = countFacets(facts, noFilters);
		expect(terms.targets).toEqual({ elders: 2, minors: 1 });
		expect(terms.deliveries).toEqual({ 'at-home': 1, 'on-site': 2 });
		expect(free).toBe(1);
	});

	it('counts a term with the other filters in force, not with its own', () => {
		const { terms } = countFacets(facts, { ...noFilters, targets: ['elders'] });
		expect(terms.targets).toEqual({ elders: 2, minors: 1 });
		expect(terms.deliveries).toEqual({ 'at-home': 1, 'on-site': 1 });
	});

	it('says for each term exactly what choosing it alone would leave, services for everybody included', () => {
		const chosen = { ...noFilters, deliveries: ['on-site'] };
		facts.push(filterFactsOf(anEntry({ deliveries: ['on-site'] }), today));
		const { terms } = countFacets(facts, chosen);
		expect(Object.keys(terms.targets)).toContain('carers');
		for (const [term, count] of Object.entries(terms.targets)) {
			const filters = { ...chosen, targets: [term] };
			expect(facts.filter((one) => matchesFilters(one, filters))).toHaveLength(count);
		}
	});
});
