/** The filters as the panel and the chips show them. */
import {
	areas,
	deliveries,
	kinds,
	providerKinds,
	targets
} from '$lib/domain/catalogue/vocabularies';
import type { CatalogueFilters } from '$lib/domain/catalogue/filters';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { termText } from './row-words';
import { feeText } from './words';

export interface FilterChoice {
	code: string;
	label: string;
	count: number | null;
	chosen: boolean;
}

/** A chosen filter, and the filters without it. */
export interface ChosenFilter {
	key: string;
	label: string;
	without: Partial<CatalogueFilters>;
}

const vocabularyOf = { targets, areas, kinds, deliveries, providerKinds } as const;

export function chosenFilters(filters: CatalogueFilters): ChosenFilter[] {
	const chosen: ChosenFilter[] = [];
	for (const facet of ['targets', 'areas', 'kinds', 'deliveries', 'providerKinds'] as const) {
		for (const code of filters[facet]) {
			chosen.push({
				key: `${facet}:${code}`,
				label: termText(vocabularyOf[facet], code),
				without: { [facet]: filters[facet].filter((term) => term !== code) }
			});
		}
	}
	for (const name of filters.neighbourhoods) {
		chosen.push({
			key: `neighbourhoods:${name}`,
			label: name,
			without: { neighbourhoods: filters.neighbourhoods.filter((other) => other !== name) }
		});
	}
	if (filters.maxFeeCents !== null) {
		chosen.push({
			key: 'price',
			label:
				filters.maxFeeCents === 0
					? m.catalogue_price_free()
					: m.catalogue_price_up_to({ fee: feeText(filters.maxFeeCents) }),
			without: { maxFeeCents: null }
		});
	}
	return chosen;
}

/** The neighbourhoods the catalogue itself names, and any chosen one, in alphabetical order. */
export function neighbourhoodNames(
	filters: CatalogueFilters,
	counts: Readonly<Record<string, number>>
): string[] {
	return [...new Set([...Object.keys(counts), ...filters.neighbourhoods])].sort(
		new Intl.Collator(getLocale()).compare
	);
}
