import { describe, expect, it } from 'vitest';
import { noFilters, type CatalogueSearch } from '$lib/domain/catalogue/filters';
import type { CatalogueHit } from '$lib/domain/catalogue/hit';
import type { CatalogueQuery, SearchAnswer } from './protocol';
import { PAGE_SIZE, ResultPages } from './result-pages.svelte';

const looking = (text: string): CatalogueSearch => ({ text, filters: noFilters });

/** A catalogue that answers only when told, so that a test decides what arrives when. */
function aSlowCatalogue(total = 1000) {
	const asked: { query: CatalogueQuery; answer: (version?: number) => Promise<void> }[] = [];
	const search = (query: CatalogueQuery) =>
		new Promise<SearchAnswer>((resolve) => {
			asked.push({
				query,
				answer: async (version = 1) => {
					const count = Math.max(0, Math.min(query.limit, total - query.offset));
					const hits = Array.from({ length: count }, (_, i) => ({
						id: `${query.text}-${query.offset + i}`
					})) as CatalogueHit[];
					resolve({ version, total, hits, readAs: null, nearWords: [], counts: null });
					// Every continuation that waits for it runs before the test goes on.
					for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
				}
			});
		});
	return { asked, search };
}

describe('the results being looked at', () => {
	it('asks once for fast typing on a slow tablet: the first word, then only the last', async () => {
		const { asked, search } = aSlowCatalogue();
		const pages = new ResultPages(search);
		for (const text of ['b', 'ba', 'bad', 'bada']) pages.look(looking(text));
		expect(asked.map(({ query }) => query.text)).toEqual(['b']);
		await asked[0]?.answer();
		expect(asked.map(({ query }) => query.text)).toEqual(['b', 'bada']);
		await asked[1]?.answer();
		expect(pages.shown?.text).toBe('bada');
		expect(pages.row(0)?.id).toBe('bada-0');
	});

	it('keeps what was shown until the new rows are there', async () => {
		const { asked, search } = aSlowCatalogue();
		const pages = new ResultPages(search);
		pages.look(looking('casa'));
		await asked[0]?.answer();
		pages.look(looking('spesa'));
		expect(pages.row(0)?.id).toBe('casa-0');
		expect(pages.shown?.text).toBe('casa');
	});

	it('fetches the rows in sight and forgets those far away', async () => {
		const { asked, search } = aSlowCatalogue();
		const pages = new ResultPages(search);
		pages.look(looking(''));
		await asked[0]?.answer();
		pages.see(800, 806);
		await asked[1]?.answer();
		expect(pages.row(800)?.id).toBe('-800');
		expect(pages.row(0)).toBeUndefined();
		expect(asked).toHaveLength(2);
	});

	it('fetches both pages when the screen shows the end of one and the start of the next', async () => {
		const { asked, search } = aSlowCatalogue();
		const pages = new ResultPages(search);
		pages.look(looking(''));
		await asked[0]?.answer();
		pages.see(PAGE_SIZE * 3 - 2, PAGE_SIZE * 3 + 4);
		await asked[1]?.answer();
		await asked[2]?.answer();
		expect(asked.map(({ query }) => query.offset)).toEqual([0, PAGE_SIZE * 2, PAGE_SIZE * 3]);
	});

	it('never mixes rows of two versions of the catalogue: it asks for everything again', async () => {
		const { asked, search } = aSlowCatalogue();
		const pages = new ResultPages(search);
		pages.look(looking(''));
		await asked[0]?.answer(1);
		pages.see(400, 406);
		await asked[1]?.answer(2);
		expect(pages.row(400)).toBeUndefined();
		await asked[2]?.answer(2);
		expect(pages.row(400)?.id).toBe('-400');
	});

	it('counts what the filters would leave only while they are open', async () => {
		const { asked, search } = aSlowCatalogue();
		const pages = new ResultPages(search);
		pages.look(looking('casa'));
		await asked[0]?.answer();
		pages.counting = true;
		await asked[1]?.answer();
		pages.counting = false;
		pages.look(looking('spesa'));
		expect(asked.map(({ query }) => query.withCounts)).toEqual([false, true, false]);
	});

	it('counts also when the filters are opened while the first search is on its way', async () => {
		const { asked, search } = aSlowCatalogue();
		const pages = new ResultPages(search);
		pages.look(looking('casa'));
		pages.counting = true;
		await asked[0]?.answer();
		expect(asked.map(({ query }) => query.withCounts)).toEqual([false, true]);
	});

	it('goes back to the top for another search, and stays where it is when only the catalogue changed', async () => {
		const { asked, search } = aSlowCatalogue();
		const pages = new ResultPages(search);
		pages.look(looking('casa'));
		await asked[0]?.answer();
		const { generation } = pages;
		pages.look(looking('casa'));
		await asked[1]?.answer(2);
		expect(pages.generation).toBe(generation);
		pages.look(looking('spesa'));
		await asked[2]?.answer(2);
		expect(pages.generation).toBe(generation + 1);
	});
});
