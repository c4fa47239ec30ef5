/**
 * Makes what devices fetch from what the catalogue holds. Long work is cut into pieces or done in other threads, so that
 * the server goes on answering; whatever changes meanwhile makes it start over.
 */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import MiniSearch from 'minisearch';
import { createAccounts } from '../../../../db/accounts.ts';
import { createServiceReader } from '../../../../db/catalogue/hsds-rows.ts';
import type { Publication, Publications } from '../../../../db/catalogue/publications.ts';
import type { Connection } from '../../../../db/connection.ts';
import type { CatalogueEntry } from '../../domain/catalogue/entry.ts';
import { SNAPSHOT_FORMAT } from '../../domain/catalogue/publication.ts';
import { indexOptions, SEARCH_SETTINGS } from '../../domain/catalogue/search-settings.ts';
import { PROJECTION, toCatalogueEntry } from '../../domain/catalogue/to-entry.ts';
import type { SnapshotFiles } from './snapshot-files.ts';

/** Changes when anything about how entries or their index are made changes. */
export const CURRENT_PROJECTION = PROJECTION * 1000 + SEARCH_SETTINGS;

/** Devices may be fetching the last one, and proxies hold a manifest for a moment. */
const KEPT_SNAPSHOTS = 3;
const ENTRIES_PER_TURN = 100;
const MAX_ATTEMPTS = 5;

export interface PublisherParts {
	connection: Connection;
	publications: Publications;
	files: SnapshotFiles;
	/** Milliseconds since the epoch. */
	now(): number;
}

export interface Published {
	/** Whether there is a new version. */
	isNew: boolean;
	publication: Publication;
	upserts: number;
	removed: number;
}

interface Projected {
	entries: CatalogueEntry[];
	texts: string[];
	upserts: { id: string; text: string }[];
	removed: string[];
}

/** Services that are no more have no place at a desk. */
const isPublished = ({ status }: CatalogueEntry) => status !== 'defunct';

async function project({ connection, publications }: PublisherParts): Promise<Projected> {
	const projected: Projected = { entries: [], texts: [], upserts: [], removed: [] };
	const gone = new Set(publications.publishedIds());
	const neighbourhoods = createAccounts(connection).city()?.neighbourhoods ?? [];
	const namesById = new Map(neighbourhoods.map(({ id, name }) => [id, name]));
	for (const service of createServiceReader(connection).services()) {
		const entry = toCatalogueEntry(service, (id) => namesById.get(id) ?? id);
		if (!isPublished(entry)) continue;
		const text = JSON.stringify(entry);
		projected.entries.push(entry);
		projected.texts.push(text);
		gone.delete(entry.id);
		if (publications.publishedEntry(entry.id) !== text) {
			projected.upserts.push({ id: entry.id, text });
		}
		if (projected.entries.length % ENTRIES_PER_TURN === 0) await setImmediate();
	}
	projected.removed = [...gone];
	return projected;
}

async function snapshotBytes(version: number, { entries, texts }: Projected): Promise<Buffer> {
	const index = new MiniSearch<CatalogueEntry>(indexOptions);
	await index.addAllAsync(entries, { chunkSize: ENTRIES_PER_TURN });
	const head = `{"format":${SNAPSHOT_FORMAT},"version":${version},"entries":[`;
	return Buffer.from(`${head}${texts.join(',')}],"index":${JSON.stringify(index)}}`);
}

/** Whether devices can be given the latest version as it is. */
export function isCurrent({ publications, files }: PublisherParts): boolean {
	const latest = publications.latest();
	return (
		latest !== undefined &&
		latest.revision === publications.contentRevision() &&
		latest.projection === CURRENT_PROJECTION &&
		files.has(latest.hash)
	);
}

/** @returns null when the content changed, or was published by somebody else, on the way */
async function attempt(parts: PublisherParts): Promise<Published | null> {
	const { publications, files } = parts;
	const revision = publications.contentRevision();
	const latest = publications.latest();
	const projected = await project(parts);
	if (publications.contentRevision() !== revision) return null;
	const counts = { upserts: projected.upserts.length, removed: projected.removed.length };

	const isSame = counts.upserts + counts.removed === 0 && latest?.projection === CURRENT_PROJECTION;
	if (latest && isSame && files.has(latest.hash)) {
		publications.confirm(latest.version, revision);
		return { isNew: false, publication: { ...latest, revision }, ...counts };
	}

	const version = (latest?.version ?? 0) + 1;
	const bytes = await snapshotBytes(version, projected);
	const hash = createHash('sha256').update(bytes).digest('hex');
	const publication: Publication = {
		version,
		hash,
		size: bytes.length,
		transferSize: await files.write(hash, bytes),
		entries: projected.entries.length,
		revision,
		projection: CURRENT_PROJECTION,
		createdAt: parts.now()
	};
	if (!publications.commit(publication, projected)) return null;
	const [kept, old] = publications.hashes(KEPT_SNAPSHOTS);
	await files.clean({ kept, old });
	return { isNew: true, publication, ...counts };
}

/**
 * Publishes what has changed, if anything has.
 * @throws when the catalogue changes again and again meanwhile, or the disk fails
 */
export async function publish(parts: PublisherParts): Promise<Published> {
	const latest = parts.publications.latest();
	if (latest && isCurrent(parts))
		return { isNew: false, publication: latest, upserts: 0, removed: 0 };
	for (let count = 0; count < MAX_ATTEMPTS; count += 1) {
		const published = await attempt(parts);
		if (published) return published;
	}
	throw new Error('The catalogue changed again and again while it was being published.');
}
