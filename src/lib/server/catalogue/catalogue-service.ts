/** The catalogue as the server gives it to devices. */
import { join } from 'node:path';
import { createPublications, type Publication } from '../../../../db/catalogue/publications.ts';
import type { Connection } from '../../../../db/connection.ts';
import { MAX_CHANGES, type CatalogueManifest } from '../../domain/catalogue/publication.ts';
import { CURRENT_PROJECTION, isCurrent, publish, type Published } from './publisher.ts';
import { createSnapshotFiles, type Encoding } from './snapshot-files.ts';

export interface CatalogueServiceOptions {
	now?: () => number;
	/** Hears of a publication that was started by a request and failed. */
	onError?: (error: unknown) => void;
}

export type ChangesResult =
	| { ok: true; from: number; to: Publication; upserts: string[]; removed: string[] }
	| { ok: false; error: { kind: 'too-old' } };

export type CatalogueService = ReturnType<typeof createCatalogueService>;

export function createCatalogueService(
	connection: Connection,
	dataDir: string,
	{ now = Date.now, onError = () => undefined }: CatalogueServiceOptions = {}
) {
	const publications = createPublications(connection);
	const files = createSnapshotFiles(join(dataDir, 'catalogue'));
	const parts = { connection, publications, files, now };
	let running: Promise<Published> | null = null;

	/** One at a time; who calls while one runs shares it. */
	function publishOnce(): Promise<Published> {
		running ??= publish(parts).finally(() => {
			running = null;
		});
		return running;
	}

	return {
		publish: publishOnce,

		/**
		 * What is published now; null before the first publication. An import by another process is seen here: what it did
		 * not publish itself is published in the background.
		 */
		manifest(): CatalogueManifest | null {
			if (!isCurrent(parts)) publishOnce().catch(onError);
			const latest = publications.latest();
			if (!latest || !files.has(latest.hash)) return null;
			const { version, hash, size, transferSize, createdAt, entries } = latest;
			return { version, hash, size, transferSize, publishedAt: createdAt, entries };
		},

		/** Null when there is no such snapshot, or no more. */
		snapshot(hash: string, encoding: Encoding): Promise<Uint8Array<ArrayBuffer> | null> {
			return files.read(hash, encoding);
		},

		/** @param hash of the snapshot that the device started from, when it says so */
		changes(from: number, hash: string | null): ChangesResult {
			const tooOld = { ok: false, error: { kind: 'too-old' } } as const;
			const to = publications.latest();
			const start = publications.version(from);
			if (!to || !start || (hash !== null && hash !== start.hash)) return tooOld;
			// Its index was made in another way: entries alone would not bring it up to date.
			if (start.projection !== CURRENT_PROJECTION || to.projection !== CURRENT_PROJECTION)
				return tooOld;
			const changes = publications.changesSince(from, MAX_CHANGES);
			return changes ? { ok: true, from, to, ...changes } : tooOld;
		},

		/** Resolves when no publication is under way: the database may be closed then. */
		async settled(): Promise<void> {
			// Whoever started it hears of its failure.
			await running?.catch(() => undefined);
		}
	};
}
