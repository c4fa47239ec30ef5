/**
 * What has been published of the catalogue.
 *
 * Invariants
 * - `catalogue_change` holds the last thing that happened to each service on the devices, with the entry as published:
 *   changes since a version are those with a higher one, and always lead to the latest version exactly.
 * - A publication is committed only on top of the one it was made from: of two publishers the second starts over.
 */
import type { Connection } from '../connection.ts';

export interface Publication {
	version: number;
	/** SHA-256 of the snapshot's bytes, in hexadecimal. */
	hash: string;
	/** Bytes as read, and in brotli. */
	size: number;
	transferSize: number;
	entries: number;
	/** Revision of the catalogue's content, and version of the projection, that it was made from. */
	revision: number;
	projection: number;
	/** Milliseconds since the epoch. */
	createdAt: number;
}

export interface PublishedChanges {
	/** JSON texts of entries. */
	upserts: string[];
	removed: string[];
}

const COLUMNS =
	'version, hash, size, transfer_size as transferSize, entries, revision, projection, created_at as createdAt';

export function createPublications({ sqlite }: Connection) {
	const selectLatest = sqlite.prepare(
		`select ${COLUMNS} from catalogue_version order by version desc limit 1`
	);
	const selectVersion = sqlite.prepare(
		`select ${COLUMNS} from catalogue_version where version = ?`
	);
	const selectRevision = sqlite.prepare('select revision from catalogue_content').pluck();
	const selectEntry = sqlite
		.prepare("select entry from catalogue_change where service_id = ? and op = 'put'")
		.pluck();
	const selectPut = sqlite
		.prepare("select service_id from catalogue_change where op = 'put'")
		.pluck();
	const selectHashes = sqlite
		.prepare('select hash from catalogue_version order by version desc limit ?')
		.pluck();
	const countChanges = sqlite
		.prepare('select count(*) from catalogue_change where version > ?')
		.pluck();
	const selectChanges = sqlite.prepare(
		'select service_id as id, op, entry from catalogue_change where version > ? order by service_id'
	);
	const insertVersion = sqlite.prepare(
		`insert into catalogue_version (version, hash, size, transfer_size, entries, revision, projection, created_at)
		values (@version, @hash, @size, @transferSize, @entries, @revision, @projection, @createdAt)`
	);
	const upsertChange = sqlite.prepare(
		`insert into catalogue_change (service_id, version, op, entry) values (?, ?, ?, ?)
		on conflict (service_id) do update set version = excluded.version, op = excluded.op, entry = excluded.entry`
	);
	const updateRevision = sqlite.prepare(
		'update catalogue_version set revision = ? where version = ?'
	);

	const latest = () => selectLatest.get() as Publication | undefined;

	return {
		latest,
		version(version: number): Publication | undefined {
			return selectVersion.get(version) as Publication | undefined;
		},
		/** Grows with every import that changed something; 0 before the first. */
		contentRevision(): number {
			return (selectRevision.get() as number | undefined) ?? 0;
		},
		publishedEntry(serviceId: string): string | undefined {
			return selectEntry.get(serviceId) as string | undefined;
		},
		publishedIds(): string[] {
			return selectPut.all() as string[];
		},
		/** Hashes of the last versions, and of some before them. */
		hashes(count: number): [last: string[], before: string[]] {
			const hashes = selectHashes.all(count + 100) as string[];
			return [hashes.slice(0, count), hashes.slice(count)];
		},
		/** A new revision of the content turned out to change nothing that devices see. */
		confirm(version: number, revision: number): void {
			updateRevision.run(revision, version);
		},
		/** @returns false when another publication came first; nothing was written then */
		commit(
			publication: Publication,
			changes: { upserts: readonly { id: string; text: string }[]; removed: readonly string[] }
		): boolean {
			return sqlite
				.transaction(() => {
					if ((latest()?.version ?? 0) !== publication.version - 1) return false;
					insertVersion.run(publication);
					const { version } = publication;
					for (const { id, text } of changes.upserts) upsertChange.run(id, version, 'put', text);
					for (const id of changes.removed) upsertChange.run(id, version, 'gone', null);
					return true;
				})
				.immediate();
		},
		/** @returns null when there are more than `limit` */
		changesSince(version: number, limit: number): PublishedChanges | null {
			if ((countChanges.get(version) as number) > limit) return null;
			const changes: PublishedChanges = { upserts: [], removed: [] };
			for (const row of selectChanges.all(version) as { id: string; entry: string | null }[]) {
				if (row.entry === null) changes.removed.push(row.id);
				else changes.upserts.push(row.entry);
			}
			return changes;
		}
	};
}
export type Publications = ReturnType<typeof createPublications>;
