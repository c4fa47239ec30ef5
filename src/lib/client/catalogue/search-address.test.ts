import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facets, noFilters, type CatalogueSearch } from '$lib/domain/catalogue/filters';
import { searchFromParams, searchToQuery } from './search-address';

const read = (query: string) => searchFromParams(new URLSearchParams(query));

describe('the address of a search', () => {
	it('is short and can be read', () => {
		const search = {
			text: 'badante',
			filters: { ...noFilters, targets: ['elders'], deliveries: ['at-home'], maxFeeCents: 0 }
		};
		expect(searchToQuery(search)).toBe('?q=badante&per=elders&dove=at-home&prezzo=0');
	});

	it('is empty when nothing is looked for', () => {
		expect(searchToQuery({ text: '  ', filters: noFilters })).toBe('');
		expect(read('')).toEqual({ text: '', filters: noFilters });
	});

	it('takes several terms of one filter, each once', () => {
		expect(read('?per=elders&per=minors&per=elders').filters.targets).toEqual(['elders', 'minors']);
	});

	it.each(['-1', 'gratis', '1e3', '', '99999999'])('ignores a price of «%s»', (price) => {
		expect(read(`?prezzo=${price}`).filters.maxFeeCents).toBeNull();
	});

	it('reads back every search it wrote', () => {
		const terms = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 3 });
		const filters = fc.record({
			...(Object.fromEntries(facets.map((facet) => [facet, terms])) as Record<
				(typeof facets)[number],
				typeof terms
			>),
			maxFeeCents: fc.option(fc.nat(9999).map((euros) => euros * 100))
		});
		const text = fc.string().filter((one) => one === '' || one.trim() !== '');
		fc.assert(
			fc.property(fc.record({ text, filters }), (search: CatalogueSearch) => {
				expect(read(searchToQuery(search))).toEqual(search);
			})
		);
	});
});
