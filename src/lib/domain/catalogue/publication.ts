/**
 * What the server publishes of the catalogue and the devices fetch.
 *
 * Invariants
 * - A snapshot is known by the SHA-256 of its bytes, in hexadecimal, and never changes.
 * - A version is a snapshot; versions grow by one. Changes from version N, applied to the entries of N, give exactly the
 *   entries of `to`.
 * - A server restored from a backup counts its versions again: a device says the hash it has, and when the server does not
 *   know that version with that hash, it answers `too-old`, and the device takes the snapshot.
 */
import * as v from 'valibot';
import { catalogueEntrySchema } from './entry.ts';

const version = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

export const SNAPSHOT_FORMAT = 1;

/** Above this many changed entries a ready snapshot is cheaper than indexing them one by one. */
export const MAX_CHANGES = 1000;

/** `GET /api/catalogue` */
export const catalogueManifestSchema = v.object({
	version,
	hash,
	/** Bytes of the snapshot as it is read, and as it travels in brotli. */
	size: count,
	transferSize: count,
	/** Milliseconds since the epoch. */
	publishedAt: v.number(),
	entries: count
});
export type CatalogueManifest = v.InferOutput<typeof catalogueManifestSchema>;

/** `GET /api/catalogue/snapshots/<hash>` */
export const catalogueSnapshotSchema = v.object({
	format: v.literal(SNAPSHOT_FORMAT),
	version,
	entries: v.array(catalogueEntrySchema),
	/** A MiniSearch index of the entries, made with `search-settings.ts`. */
	index: v.record(v.string(), v.unknown())
});
export type CatalogueSnapshot = v.InferOutput<typeof catalogueSnapshotSchema>;

/** `GET /api/catalogue/changes?from=<version>[&hash=<hash>]`; 404 `{ error: { kind: 'too-old' } }` when it cannot tell. */
export const catalogueChangesSchema = v.object({
	from: version,
	to: version,
	/** The snapshot that the result is equal to, but for the order of entries. */
	hash,
	upserts: v.array(catalogueEntrySchema),
	/** Ids of entries that are no longer published. */
	removed: v.array(v.string())
});
export type CatalogueChanges = v.InferOutput<typeof catalogueChangesSchema>;
