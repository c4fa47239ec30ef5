/**
 * Reads a mistyped word as the word of the catalogue that is nearest to it, so that the words near to *that* one are
 * searched for as well, and the screen can say what was understood.
 */
import type MiniSearch from 'minisearch';
import type { SearchResult } from 'minisearch';
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import {
	fold,
	nearWords,
	processTerm,
	searchFields,
	searchText,
	tokenize
} from '$lib/domain/catalogue/search-settings';

/** Shorter words are too near to one another to be guessed; of one as short as this at least the first letter is right. */
const SHORTEST = 4;

/** How many of the best matches have a say in what was meant. */
const VOTERS = 20;

/**
 * The text with every unknown word replaced by a known one, or null when nothing had to be, or could be, replaced.
 * A word that begins one of the catalogue's is known: it may still be on its way. `found` is what the text as it
 * stands finds: most often it knows the words already, and nothing has to be looked up.
 */
export function correctSpelling(
	text: string,
	found: readonly SearchResult[],
	index: MiniSearch<CatalogueEntry>,
	entryOf: (id: string) => CatalogueEntry | undefined
): string | null {
	const isKnown = (term: string) =>
		found.some(({ terms }) => terms.some((matched) => matched.startsWith(term))) ||
		index.search(term, { prefix: true, fuzzy: false }).length > 0;
	let changed = false;
	const words = tokenize(text).map((token) => {
		const term = processTerm(token);
		if (term === null || term.length < SHORTEST || nearWords(token).length > 0) return token;
		if (isKnown(term)) return token;
		const meant = nearest(term, index, entryOf);
		if (meant === null) return token;
		changed = true;
		return meant;
	});
	return changed ? words.join(' ') : null;
}

/** The word most of the best matches agree on, as one of them writes it. */
function nearest(
	term: string,
	index: MiniSearch<CatalogueEntry>,
	entryOf: (id: string) => CatalogueEntry | undefined
): string | null {
	const near = (fuzzy: number, accepts: (candidate: string) => boolean) =>
		index
			.search(term, { prefix: false, fuzzy })
			.map((result) => ({ ...result, terms: result.terms.filter(accepts) }))
			.filter(({ terms }) => terms.length > 0)
			.slice(0, VOTERS);
	const oneSlip =
		term.length === SHORTEST
			? near(1, (candidate) => candidate.length >= SHORTEST && candidate.startsWith(term.charAt(0)))
			: near(0.2, () => true);
	// Two letters in each other's place, or two that were to be double, are two edits, and the commonest slips of all.
	const found =
		oneSlip.length > 0
			? oneSlip
			: near(2, (candidate) => isSwap(term, candidate) || undoubled(term) === undoubled(candidate));

	const votes = new Map<string, { votes: number; id: string }>();
	for (const { id, terms, score } of found) {
		for (const candidate of terms) {
			const before = votes.get(candidate);
			votes.set(candidate, {
				votes: (before?.votes ?? 0) + score,
				id: before?.id ?? String(id)
			});
		}
	}
	const [best] = [...votes].sort(([, a], [, b]) => b.votes - a.votes);
	if (best === undefined) return null;
	const [meant, { id }] = best;
	return asWritten(meant, entryOf(id)) ?? meant;
}

/** Whether one word is the other with two neighbouring letters in each other's place. */
function isSwap(a: string, b: string): boolean {
	if (a.length !== b.length) return false;
	const at = [...a].findIndex((letter, index) => letter !== b[index]);
	return (
		at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
	);
}

/** "bollette" and "bolete" are both "bolete". */
const undoubled = (word: string) => word.replace(/(.)\1+/gu, '$1');

/** The index keeps words without accents; the entry still has them. */
function asWritten(term: string, entry: CatalogueEntry | undefined): string | null {
	if (entry === undefined) return null;
	for (const field of searchFields) {
		const token = tokenize(searchText(entry, field)).find((one) => fold(one) === term);
		if (token !== undefined) return token.toLocaleLowerCase('it');
	}
	return null;
}
