/**
 * What the sync engine keeps. It is written only by db/sync-store.ts, with prepared statements.
 */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** One row of one collection, whole, with the revision and last writer of each field. */
export const records = sqliteTable(
	'records',
	{
		collection: text().notNull(),
		key: text().notNull(),
		rev: integer().notNull(),
		fields: text({ mode: 'json' }).notNull(),
		/** `{ field: FieldRev }` of sync/merge/merge-fields.ts */
		fieldRevs: text('field_revs', { mode: 'json' }).notNull(),
		conflicts: text({ mode: 'json' }).notNull()
	},
	(table) => [primaryKey({ columns: [table.collection, table.key] })]
);

/** A scope's version grows by one with every entry of its feed; its checksum is over key and revision of its rows. */
export const scopes = sqliteTable('scopes', {
	scope: text().primaryKey(),
	version: integer().notNull(),
	checksum: text().notNull(),
	/** Departures up to this version have been forgotten: an older cursor needs a new snapshot. */
	forgottenVersion: integer('forgotten_version').notNull().default(0)
});

/** The last thing that happened to each row in each scope. */
export const feed = sqliteTable(
	'feed',
	{
		scope: text().notNull(),
		collection: text().notNull(),
		key: text().notNull(),
		version: integer().notNull(),
		op: text({ enum: ['put', 'gone'] }).notNull()
	},
	(table) => [
		primaryKey({ columns: [table.scope, table.collection, table.key] }),
		index('feed_by_version').on(table.scope, table.version)
	]
);

/** One row per writer: what the server has seen of it, and what it said of itself. */
export const stores = sqliteTable('stores', {
	storeId: text('store_id').primaryKey(),
	deviceId: text('device_id').notNull(),
	userId: text('user_id').notNull(),
	maxSeq: integer('max_seq').notNull(),
	/** Seqs below `maxSeq` never seen, as a JSON array of ranges. */
	missing: text({ mode: 'json' }).notNull(),
	pending: integer().notNull(),
	lastContactAt: integer('last_contact_at').notNull(),
	clockOffsetMs: integer('clock_offset_ms').notNull(),
	/** Set when two intents with different ids claimed one seq: the store was copied. */
	cloned: integer({ mode: 'boolean' }).notNull().default(false)
});

/** Every intent ever answered: the audit trail, and what makes a replay harmless. Append-only. */
export const ledger = sqliteTable(
	'ledger',
	{
		id: text().primaryKey(),
		storeId: text('store_id').notNull(),
		seq: integer().notNull(),
		actor: text().notNull(),
		name: text().notNull(),
		collection: text().notNull(),
		key: text().notNull(),
		outcome: text().notNull(),
		reason: text(),
		flags: text({ mode: 'json' }).notNull(),
		deviceAt: integer('device_at').notNull(),
		occurredAt: integer('occurred_at').notNull(),
		receivedAt: integer('received_at').notNull(),
		/** SHA-256(salt ‖ args); erasure deletes salt and args and leaves the hash. */
		argsHash: text('args_hash').notNull(),
		salt: text(),
		args: text({ mode: 'json' })
	},
	(table) => [
		index('ledger_by_store').on(table.storeId, table.seq),
		// With the moment: the nightly look at what is kept asks for it alone, of every row.
		index('ledger_by_row').on(table.collection, table.key, table.receivedAt),
		index('ledger_erased')
			.on(table.storeId)
			.where(sql`args is null`)
	]
);

/** Intents kept until the row they change is there. */
export const held = sqliteTable(
	'held',
	{
		id: text().primaryKey(),
		collection: text().notNull(),
		key: text().notNull(),
		storeId: text('store_id').notNull(),
		/** The envelope, the actor and the time it happened, as JSON. */
		entry: text({ mode: 'json' }).notNull()
	},
	(table) => [index('held_by_row').on(table.collection, table.key)]
);

/** What could not be read or was not known, kept whole for the administrator. */
export const quarantine = sqliteTable(
	'quarantine',
	{
		/** The envelope's id, or a hash of its text when it has none. */
		id: text().primaryKey(),
		storeId: text('store_id').notNull(),
		seq: integer(),
		actor: text().notNull(),
		reason: text().notNull(),
		protocol: integer().notNull(),
		schemaVersion: integer('schema_version').notNull(),
		receivedAt: integer('received_at').notNull(),
		/** Device clock when it was sent; null for what came before this was kept. */
		deviceNow: integer('device_now'),
		/** The envelope as it came, as JSON; empty once erased. */
		body: text().notNull(),
		state: text({ enum: ['waiting', 'set-aside', 'decided', 'erased'] })
			.notNull()
			.default('waiting'),
		decidedBy: text('decided_by'),
		decidedAt: integer('decided_at')
	},
	(table) => [
		// Every pull asks for them.
		index('quarantine_erased')
			.on(table.storeId)
			.where(sql`state = 'erased'`)
	]
);

/** Facts about this database itself: `epoch`. */
export const serverState = sqliteTable('server_state', {
	name: text().primaryKey(),
	value: text().notNull()
});
