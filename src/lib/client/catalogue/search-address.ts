/** A search as an address, so that it can be kept, sent, and gone back to. */
import { facets, noFilters, type CatalogueSearch, type Facet } from '$lib/domain/catalogue/filters';

/** Names of the query parameters: the address of a search is read by people too. */
const parameters: Record<Facet, string> = {
	targets: 'per',
	kinds: 'tipo',
	areas: 'area',
	providerKinds: 'ente',
	neighbourhoods: 'quartiere',
	deliveries: 'dove'
};

/** The search written in an address: `q=badante&per=elders&prezzo=0`. Unknown terms are kept and match nothing. */
export function searchFromParams(params: URLSearchParams): CatalogueSearch {
	const filters = { ...noFilters };
	for (const facet of facets) filters[facet] = [...new Set(params.getAll(parameters[facet]))];
	const price = params.get('prezzo');
	if (price !== null && /^\d{1,7}$/.test(price)) filters.maxFeeCents = Number(price) * 100;
	return { text: params.get('q') ?? '', filters };
}

/** The query string of a search, with its `?`, or an empty string when there is nothing to say. */
export function searchToQuery({ text, filters }: CatalogueSearch): string {
	const params = new URLSearchParams();
	if (text.trim() !== '') params.set('q', text);
	for (const facet of facets) {
		for (const term of filters[facet]) params.append(parameters[facet], term);
	}
	if (filters.maxFeeCents !== null) params.set('prezzo', String(filters.maxFeeCents / 100));
	const query = params.toString();
	return query === '' ? '' : `?${query}`;
}
