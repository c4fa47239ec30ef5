/**
 * The stored catalogue: public data, in a database of its own so that nothing personal ever shares its fate.
 *
 * Invariants: manifest, index and chunks are written in one transaction, so what is read is always one whole
 * version; a manifest that its chunks contradict is `damaged`, never half used; a version is never replaced by an
 * older one, since a second tab may be ahead.
 */
import { deleteDB, type IDBPTransaction } from 'idb';
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import type { Chunk } from './chunks';
import {
	createConnection,
	CURRENT,
	DATABASE_NAME,
	type StoredManifest,
	type Tables
} from './connection';

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
	/** Deletes all of it, and the rules with it. @returns whether there was anything; false also when it cannot be deleted */
	remove(): Promise<boolean>;
	close(): void;
}

/** Of its database, those that are the catalogue's own. */
const TABLES = ['manifest', 'chunks', 'index'] as const;

type Writing = IDBPTransaction<Tables, typeof TABLES, 'readwrite'>;
type Write = (transaction: Writing) => Promise<unknown>;

export function createCatalogueDatabase(name = DATABASE_NAME): CatalogueDatabase {
	const connection = createConnection(name);

	async function write(
		accepts: (stored: StoredManifest | undefined) => boolean,
		writes: (current: StoredManifest | undefined) => Write[]
	): Promise<WriteResult> {
		try {
			const transaction = (await connection.open()).transaction(TABLES, 'readwrite');
			const current = await transaction.objectStore('manifest').get(CURRENT);
			if (!accepts(current)) return { ok: false, error: { kind: 'older' } };
			await allOrNothing(transaction, writes(current));
			return { ok: true };
		} catch (error) {
			return { ok: false, error: { kind: 'storage', reason: reasonOf(error) } };
		}
	}

	function puts({ manifest, indexText, chunks }: StoredCatalogue, keys: Iterable<number>): Write[] {
		return [
			...[...keys].map(
				(key): Write =>
					(transaction) =>
						transaction.objectStore('chunks').put(textOf(chunks[key]), key)
			),
			(transaction) => transaction.objectStore('index').put(indexText, CURRENT),
			(transaction) => transaction.objectStore('manifest').put(manifest, CURRENT)
		];
	}

	return {
		async read() {
			try {
				const transaction = (await connection.open()).transaction(TABLES, 'readonly');
				const [manifest, chunkTexts, indexText] = await Promise.all([
					transaction.objectStore('manifest').get(CURRENT),
					transaction.objectStore('chunks').getAll(),
					transaction.objectStore('index').get(CURRENT)
				]);
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
				return (await (await connection.open()).get('manifest', CURRENT))?.version ?? null;
			} catch {
				// The caller only uses it to skip work; a real failure shows in `read` or in a write.
				return null;
			}
		},

		writeAll(stored, options = { force: false }) {
			return write(
				(current) =>
					options.force || current === undefined || current.version < stored.manifest.version,
				() => [
					(transaction) => transaction.objectStore('chunks').clear(),
					...puts(stored, stored.chunks.keys())
				]
			);
		},

		writeTouched(base, stored, touched) {
			return write(
				(current) => current?.version === base,
				() => puts(stored, touched)
			);
		},

		noteChecked(version, checked) {
			return write(
				(current) => current?.version === version,
				(current) =>
					current === undefined
						? []
						: [
								(transaction) =>
									transaction.objectStore('manifest').put({ ...current, ...checked }, CURRENT)
							]
			);
		},

		async remove() {
			try {
				// The whole database: of what is deleted inside of one the room comes back only some time later.
				const database = await connection.open();
				const isEmpty = (await database.count('chunks')) === 0;
				connection.close();
				if (isEmpty) return false;
				await deleteDB(name);
				return true;
			} catch {
				return false;
			}
		},

		close: connection.close
	};
}

/** An exception does not end a transaction by itself: what was asked for before it would be written. */
async function allOrNothing(transaction: Writing, writes: readonly Write[]): Promise<void> {
	const asked: Promise<unknown>[] = [transaction.done];
	try {
		for (const write of writes) asked.push(write(transaction));
		await Promise.all(asked);
	} catch (error) {
		// Aborted already when it is the device that refused.
		if (transaction.error === null) transaction.abort();
		await Promise.allSettled(asked);
		throw error;
	}
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
