/**
 * The results being looked at, a few pages around what is visible.
 *
 * Invariants: at most one question is on its way, and while it is only the newest wish is remembered, so that fast
 * typing on a slow tablet never queues; rows of two searches or of two versions are never mixed; what was shown
 * stays until its replacement is complete.
 */
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { noFilters, type CatalogueSearch, type FacetCounts } from '$lib/domain/catalogue/filters';
import type { CatalogueHit } from '$lib/domain/catalogue/hit';
import type { CatalogueQuery, SearchAnswer } from './protocol';

/** Rows fetched at once: a screen shows six or seven. */
export const PAGE_SIZE = 40;

/** Pages kept on each side of what is visible. */
const MARGIN_PAGES = 3;

export type Search = (query: CatalogueQuery) => Promise<SearchAnswer>;

export class ResultPages {
	/** The search that the rows answer: it may lag behind what is being typed. Null before the first answer. */
	shown = $state.raw<CatalogueSearch | null>(null);
	total = $state(0);
	readAs = $state.raw<string | null>(null);
	nearWords = $state.raw<string[]>([]);
	counts = $state.raw<FacetCounts | null>(null);
	/** Grows when the rows belong to another search: the list goes back to its top. */
	generation = $state(0);

	#pages = new SvelteMap<number, CatalogueHit[]>();
	#version = 0;
	#visible = { first: 0, last: 0 };
	#wanted: CatalogueSearch | null = null;
	#asking = false;
	#counting = false;
	readonly #search: Search;

	constructor(search: Search) {
		this.#search = search;
	}

	/** The row at `index`, or undefined while its page is on the way. */
	row(index: number): CatalogueHit | undefined {
		return this.#pages.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE];
	}

	/** Looks for something else, or for the same again when the catalogue changed. */
	look(search: CatalogueSearch): void {
		this.#wanted = { text: search.text, filters: { ...noFilters, ...search.filters } };
		// An effect that looks for something does not look again because of the answer.
		untrack(() => void this.#pump());
	}

	/** While true every search is counted too: only the open filters show the counts, and they cost time. */
	set counting(counting: boolean) {
		if (this.#counting === counting) return;
		this.#counting = counting;
		if (counting && this.shown !== null && this.counts === null)
			this.look(this.#wanted ?? this.shown);
	}

	/** Tells which rows are on the screen, both included. */
	see(first: number, last: number): void {
		this.#visible = { first, last };
		void this.#pump();
	}

	async #pump(): Promise<void> {
		if (this.#asking) return;
		this.#asking = true;
		try {
			for (;;) {
				if (this.#wanted !== null) await this.#replace(this.#wanted);
				else if (!(await this.#fillVisible())) return;
			}
		} finally {
			this.#asking = false;
		}
	}

	async #replace(wanted: CatalogueSearch): Promise<void> {
		const again = this.shown !== null && sameSearch(wanted, this.shown);
		const page = again ? this.#pageOf(this.#visible.first) : 0;
		const withCounts = this.#counting;
		const answer = await this.#search({ ...this.#query(wanted, page), withCounts });
		// Something else was wished for meanwhile: this answer still shows, as a step on the way.
		if (this.#wanted === wanted) this.#wanted = null;
		this.#pages.clear();
		this.#pages.set(page, answer.hits);
		this.#version = answer.version;
		this.shown = wanted;
		this.total = answer.total;
		this.readAs = answer.readAs;
		this.nearWords = answer.nearWords;
		this.counts = answer.counts;
		// The filters were opened while it was on its way.
		if (this.#counting && !withCounts) this.#wanted ??= wanted;
		if (!again) {
			this.#visible = { first: 0, last: 0 };
			this.generation += 1;
		}
	}

	/** Fetches one missing page in sight; false when none is missing. */
	async #fillVisible(): Promise<boolean> {
		const shown = this.shown;
		if (shown === null) return false;
		const first = this.#pageOf(this.#visible.first);
		const last = this.#pageOf(Math.min(this.#visible.last, this.total - 1));
		for (let page = first; page <= last; page += 1) {
			if (this.#pages.has(page)) continue;
			const answer = await this.#search(this.#query(shown, page));
			if (answer.version !== this.#version) this.#wanted ??= shown;
			else this.#pages.set(page, answer.hits);
			for (const kept of this.#pages.keys()) {
				if (kept < first - MARGIN_PAGES || kept > last + MARGIN_PAGES) this.#pages.delete(kept);
			}
			return true;
		}
		return false;
	}

	#pageOf(index: number): number {
		return Math.max(0, Math.floor(index / PAGE_SIZE));
	}

	#query({ text, filters }: CatalogueSearch, page: number): CatalogueQuery {
		return { text, filters, offset: page * PAGE_SIZE, limit: PAGE_SIZE };
	}
}

function sameSearch(a: CatalogueSearch, b: CatalogueSearch): boolean {
	return a.text.trim() === b.text.trim() && JSON.stringify(a.filters) === JSON.stringify(b.filters);
}
