/**
 * The stored catalogue: public data, in a database of its own so that nothing personal ever shares its fate.
 *
 * Invariants: manifest, index and chunks are written in one transaction, so what is read is always one whole
 * version; a manifest that its chunks contradict is `damaged`, never half used; a version is never replaced by an
 * older one, since a second tab may be ahead.
 */
import Dexie, { type Table } from 'dexie';
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import type { Chunk } from './chunks';

export interface StoredManifest {
	version: number;
	/** Hash of the snapshot this version grew from, or of its own. */
	hash: string;
	/** As the server sent it, for conditional requests; null when it sent none. */
	etag: string | null;
	/** Milliseconds since the epoch. */
	publishedAt: number | null;
	/** Milliseconds since the epoch. */
	checkedAt: number;
	entries: number;
	chunks: number;
}

export interface StoredCatalogue {
	manifest: StoredManifest;
	chunks: Chunk<CatalogueEntry>[];
	/** The search index, as MiniSearch serialises itself. */
	indexText: string;
}

export type ReadResult =
	| { ok: true; stored: StoredCatalogue }
	| { ok: false; error: { kind: 'missing' } | { kind: 'damaged'; reason: string } };

/** `older`: what is stored is already as new, or newer. `storage`: the device refused (full, or private mode). */
export type WriteResult =
	{ ok: true } | { ok: false; error: { kind: 'older' } | { kind: 'storage'; reason: string } };

export interface CatalogueDatabase {
	read(): Promise<ReadResult>;
	/** Version on disk without reading the rest; null when there is none, or when it cannot be read. */
	storedVersion(): Promise<number | null>;
	/** Writes a whole catalogue in place of what is there; `force` also replaces what cannot be read. */
	writeAll(stored: StoredCatalogue, options?: { force: boolean }): Promise<WriteResult>;
	/** Writes what a delta touched. `base` is the version the delta was applied to: it must be the stored one. */
	writeTouched(
		base: number,
		stored: StoredCatalogue,
		touched: ReadonlySet<number>
	): Promise<WriteResult>;
	/** Notes that the server confirmed `version` as current. */
	noteChecked(
		version: number,
		checked: Pick<StoredManifest, 'etag' | 'checkedAt'>
	): Promise<WriteResult>;
	close(): void;
}

const CURRENT = 'current';

class Tables extends Dexie {
	manifest!: Table<StoredManifest, string>;
	chunks!: Table<string, number>;
	index!: Table<string, string>;

	constructor(name: string) {
		super(name);
		// Out-of-line keys: records are plain strings of JSON, which IndexedDB copies faster than objects.
		this.version(1).stores({ manifest: '', chunks: '', index: '' });
	}
}

export function createCatalogueDatabase(name = 'sportello-catalogue'): CatalogueDatabase {
	const tables = new Tables(name);
	const all = [tables.manifest, tables.chunks, tables.index];

	async function write(
		accepts: (stored: StoredManifest | undefined) => boolean,
		work: () => Promise<void>
	): Promise<WriteResult> {
		try {
			return await tables.transaction('rw', all, async (): Promise<WriteResult> => {
				if (!accepts(await tables.manifest.get(CURRENT))) {
					return { ok: false, error: { kind: 'older' } };
				}
				await work();
				return { ok: true };
			});
		} catch (error) {
			return { ok: false, error: { kind: 'storage', reason: reasonOf(error) } };
		}
	}

	return {
		async read() {
			try {
				const [manifest, chunkTexts, indexText] = await tables.transaction('r', all, () =>
					Promise.all([
						tables.manifest.get(CURRENT),
						tables.chunks.toArray(),
						tables.index.get(CURRENT)
					])
				);
				if (manifest === undefined) {
					return chunkTexts.length === 0 && indexText === undefined
						? { ok: false, error: { kind: 'missing' } }
						: damaged('there are chunks or an index, and no manifest');
				}
				return assemble(manifest, chunkTexts, indexText);
			} catch (error) {
				return damaged(reasonOf(error));
			}
		},

		async storedVersion() {
			try {
				return (await tables.manifest.get(CURRENT))?.version ?? null;
			} catch {
				// The caller only uses it to skip work; a real failure shows in `read` or in a write.
				return null;
			}
		},

		writeAll(stored, options = { force: false }) {
			return write(
				(current) =>
					options.force || current === undefined || current.version < stored.manifest.version,
				async () => {
					await tables.chunks.clear();
					await tables.chunks.bulkPut(
						stored.chunks.map(textOf),
						stored.chunks.map((_, key) => key)
					);
					await tables.index.put(stored.indexText, CURRENT);
					await tables.manifest.put(stored.manifest, CURRENT);
				}
			);
		},

		writeTouched(base, stored, touched) {
			return write(
				(current) => current?.version === base,
				async () => {
					const keys = [...touched];
					await tables.chunks.bulkPut(
						keys.map((key) => textOf(stored.chunks[key])),
						keys
					);
					await tables.index.put(stored.indexText, CURRENT);
					await tables.manifest.put(stored.manifest, CURRENT);
				}
			);
		},

		noteChecked(version, checked) {
			return write(
				(current) => current?.version === version,
				async () => {
					const current = await tables.manifest.get(CURRENT);
					if (current !== undefined) await tables.manifest.put({ ...current, ...checked }, CURRENT);
				}
			);
		},

		close: () => tables.close()
	};
}

function assemble(
	manifest: StoredManifest,
	chunkTexts: string[],
	indexText: string | undefined
): ReadResult {
	if (indexText === undefined) return damaged('the index is missing');
	if (chunkTexts.length !== manifest.chunks) {
		return damaged(`${chunkTexts.length} chunks instead of ${manifest.chunks}`);
	}
	const chunks = chunkTexts.map((text) => {
		const entries = JSON.parse(text) as CatalogueEntry[];
		return new Map(entries.map((entry) => [entry.id, entry]));
	});
	const entries = chunks.reduce((sum, chunk) => sum + chunk.size, 0);
	if (entries !== manifest.entries)
		return damaged(`${entries} entries instead of ${manifest.entries}`);
	return { ok: true, stored: { manifest, chunks, indexText } };
}

function textOf(chunk: Chunk<CatalogueEntry> | undefined): string {
	if (chunk === undefined) throw new Error('a touched chunk does not exist');
	return JSON.stringify([...chunk.values()]);
}

function damaged(reason: string): ReadResult {
	return { ok: false, error: { kind: 'damaged', reason } };
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
