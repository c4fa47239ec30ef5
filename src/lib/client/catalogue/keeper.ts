/**
 * Keeps the catalogue of this device current: loads what is stored, asks the server, applies deltas or a snapshot,
 * stores the result. Runs in the search worker; knows no browser API, so that tests can drive it.
 *
 * Invariants:
 * - What answers searches is always one whole version. A download is used only after its hash was verified.
 * - It answers as soon as it is in memory; `kept` is said only after the transaction that stored it.
 * - A failed check changes neither what answers nor what is stored.
 * - Stored data that cannot be read is replaced, and `repaired` says so.
 * - What is stored is made searchable when somebody searches: most pages are opened for something else.
 */
import { packChunks, applyToChunks } from './chunks';
import type { CatalogueDatabase, StoredCatalogue } from './catalogue-database';
import type { StoredManifest } from './connection';
import { initialStatus, type CatalogueProblem, type CatalogueStatus } from './protocol';
import type { CatalogueRemote, CurrentManifest } from './remote';
import { openSearchable, type SearchableCatalogue } from './searchable-catalogue';

export interface KeeperPorts {
	remote: CatalogueRemote;
	database: CatalogueDatabase;
	/** Milliseconds since the epoch. */
	now(): number;
	/** Runs one check at a time across tabs. */
	alone<T>(work: () => Promise<T>): Promise<T>;
	onStatus(status: CatalogueStatus): void;
}

export interface Keeper {
	/** Loads what is stored, then checks. Resolves after the first check. */
	start(): Promise<void>;
	/** Asks the server once; while a check runs, further calls share it. */
	check(): Promise<CatalogueStatus>;
	/**
	 * Gives up what is stored, for whoever needs the room more. What is in memory goes on answering, and is stored again no
	 * sooner than after an hour. @returns whether anything was stored
	 */
	letGo(): Promise<boolean>;
	/** Resolves as soon as there is something to search, or when the first check ended without. */
	ready(): Promise<SearchableCatalogue | null>;
	readonly status: CatalogueStatus;
}

/** Long enough that what was made room for has been sent, or somebody has made more. */
export const LET_GO_FOR_MS = 60 * 60_000;

interface InUse {
	manifest: StoredManifest;
	stored: StoredCatalogue;
	/** Null until somebody searches. */
	searchable: SearchableCatalogue | null;
}

export function createKeeper(ports: KeeperPorts): Keeper {
	const { remote, database, now } = ports;
	let status: CatalogueStatus = initialStatus;
	let inUse: InUse | null = null;
	let storedIsDamaged = false;
	let running: Promise<CatalogueStatus> | null = null;
	let repairing: Promise<void> | null = null;
	let letGoAt = -Infinity;
	const { promise: firstAnswer, resolve: settleFirstAnswer } = withResolvers<void>();

	/** As an ISO date: near enough for fees, which hold by the day. */
	const today = () => new Date(now()).toISOString().slice(0, 10);

	function say(change: Partial<CatalogueStatus>) {
		status = { ...status, ...change };
		ports.onStatus(status);
	}

	function use(stored: StoredCatalogue, searchable: SearchableCatalogue | null, kept: boolean) {
		const { manifest } = stored;
		inUse = { manifest, stored, searchable };
		say({
			kind: 'ready',
			entries: manifest.entries,
			version: manifest.version,
			publishedAt: manifest.publishedAt,
			checkedAt: manifest.checkedAt,
			kept
		});
		settleFirstAnswer();
	}

	async function loadStored() {
		const read = await database.read();
		if (!read.ok) {
			storedIsDamaged ||= read.error.kind === 'damaged';
			return;
		}
		if (!inUse?.searchable) return use(read.stored, null, true);
		// What answers already is not given up for what may be damaged.
		const searchable = openSearchable(read.stored, today());
		if (searchable === null) storedIsDamaged = true;
		else use(read.stored, searchable, true);
	}

	/** Null when there is nothing, or when what is stored turns out to be damaged: then it is used no longer. */
	function open(): SearchableCatalogue | null {
		if (inUse === null) return null;
		inUse.searchable ??= openSearchable(inUse.stored, today());
		if (inUse.searchable !== null) return inUse.searchable;
		storedIsDamaged = true;
		inUse = null;
		say({ ...initialStatus, repaired: status.repaired });
		return null;
	}

	/** Whoever asks meanwhile waits for the same. */
	function repair(): Promise<void> {
		repairing ??= (async () => {
			// A check that is under way asks on behalf of what is damaged.
			await running;
			await check();
		})().finally(() => (repairing = null));
		return repairing;
	}

	function fail(problem: CatalogueProblem) {
		if (inUse !== null) say({ problem });
		else if (storedIsDamaged) say({ kind: 'error', problem: 'damaged-stored' });
		else say({ kind: problem === 'no-network' ? 'missing' : 'error', problem });
	}

	async function askServer(): Promise<void> {
		// Another tab may have stored a newer version meanwhile: reading it is cheaper than fetching it.
		const storedVersion = await database.storedVersion();
		if (inUse !== null && storedVersion !== null && storedVersion > inUse.manifest.version) {
			await loadStored();
		}
		const answer = await remote.current(inUse?.manifest.etag ?? null);
		if (!answer.ok) return fail(answer.error.kind);
		if (answer.value === 'not-modified') return confirmCurrent(inUse?.manifest.etag ?? null);
		const current = answer.value;
		if (inUse !== null && isSame(inUse.manifest, current)) return confirmCurrent(current.etag);
		if (inUse !== null && current.version > inUse.manifest.version) {
			if (await takeChanges(inUse, current)) return;
		}
		await takeSnapshot(current);
	}

	async function confirmCurrent(etag: string | null) {
		if (inUse === null) return;
		const checkedAt = now();
		inUse.manifest = { ...inUse.manifest, etag, checkedAt };
		inUse.stored = { ...inUse.stored, manifest: inUse.manifest };
		say({ checkedAt, problem: null });
		if (status.kept) await database.noteChecked(inUse.manifest.version, { etag, checkedAt });
		else await keep(inUse.stored, { force: false });
	}

	/** False when a snapshot is needed instead: too old for the server, or not adding up. */
	async function takeChanges(from: InUse, current: CurrentManifest): Promise<boolean> {
		const answer = await remote.changes(from.manifest.version, from.manifest.hash);
		if (!answer.ok || answer.value === 'too-old') return false;
		const { upserts, removed, to, hash } = answer.value;
		if (hash !== current.hash) return false;

		const { stored } = from;
		const searchable = open();
		if (searchable === null) return false;
		const entries = searchable.countAfter(upserts, removed);
		if (entries !== current.entries) return false;
		searchable.apply(upserts, removed, to);
		const touched = applyToChunks(stored.chunks, upserts, removed);

		const manifest = manifestOf(current, entries, stored.chunks.length, now());
		const next = { manifest, chunks: stored.chunks, indexText: searchable.indexText() };
		use(next, searchable, false);
		say({ problem: null });
		const written = await database.writeTouched(from.manifest.version, next, touched);
		if (written.ok) say({ kept: true });
		else await keep(next, { force: storedIsDamaged });
		return true;
	}

	async function takeSnapshot(current: CurrentManifest): Promise<void> {
		const answer = await remote.snapshot(current.hash);
		if (!answer.ok) return fail(answer.error.kind);
		const { entries, indexText } = answer.value;
		const chunks = packChunks(entries);
		const manifest = manifestOf(current, entries.length, chunks.length, now());
		const stored: StoredCatalogue = { manifest, chunks, indexText };
		const searchable = openSearchable(stored, today());
		if (searchable === null || answer.value.version !== current.version) {
			return fail('damaged-download');
		}
		use(stored, searchable, false);
		say({ problem: null, repaired: status.repaired || storedIsDamaged });
		// Older on the server than here means that the server was restored: it decides.
		await keep(stored, { force: true });
		storedIsDamaged = false;
	}

	async function keep(stored: StoredCatalogue, options: { force: boolean }) {
		if (now() - letGoAt < LET_GO_FOR_MS) return say({ kept: false, problem: 'not-kept' });
		const written = await database.writeAll(stored, options);
		if (written.ok) return say({ kept: true });
		switch (written.error.kind) {
			case 'older':
				return say({ kept: (await database.storedVersion()) === stored.manifest.version });
			case 'storage':
				return say({ kept: false, problem: 'not-kept' });
		}
	}

	function check(): Promise<CatalogueStatus> {
		running ??= ports
			.alone(askServer)
			.then(() => status)
			.finally(() => {
				running = null;
				settleFirstAnswer();
			});
		return running;
	}

	return {
		get status() {
			return status;
		},
		check,
		async letGo() {
			letGoAt = now();
			const wasStored = await database.remove();
			// When nothing is in memory yet, what is fetched will say it.
			if (inUse !== null) say({ kept: false, problem: 'not-kept' });
			return wasStored;
		},
		async start() {
			say({});
			await loadStored();
			await check();
		},
		async ready() {
			if (inUse === null) await firstAnswer;
			if (inUse === null && storedIsDamaged) await (repairing ?? running);
			if (inUse === null) return null;
			const searchable = open();
			if (searchable !== null) return searchable;
			await repair();
			return open();
		}
	};
}

function isSame(manifest: StoredManifest, current: CurrentManifest): boolean {
	return manifest.version === current.version && manifest.hash === current.hash;
}

function manifestOf(
	current: CurrentManifest,
	entries: number,
	chunks: number,
	checkedAt: number
): StoredManifest {
	const { version, hash, etag, publishedAt } = current;
	return { version, hash, etag, publishedAt, checkedAt, entries, chunks };
}

/** `Promise.withResolvers` is younger than the tablets. */
function withResolvers<T>() {
	let resolve!: (value: T) => void;
	const promise = new Promise<T>((settle) => {
		resolve = settle;
	});
	return { promise, resolve };
}
