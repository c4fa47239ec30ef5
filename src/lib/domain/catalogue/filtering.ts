/**
 * Which entries the chosen filters leave.
 *
 * Within one filter the terms add up (elders or carers); between filters they narrow (elders and at home). An entry
 * that names nobody in "for whom" is for everybody, so no choice there hides it.
 */
import type { CatalogueEntry } from './entry.ts';
import { facets, type CatalogueFilters, type Facet, type FacetCounts } from './filters.ts';
import { priceOf } from './price.ts';
import { targets } from './vocabularies.ts';

/** What filters look at, taken from an entry once. */
export interface FilterFacts {
	terms: Record<Facet, readonly string[]>;
	/** The lowest fee of the entry in cents; null when the entry does not say. */
	minFeeCents: number | null;
}

/** `today` is an ISO date: fees that do not hold do not count. */
export function filterFactsOf(entry: CatalogueEntry, today: string): FilterFacts {
	return {
		terms: {
			targets: entry.targets ?? [],
			kinds: entry.kinds ?? [],
			areas: entry.areas ?? [],
			providerKinds: entry.provider.kind === undefined ? [] : [entry.provider.kind],
			neighbourhoods: neighbourhoodsOf(entry),
			deliveries: entry.deliveries ?? []
		},
		minFeeCents: priceOf(entry, today)?.minCents ?? null
	};
}

/** Where it can be found; a service given only at home or at a distance names none. */
function neighbourhoodsOf(entry: CatalogueEntry): string[] {
	const names = (entry.places ?? []).flatMap(({ neighbourhood }) => neighbourhood ?? []);
	return [...new Set(names)];
}

function matchesFacet(facet: Facet, facts: FilterFacts, chosen: readonly string[]): boolean {
	if (chosen.length === 0) return true;
	const terms = facts.terms[facet];
	if (facet === 'targets' && terms.length === 0) return true;
	return terms.some((term) => chosen.includes(term));
}

function matchesPrice(facts: FilterFacts, maxFeeCents: number | null): boolean {
	return maxFeeCents === null || (facts.minFeeCents !== null && facts.minFeeCents <= maxFeeCents);
}

export function matchesFilters(facts: FilterFacts, filters: CatalogueFilters): boolean {
	return (
		facets.every((facet) => matchesFacet(facet, facts, filters[facet])) &&
		matchesPrice(facts, filters.maxFeeCents)
	);
}

const everybody: readonly string[] = targets.terms.map(({ code }) => code);

/** The terms whose choice would leave the entry: all of them when it is for everybody. */
function termsCountedIn(facet: Facet, facts: FilterFacts): readonly string[] {
	const terms = facts.terms[facet];
	return facet === 'targets' && terms.length === 0 ? everybody : terms;
}

export function countFacets(
	candidates: Iterable<FilterFacts>,
	filters: CatalogueFilters
): FacetCounts {
	const terms = Object.fromEntries(facets.map((facet) => [facet, {}])) as FacetCounts['terms'];
	let free = 0;
	for (const facts of candidates) {
		const failing = facets.filter((facet) => !matchesFacet(facet, facts, filters[facet]));
		const priceFails = !matchesPrice(facts, filters.maxFeeCents);
		if (failing.length + Number(priceFails) > 1) continue;
		if (failing.length === 0 && facts.minFeeCents === 0) free += 1;
		for (const facet of facets) {
			// A term counts what it would leave, so only the other filters may stand in its way.
			if (priceFails || failing.some((other) => other !== facet)) continue;
			for (const term of termsCountedIn(facet, facts)) {
				terms[facet][term] = (terms[facet][term] ?? 0) + 1;
			}
		}
	}
	return { terms, free };
}
