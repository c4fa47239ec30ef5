import MiniSearch from 'minisearch';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '../../src/lib/domain/catalogue/entry.ts';
import type { HsdsService } from '../../src/lib/domain/catalogue/hsds.ts';
import {
	indexOptions,
	planSearch,
	processTerm,
	tokenize
} from '../../src/lib/domain/catalogue/search-settings.ts';
import { toCatalogueEntry } from '../../src/lib/domain/catalogue/to-entry.ts';
import { hasSharedData, readShared, withoutSharedData } from '../builders/shared-data.ts';

const SHOWN = 10;

/** The same sequence at every run, so that a rate is a number and not a weather report. */
function createRandom(seed: number) {
	let state = seed;
	return (below: number) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

const isWord = (token: string) =>
	token.length >= 4 && /^\p{L}+$/u.test(token) && processTerm(token) !== null;

/** Three words of a name, as somebody remembers it. */
function remembered(name: string): string[] {
	return [...new Set(tokenize(name).filter(isWord))].slice(0, 3);
}

/** A letter dropped, doubled, changed or swapped with the next, in the longest word, after its first letter. */
function withTypo(words: string[], random: (below: number) => number): string[] {
	const longest = words.reduce((best, word) => (word.length > best.length ? word : best), '');
	const at = 1 + random(longest.length - 2);
	const [head, letter, rest] = [longest.slice(0, at), longest.charAt(at), longest.slice(at + 1)];
	const typos = [
		head + rest,
		head + letter + letter + rest,
		head + (letter === 'a' ? 'e' : 'a') + rest,
		head + rest.charAt(0) + letter + rest.slice(1)
	];
	const typo = typos[random(typos.length)] ?? longest;
	return words.map((word) => (word === longest ? typo : word));
}

/** The other number or gender of each word that ends as Italian nouns and adjectives do. */
function inflected(words: string[]): string[] {
	const endings: Record<string, string> = { o: 'i', i: 'o', a: 'e', e: 'i' };
	return words.map((word) => {
		const ending = endings[word.slice(-1)];
		return word.length >= 5 && ending !== undefined ? word.slice(0, -1) + ending : word;
	});
}

if (!hasSharedData)
	describe('search over 240 real services', () => {
		it(withoutSharedData, () => {
			console.warn(withoutSharedData);
			expect(hasSharedData).toBe(false);
		});
	});

describe.runIf(hasSharedData)('search over 240 real services', { timeout: 60_000 }, () => {
	let entries: CatalogueEntry[];
	let index: MiniSearch<CatalogueEntry>;
	beforeAll(() => {
		entries = readShared<{ contents: HsdsService[] }>('covid').contents.map((service) =>
			toCatalogueEntry(service)
		);
		index = new MiniSearch(indexOptions);
		index.addAll(entries);
	});

	/** Percent of entries that are among the first shown for the words made of their own name. */
	function hitRate(label: string, change: (words: string[]) => string[]): number {
		const asked = entries.filter(({ name }) => remembered(name).some((word) => word.length >= 5));
		const hits = asked.filter(({ id, name }) => {
			const plan = planSearch(change(remembered(name)).join(' '));
			return (
				plan &&
				index
					.search(plan.query)
					.slice(0, SHOWN)
					.some((result) => result.id === id)
			);
		});
		const rate = (100 * hits.length) / asked.length;
		console.info(
			`${label}: ${hits.length} of ${asked.length} found among the first ${SHOWN} (${rate.toFixed(1)} %)`
		);
		return rate;
	}

	it('finds a service by words of its name', () => {
		expect(hitRate('exact', (words) => words)).toBeGreaterThanOrEqual(99);
	});

	it('finds it with one letter wrong', () => {
		const random = createRandom(2020);
		expect(hitRate('one typo', (words) => withTypo(words, random))).toBeGreaterThanOrEqual(85);
	});

	it('finds it with plurals for singulars', () => {
		expect(hitRate('inflected', inflected)).toBeGreaterThanOrEqual(85);
	});

	it.each([
		['spesa a domicilio', /spesa|alimentar|pasti/i],
		['psicologo', /psicolog|ascolto/i],
		['compiti', /compiti|scuola|studio|didattic/i],
		['mascherine', /mascherin/i]
	])('answers %j with something that helps', (text, help) => {
		const plan = planSearch(text);
		const first = plan ? index.search(plan.query)[0] : undefined;
		const entry = entries.find(({ id }) => id === first?.id);
		expect(JSON.stringify(entry)).toMatch(help);
	});
});
