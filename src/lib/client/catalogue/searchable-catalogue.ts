/**
 * The catalogue in memory, ready to be searched. The index and its settings are those the server published with;
 * filters, order and pages are worked out here.
 *
 * Order is by how well the words match, and by name when there are none: nobody's place in it is for sale.
 */
import MiniSearch, { type Query, type SearchResult } from 'minisearch';
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import {
	countFacets,
	filterFactsOf,
	matchesFilters,
	type FilterFacts
} from '$lib/domain/catalogue/filtering';
import { hitOf } from '$lib/domain/catalogue/hit';
import { beforeBegun, indexOptions, planSearch } from '$lib/domain/catalogue/search-settings';
import { correctSpelling } from './spelling';
import type { StoredCatalogue } from './catalogue-database';
import { MAX_PAGE, type CatalogueQuery, type SearchAnswer } from './protocol';

export interface SearchableCatalogue {
	search(query: CatalogueQuery): SearchAnswer;
	get(id: string): CatalogueEntry | undefined;
	/** Takes over a delta. */
	apply(upserts: readonly CatalogueEntry[], removed: readonly string[], version: number): void;
	/** How many entries there would be after a delta. */
	countAfter(upserts: readonly CatalogueEntry[], removed: readonly string[]): number;
	/** The index as MiniSearch serialises itself. */
	indexText(): string;
}

interface Found {
	id: string;
	matched: string[];
}

interface Finding {
	text: string;
	found: Found[];
	readAs: string | null;
	nearWords: string[];
}

/** `today` is an ISO date, for fees that hold until a day. Null when index and entries do not belong together, or the index cannot be read. */
export function openSearchable(stored: StoredCatalogue, today: string): SearchableCatalogue | null {
	const entries = new Map<string, CatalogueEntry>();
	for (const chunk of stored.chunks) for (const [id, entry] of chunk) entries.set(id, entry);
	const index = loadIndex(stored.indexText);
	if (index === null || index.documentCount !== entries.size) return null;
	return createSearchable(entries, index, stored.manifest.version, today);
}

function loadIndex(text: string): MiniSearch<CatalogueEntry> | null {
	try {
		return MiniSearch.loadJSON<CatalogueEntry>(text, indexOptions);
	} catch {
		// Cut short, or of another version of the library: the caller replaces it.
		return null;
	}
}

function createSearchable(
	entries: Map<string, CatalogueEntry>,
	index: MiniSearch<CatalogueEntry>,
	initialVersion: number,
	today: string
): SearchableCatalogue {
	const collator = new Intl.Collator('it', { numeric: true, ignorePunctuation: true });
	const factsById = new Map<string, FilterFacts>();
	for (const [id, entry] of entries) factsById.set(id, filterFactsOf(entry, today));
	let version = initialVersion;
	let byName: Found[] | null = null;
	let last: Finding | null = null;

	function allByName(): Found[] {
		byName ??= [...entries.values()]
			.sort((a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1))
			.map(({ id }) => ({ id, matched: [] }));
		return byName;
	}

	/** Every entry that the words match, best first. The last answer is kept: pages and filters ask for it again. */
	function find(text: string): Finding {
		if (last?.text === text) return last;
		const readAs = text.trim() === '' ? null : '';
		last = findWords(text) ?? { text, found: allByName(), readAs, nearWords: [] };
		return last;
	}

	/** Null when there is no word to look for. */
	function findWords(text: string): Finding | null {
		const written = planSearch(text);
		if (written === null) return null;
		const results = index.search(written.query as Query);
		const before = results.length === 0 ? beforeBegun(text) : null;
		// Nobody is told that there is nothing before they have written a word.
		if (before !== null) {
			const finding = find(before);
			return { ...finding, text, readAs: finding.readAs ?? before };
		}
		const readAs = correctSpelling(text, results, index, (id) => entries.get(id));
		const corrected = readAs === null ? null : planSearch(readAs);
		const plan = corrected ?? written;
		const best = corrected === null ? results : index.search(corrected.query as Query);
		const found = best.map(({ id, terms }: SearchResult): Found => ({
			id: String(id),
			matched: terms
		}));
		return { text, found, readAs, nearWords: plan.nearWords };
	}

	function factsOf({ id }: Found): FilterFacts {
		const facts = factsById.get(id);
		if (facts === undefined) throw new Error('the index names an entry that does not exist');
		return facts;
	}

	return {
		search({ text, filters, offset, limit, withCounts = false }) {
			const { found, readAs, nearWords } = find(text);
			const passing = found.filter((one) => matchesFilters(factsOf(one), filters));
			const page = passing.slice(offset, offset + Math.min(limit, MAX_PAGE));
			return {
				version,
				total: passing.length,
				hits: page.flatMap(({ id, matched }) => {
					const entry = entries.get(id);
					return entry === undefined ? [] : [hitOf(entry, matched, today)];
				}),
				readAs,
				nearWords,
				counts: withCounts ? countFacets(found.map(factsOf), filters) : null
			};
		},

		get: (id) => entries.get(id),

		apply(upserts, removed, to) {
			for (const id of removed) {
				if (!entries.delete(id)) continue;
				factsById.delete(id);
				index.discard(id);
			}
			for (const entry of upserts) {
				if (entries.has(entry.id)) index.replace(entry);
				else index.add(entry);
				entries.set(entry.id, entry);
				factsById.set(entry.id, filterFactsOf(entry, today));
			}
			version = to;
			byName = null;
			last = null;
		},

		countAfter(upserts, removed) {
			const gone = new Set(removed.filter((id) => entries.has(id)));
			const added = upserts.filter(({ id }) => !entries.has(id) || gone.has(id));
			return entries.size - gone.size + new Set(added.map(({ id }) => id)).size;
		},

		indexText: () => JSON.stringify(index)
	};
}
