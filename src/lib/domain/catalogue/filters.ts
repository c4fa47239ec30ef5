/** What somebody looks for in the catalogue: words, and the filters they have chosen. */

export interface CatalogueFilters {
	targets: string[];
	kinds: string[];
	areas: string[];
	providerKinds: string[];
	neighbourhoods: string[];
	deliveries: string[];
	/** Highest fee in cents a person is ready to pay; 0 is "free"; null is no limit. */
	maxFeeCents: number | null;
}

export const noFilters: CatalogueFilters = {
	targets: [],
	kinds: [],
	areas: [],
	providerKinds: [],
	neighbourhoods: [],
	deliveries: [],
	maxFeeCents: null
};

export const facets = [
	'targets',
	'kinds',
	'areas',
	'providerKinds',
	'neighbourhoods',
	'deliveries'
] as const;
export type Facet = (typeof facets)[number];

/** How many entries each term would leave, given the text and the other filters. Terms that leave none are absent. */
export interface FacetCounts {
	terms: Record<Facet, Record<string, number>>;
	/** Entries that are free, given the text and the other filters. */
	free: number;
}

/** How many terms are chosen in all, for "Filtri · 2". */
export function countChosen(filters: CatalogueFilters): number {
	return (
		facets.reduce((sum, facet) => sum + filters[facet].length, 0) +
		Number(filters.maxFeeCents !== null)
	);
}

export interface CatalogueSearch {
	/** What was typed, as it was typed. */
	text: string;
	filters: CatalogueFilters;
}
