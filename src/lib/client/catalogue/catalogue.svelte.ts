/**
 * The catalogue as the pages see it: a reactive status and two questions. Nothing of the catalogue itself lives on
 * this side of the worker but the rows and the card being shown.
 */
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import type { RuleSet } from '$lib/domain/orientation/rule-set';
import { createWorkerClient, type WorkerClient } from './worker-client';
import { noFilters, type CatalogueFilters } from '$lib/domain/catalogue/filters';
import { initialStatus, MAX_PAGE, type CatalogueStatus, type SearchAnswer } from './protocol';

const nothing: SearchAnswer = {
	version: 0,
	total: 0,
	hits: [],
	readAs: null,
	nearWords: [],
	counts: null
};

class Catalogue {
	#status = $state.raw<CatalogueStatus>(initialStatus);
	#client: WorkerClient | null = null;
	#rulesListeners: (() => void)[] = [];

	get status(): CatalogueStatus {
		return this.#status;
	}

	/**
	 * Starts the worker: it loads what is stored and asks the server for news. The root layout calls it, so that the
	 * catalogue is kept on the device whichever page comes first; further calls do nothing.
	 */
	start(): void {
		this.#ensure();
	}

	/**
	 * One page of results. Waits while the catalogue is being loaded; empty when there is none, and `status` says why.
	 */
	async search(query: {
		text: string;
		filters?: Partial<CatalogueFilters>;
		offset?: number;
		limit?: number;
		withCounts?: boolean;
	}): Promise<SearchAnswer> {
		const { text, offset = 0, limit = MAX_PAGE, withCounts = false } = query;
		const filters = { ...noFilters, ...query.filters };
		const result = await this.#ensure().ask({
			kind: 'search',
			// The worker takes plain data: a $state proxy cannot be cloned.
			query: $state.snapshot({ text, filters, offset, limit, withCounts })
		});
		return result.ok ? result.value : nothing;
	}

	/** A whole entry; undefined when the catalogue has none with this id, or when there is no catalogue. */
	async get(id: string): Promise<CatalogueEntry | undefined> {
		const result = await this.#ensure().ask({ kind: 'get', entryId: id });
		return result.ok ? result.value : undefined;
	}

	/** The rules of orientation, which come with it. Waits while they are being loaded; null when the device has none. */
	async rules(): Promise<RuleSet | null> {
		const result = await this.#ensure().ask({ kind: 'rules' });
		return result.ok ? result.value : null;
	}

	/** Hears when there are other rules than before, for as long as the app is open. */
	onRulesChange(listener: () => void): void {
		this.#rulesListeners.push(listener);
	}

	/** Asks the server now: the person's "Riprova". */
	async check(): Promise<void> {
		await this.#ensure().ask({ kind: 'check' });
	}

	/**
	 * Gives up what is stored of it, to make room for what somebody writes. What is in memory goes on answering.
	 * @returns whether anything was stored
	 */
	async letGo(): Promise<boolean> {
		const result = await this.#ensure().ask({ kind: 'let-go' });
		return result.ok && result.value;
	}

	#ensure(): WorkerClient {
		if (this.#client !== null) return this.#client;
		const worker = new Worker(new URL('./search.worker.ts', import.meta.url), { type: 'module' });
		const client = createWorkerClient(
			worker,
			(status) => {
				this.#status = status;
			},
			() => {
				for (const listener of this.#rulesListeners) listener();
			}
		);
		this.#client = client;
		const checkIfSeen = () => {
			if (document.visibilityState === 'visible') void client.ask({ kind: 'check' });
		};
		window.addEventListener('online', checkIfSeen);
		document.addEventListener('visibilitychange', checkIfSeen);
		return client;
	}
}

export const catalogue = new Catalogue();
