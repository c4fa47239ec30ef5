/**
 * How the catalogue is searched: one description for the server, which builds the index, and for the devices, which
 * search it. Plain values and functions, in the shape that MiniSearch takes; no stemmer, which made every measured score
 * worse.
 */
import type { CatalogueEntry } from './entry.ts';
import { synonyms } from './synonyms.ts';
import { areas, deliveries, kinds, targets, type Vocabulary } from './vocabularies.ts';

/** Raised when an index made with older settings would answer wrongly: a server then publishes again. */
export const SEARCH_SETTINGS = 1;

const boosts = {
	name: 6,
	alternateName: 5,
	labels: 2,
	topics: 2,
	provider: 2,
	places: 1.5,
	description: 1,
	eligibility: 1,
	more: 0.5
} as const;
export type SearchField = keyof typeof boosts;
export const searchFields = Object.keys(boosts) as SearchField[];

const stopWords = new Set(
	`a ad al allo ai agli alla alle all anche c che chi ci coi col come con cui d da dal dallo dai dagli dalla dalle dall
	degli dei del dell della delle dello di e ed gli ha hanno i il in io l la le lo loro ma mi mia mio ne negli nei nel nell
	nella nelle nello non o ogni od per piu quale quali quel quella questa questo s se si sono su sugli sui sul sull sulla
	sulle sullo suo sua tra fra tuo tua un una uno vi vorrei serve cerco`.split(/\s+/)
);

/** Lower case, without accents: "Città" is "citta". */
export function fold(text: string): string {
	return text
		.toLowerCase()
		.normalize('NFD')
		.replace(/\p{M}+/gu, '');
}

/** Words and numbers. An apostrophe parts, so that "l’affitto" is found under "affitto". */
export function tokenize(text: string): string[] {
	return text
		.normalize('NFC')
		.split(/[^\p{L}\p{M}\p{N}]+/u)
		.filter((token) => token !== '');
}

/** @returns the term as it stands in the index, or null when it is not worth a place there */
export function processTerm(token: string): string | null {
	const term = fold(token);
	return term === '' || stopWords.has(term) || /^\p{L}$/u.test(term) ? null : term;
}

/** A shorter word is not taken for the beginning of another. */
const SHORTEST_PREFIX = 3;
const prefix = (term: string) => term.length >= SHORTEST_PREFIX;
const fuzzy = (term: string) => (term.length >= 5 ? 0.2 : false);

function labels(codes: readonly string[] | undefined, vocabulary: Vocabulary): string {
	return (codes ?? [])
		.map((code) => vocabulary.terms.find((term) => term.code === code)?.it ?? '')
		.join(' ');
}

/** The text of an entry under each field of the index. */
export function searchText(entry: CatalogueEntry, field: SearchField): string {
	switch (field) {
		case 'name':
			return entry.name;
		case 'alternateName':
			return entry.alternateName ?? '';
		case 'labels':
			return [
				labels(entry.areas, areas),
				labels(entry.kinds, kinds),
				labels(entry.targets, targets),
				labels(entry.deliveries, deliveries)
			].join(' ');
		case 'topics':
			return (entry.topics ?? []).join(' ');
		case 'provider':
			return entry.provider.name;
		case 'places':
			return [
				...(entry.places ?? []).flatMap((place) => [
					place.name,
					place.address,
					place.neighbourhood
				]),
				...(entry.serviceAreas ?? [])
			].join(' ');
		case 'description':
			return entry.description ?? '';
		case 'eligibility':
			return entry.eligibility ?? '';
		case 'more':
			return [
				entry.whatYouGet,
				entry.how,
				...(entry.documents ?? []).map((document) => document.name),
				...(entry.languages ?? [])
			].join(' ');
	}
}

/** To build an index, and to load one: `new MiniSearch(indexOptions)`, `MiniSearch.loadJSON(text, indexOptions)`. */
export const indexOptions = {
	idField: 'id',
	fields: searchFields as string[],
	extractField: (entry: CatalogueEntry, field: string): string =>
		field === 'id' ? entry.id : searchText(entry, field as SearchField),
	tokenize,
	processTerm,
	searchOptions: {
		prefix,
		fuzzy,
		combineWith: 'AND' as const,
		boost: { ...boosts } as Record<string, number>
	}
};

/** "badanti" and "badante" have one root; so have "anziano", "anziana" and "anziani". */
function root(term: string): string {
	return term.length >= 5 ? term.replace(/[aeiou]$/, '') : term;
}

const nearByRoot = new Map<string, string[]>();
for (const { words, near } of synonyms) {
	for (const word of words) {
		const key = root(fold(word));
		nearByRoot.set(key, [...new Set([...(nearByRoot.get(key) ?? []), ...near])]);
	}
}

/**
 * The words that a desk means as well when it types this one, as the screen may say them: "badante" gives "assistente
 * familiare", "assistenza domiciliare". Empty for most words.
 */
export function nearWords(token: string): string[] {
	const key = root(fold(token));
	return (nearByRoot.get(key) ?? []).filter((near) => root(fold(near)) !== key);
}

/** A query in MiniSearch's form: a text, or alternatives, or parts that must all be found. */
export type SearchQuery =
	| string
	| {
			combineWith: 'AND' | 'OR';
			queries: SearchQuery[];
			boost?: Record<string, number>;
			prefix?: boolean;
			fuzzy?: boolean;
	  };

export interface SearchPlan {
	/** For `index.search(plan.query)`. */
	query: SearchQuery;
	/** The words that were added, to be said on the screen. */
	nearWords: string[];
}

/**
 * What stands before a last word that has only been begun, and can find nothing but itself yet: of "spesa ca", "spesa".
 * @returns null when the last word is long enough, or something follows it
 */
export function beforeBegun(text: string): string | null {
	const begun = /[\p{L}\p{M}\p{N}]+$/u.exec(text);
	return begun && fold(begun[0]).length < SHORTEST_PREFIX ? text.slice(0, begun.index) : null;
}

/** What is found only by a near word stands below what has the word itself. */
const nearBoosts = Object.fromEntries(
	Object.entries(boosts).map(([field, boost]) => [field, boost / 4])
);

function nearQuery(phrase: string): SearchQuery {
	const roots = tokenize(phrase).flatMap((token) => {
		const term = processTerm(token);
		return term === null ? [] : [root(term)];
	});
	return { combineWith: 'AND', queries: roots, boost: nearBoosts, prefix: true, fuzzy: false };
}

/**
 * What was typed, as a query: every word must be found, by itself or by a word near to it.
 * @returns null when nothing was typed that can be searched for: everything is to be shown
 */
export function planSearch(text: string): SearchPlan | null {
	const terms = tokenize(text).flatMap((token) => processTerm(token) ?? []);
	if (terms.length === 0) return null;
	const near = terms.map(nearWords);
	const queries = terms.map((term, index): SearchQuery => {
		const phrases = near[index] ?? [];
		if (phrases.length === 0) return term;
		return { combineWith: 'OR', queries: [term, ...phrases.map(nearQuery)] };
	});
	return { query: { combineWith: 'AND', queries }, nearWords: [...new Set(near.flat())] };
}
