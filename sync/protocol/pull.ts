/**
 * Pull: a store asks for one scope's changes since its cursor, a page at a time.
 *
 * Invariants
 * - A page comes from one read snapshot of the server.
 * - A scope's version is assigned inside the write transaction: version order is commit order, so no cursor can pass
 *   over a row that commits late.
 * - `confirmedSeq` says which of the store's own intents this snapshot already contains: rows, cursor and confirmed
 *   sequence are kept by the device in one transaction.
 * - The checksum is over key and revision of every row the scope holds, after the page that ends it (`more: false`).
 */
import * as v from 'valibot';
import type { Fields } from './json.ts';

export const cursorSchema = v.object({
	epoch: v.string(),
	version: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
	/** What the caller was allowed to see when the cursor was given; another hash means a new snapshot. */
	scopeHash: v.string()
});
export type Cursor = v.InferOutput<typeof cursorSchema>;

export const pullRequestSchema = v.object({
	protocol: v.pipe(v.number(), v.safeInteger()),
	schemaVersion: v.pipe(v.number(), v.safeInteger()),
	storeId: v.pipe(v.string(), v.uuid()),
	scope: v.pipe(v.string(), v.maxLength(128)),
	/** Null asks for everything. */
	cursor: v.nullable(cursorSchema)
});
export type PullRequest = v.InferOutput<typeof pullRequestSchema>;

/** A value that lost against another person's value for the same field, kept until a person chooses. */
export const conflictSchema = v.object({
	field: v.string(),
	value: v.unknown(),
	/** The row's revision that recorded it. */
	rev: v.number(),
	/** Who wrote the value that was set aside, and the value that stands. */
	actor: v.string(),
	actorName: v.string(),
	at: v.number(),
	standingActorName: v.string(),
	standingAt: v.number(),
	intentId: v.string()
});
export type Conflict = v.InferOutput<typeof conflictSchema>;

export const pulledRowSchema = v.object({
	collection: v.string(),
	key: v.string(),
	/** Revision of the row: grows by one with every change. */
	rev: v.number(),
	fields: v.record(v.string(), v.unknown()),
	conflicts: v.optional(v.array(conflictSchema))
});
export type PulledRow = Omit<v.InferOutput<typeof pulledRowSchema>, 'fields'> & { fields: Fields };

export const pullResponseSchema = v.object({
	epoch: v.string(),
	scope: v.string(),
	/** Every scope the caller may pull: rows of others are to be forgotten by the device. */
	scopes: v.array(v.string()),
	/** True when the page starts a new snapshot: what the device held of this scope is replaced. */
	resnapshot: v.boolean(),
	rows: v.array(pulledRowSchema),
	/** Rows that left the scope or were erased. */
	gone: v.array(v.object({ collection: v.string(), key: v.string() })),
	cursor: cursorSchema,
	confirmedSeq: v.number(),
	more: v.boolean(),
	/**
	 * Ids of the store's own intents that concerned somebody erased, as far as it may still have them: the device forgets
	 * what they say. Only on the last page of a run.
	 */
	erased: v.optional(v.array(v.string())),
	/** Only on the last page of a run. */
	checksum: v.nullable(v.string()),
	serverNow: v.number()
});
export type PullResponse = Omit<v.InferOutput<typeof pullResponseSchema>, 'rows'> & {
	rows: PulledRow[];
};
