/**
 * The statements of the sync engine's server store, prepared once, and its rows as they lie in SQLite.
 */
import { hash, randomBytes } from 'node:crypto';
import type { RowRef } from '../sync/protocol/json.ts';
import type { StoredRow } from '../sync/server/adapter.ts';
import type {
	KeptInQuarantine,
	LedgerEntry,
	QuarantineEntry,
	QuarantineState,
	StoreState
} from '../sync/server/records.ts';
import type { Connection } from './connection.ts';

export interface RecordRow extends RowRef {
	rev: number;
	fields: string;
	field_revs: string;
	conflicts: string;
}

export interface LedgerRow extends RowRef {
	id: string;
	store_id: string;
	seq: number;
	actor: string;
	name: string;
	outcome: LedgerEntry['outcome'];
	reason: string | null;
	flags: string;
	device_at: number;
	occurred_at: number;
	received_at: number;
	args: string | null;
}

export interface StoreRow {
	device_id: string;
	user_id: string;
	max_seq: number;
	missing: string;
	pending: number;
	last_contact_at: number;
	clock_offset_ms: number;
	cloned: number;
}

export interface ScopeRow {
	version: number;
	checksum: string;
	forgotten_version: number;
}

export interface QuarantineRow {
	id: string;
	store_id: string;
	seq: number | null;
	actor: string;
	reason: string;
	protocol: number;
	schema_version: number;
	received_at: number;
	device_now: number | null;
	body: string;
	state: QuarantineState;
	decided_by: string | null;
	decided_at: number | null;
}

type QuarantineItemRow = QuarantineRow & { device_id: string | null };

/** One entry of a scope's feed, and the row as it stands, where it does. */
export interface FeedRow extends RowRef {
	version: number;
	op: 'put' | 'gone';
	rev: number | null;
	fields: string;
	conflicts: string;
}

export function prepareStatements({ sqlite }: Connection) {
	return {
		epoch: sqlite.prepare<[], { value: string }>(
			"select value from server_state where name = 'epoch'"
		),
		setEpoch: sqlite.prepare(
			"insert into server_state (name, value) values ('epoch', ?) on conflict do nothing"
		),
		record: sqlite.prepare<[string, string], RecordRow>(
			'select collection, key, rev, fields, field_revs, conflicts from records where collection = ? and key = ?'
		),
		/** @param refs as JSON, as in the other statements that look for many */
		records: sqlite.prepare<[string], RecordRow>(
			`select records.collection, records.key, rev, fields, field_revs, conflicts
			from json_each(?) as ref cross join records
				on records.collection = ref.value ->> 'collection' and records.key = ref.value ->> 'key'`
		),
		putRecord: sqlite.prepare(
			`insert into records (collection, key, rev, fields, field_revs, conflicts)
			values (@collection, @key, @rev, @fields, @fieldRevs, @conflicts)
			on conflict (collection, key) do update set
				rev = excluded.rev, fields = excluded.fields,
				field_revs = excluded.field_revs, conflicts = excluded.conflicts`
		),
		ledgerByIds: sqlite.prepare<[string], LedgerRow>(
			'select ledger.* from json_each(?) as wanted cross join ledger on ledger.id = wanted.value'
		),
		idsBySeq: sqlite.prepare<[string, string], { seq: number; id: string }>(
			`select seq, id from ledger
			where store_id = ? and seq in (select value from json_each(?))`
		),
		addLedger: sqlite.prepare(
			`insert into ledger (id, store_id, seq, actor, name, collection, key, outcome, reason, flags,
				device_at, occurred_at, received_at, args_hash, salt, args)
			values (@id, @storeId, @seq, @actor, @name, @collection, @key, @outcome, @reason, @flags,
				@deviceAt, @occurredAt, @receivedAt, @argsHash, @salt, @args)`
		),
		settleLedger: sqlite.prepare(
			'update ledger set outcome = @outcome, reason = @reason, flags = @flags where id = @id'
		),
		/** The hash stays: it shows that the entry is the one that was written. */
		emptyLedger: sqlite.prepare(
			`update ledger set args = null, salt = null,
				outcome = case outcome when 'held' then 'erased' else outcome end
			where id = ? and args is not null`
		),
		/** Ids of a store's intents of which nothing is kept; accepted before `since` it has them no more. */
		erasedOf: sqlite
			.prepare(
				`select id from ledger where store_id = @storeId and args is null
					and (outcome <> 'accepted' or received_at > @since)
				union all select id from quarantine where store_id = @storeId and state = 'erased'`
			)
			.pluck(),
		ledgerOfRow: sqlite
			.prepare<[string, string]>('select id from ledger where collection = ? and key = ?')
			.pluck(),
		notApplied: sqlite.prepare<
			[],
			Pick<LedgerRow, 'id' | 'name' | 'collection' | 'key'> & { args: string }
		>(
			"select id, name, collection, key, args from ledger where outcome <> 'accepted' and args is not null"
		),
		applied: sqlite.prepare<[], { id: string; args: string }>(
			"select id, args from ledger where outcome = 'accepted' and args is not null"
		),
		disputed: sqlite.prepare<[], RecordRow>(
			"select collection, key, rev, fields, field_revs, conflicts from records where conflicts <> '[]'"
		),
		allRecords: sqlite.prepare<[], { collection: string; key: string; fields: string }>(
			'select collection, key, fields from records'
		),
		dropRecord: sqlite.prepare('delete from records where collection = ? and key = ?'),
		quarantineStates: sqlite.prepare<[string], KeptInQuarantine & { id: string }>(
			`select quarantine.id, state, seq, actor, reason
			from json_each(?) as wanted cross join quarantine on quarantine.id = wanted.value`
		),
		addQuarantine: sqlite.prepare(
			`insert into quarantine (id, store_id, seq, actor, reason, protocol, schema_version, received_at,
				device_now, body, state, decided_by, decided_at)
			values (@id, @storeId, @seq, @actor, @reason, @protocol, @schemaVersion, @receivedAt,
				@deviceNow, @body, @state, @decidedBy, @decidedAt)
			on conflict (id) do nothing`
		),
		quarantineEntry: sqlite.prepare<[string], QuarantineItemRow>(
			`select quarantine.*, stores.device_id from quarantine left join stores using (store_id)
			where quarantine.id = ?`
		),
		quarantineItems: sqlite.prepare<[QuarantineState, number], QuarantineItemRow>(
			`select quarantine.*, stores.device_id from quarantine left join stores using (store_id)
			where state = ? order by quarantine.received_at, quarantine.id limit ?`
		),
		countQuarantine: sqlite
			.prepare<[QuarantineState], number>('select count(*) from quarantine where state = ?')
			.pluck(),
		decideQuarantine: sqlite.prepare(
			`update quarantine set state = @state, body = @body, decided_by = @decidedBy, decided_at = @decidedAt
			where id = @id`
		),
		quarantineBodies: sqlite.prepare<
			[],
			Pick<QuarantineEntry, 'id' | 'body' | 'protocol' | 'schemaVersion'>
		>(
			"select id, body, protocol, schema_version as schemaVersion from quarantine where state <> 'erased'"
		),
		emptyQuarantine: sqlite.prepare(
			"update quarantine set state = 'erased', body = '' where id = ?"
		),
		/** @param the collection with an empty key, and the whole ref */
		unlinkReadings: sqlite.prepare<[string, string]>(
			"update audit_events set subject = ? where kind = 'case-read' and subject = ?"
		),
		heldFor: sqlite.prepare<[string], RowRef & { entry: string }>(
			`select held.collection, held.key, entry
			from json_each(?) as ref cross join held
				on held.collection = ref.value ->> 'collection' and held.key = ref.value ->> 'key'
			order by held.rowid`
		),
		addHeld: sqlite.prepare(
			'insert into held (id, collection, key, store_id, entry) values (?, ?, ?, ?, ?)'
		),
		dropHeld: sqlite.prepare('delete from held where id = ?'),
		store: sqlite.prepare<[string], StoreRow>('select * from stores where store_id = ?'),
		putStore: sqlite.prepare(
			`insert into stores (store_id, device_id, user_id, max_seq, missing, pending, last_contact_at,
				clock_offset_ms, cloned)
			values (@storeId, @deviceId, @userId, @maxSeq, @missing, @pending, @lastContactAt,
				@clockOffsetMs, @cloned)
			on conflict (store_id) do update set
				device_id = excluded.device_id, user_id = excluded.user_id, max_seq = excluded.max_seq,
				missing = excluded.missing, pending = excluded.pending,
				last_contact_at = excluded.last_contact_at, clock_offset_ms = excluded.clock_offset_ms,
				cloned = excluded.cloned`
		),
		scope: sqlite.prepare<[string], ScopeRow>(
			'select version, checksum, forgotten_version from scopes where scope = ?'
		),
		putScope: sqlite.prepare(
			`insert into scopes (scope, version, checksum, forgotten_version)
			values (@scope, @version, @checksum, @forgottenVersion)
			on conflict (scope) do update set version = excluded.version, checksum = excluded.checksum`
		),
		putFeed: sqlite.prepare(
			`insert into feed (scope, collection, key, version, op) values (?, ?, ?, ?, ?)
			on conflict (scope, collection, key) do update set version = excluded.version, op = excluded.op`
		),
		feedPage: sqlite.prepare<[string, number, number], FeedRow>(
			`select feed.collection, feed.key, version, op, rev, fields, conflicts
			from feed left join records on records.collection = feed.collection and records.key = feed.key
			where scope = ? and version > ? order by version limit ?`
		)
	};
}

export function storedRow(row: RecordRow): StoredRow {
	return {
		collection: row.collection,
		key: row.key,
		rev: row.rev,
		fields: JSON.parse(row.fields),
		fieldRevs: JSON.parse(row.field_revs),
		conflicts: JSON.parse(row.conflicts)
	};
}

export function ledgerEntry(row: LedgerRow): LedgerEntry {
	return {
		id: row.id,
		storeId: row.store_id,
		seq: row.seq,
		actor: row.actor,
		name: row.name,
		collection: row.collection,
		key: row.key,
		outcome: row.outcome,
		reason: row.reason,
		flags: JSON.parse(row.flags),
		deviceAt: row.device_at,
		occurredAt: row.occurred_at,
		receivedAt: row.received_at,
		args: row.args === null ? null : JSON.parse(row.args)
	};
}

const SALT_BYTES = 16;
const SALTS_AT_ONCE = 256;
let salts = Buffer.alloc(0);

/** The system is asked for many at once: each asking takes as long as all the hashing. */
function newSalt(): string {
	if (salts.length === 0) salts = randomBytes(SALT_BYTES * SALTS_AT_ONCE);
	const salt = salts.subarray(0, SALT_BYTES).toString('base64url');
	salts = salts.subarray(SALT_BYTES);
	return salt;
}

export function ledgerParameters(entry: LedgerEntry) {
	const flags = JSON.stringify(entry.flags);
	// Of what concerns something erased there is nothing to hash.
	if (entry.args === null) return { ...entry, flags, args: null, salt: null, argsHash: '' };
	const args = JSON.stringify(entry.args);
	const salt = newSalt();
	const argsHash = hash('sha256', salt + args, 'base64url');
	return { ...entry, flags, args, salt, argsHash };
}

export function storeState(storeId: string, row: StoreRow): StoreState {
	return {
		storeId,
		deviceId: row.device_id,
		userId: row.user_id,
		maxSeq: row.max_seq,
		missing: JSON.parse(row.missing),
		pending: row.pending,
		lastContactAt: row.last_contact_at,
		clockOffsetMs: row.clock_offset_ms,
		cloned: row.cloned === 1
	};
}

export function quarantineEntry(row: QuarantineRow): QuarantineEntry {
	return {
		id: row.id,
		storeId: row.store_id,
		seq: row.seq,
		actor: row.actor,
		reason: row.reason,
		protocol: row.protocol,
		schemaVersion: row.schema_version,
		receivedAt: row.received_at,
		deviceNow: row.device_now ?? row.received_at,
		body: row.body,
		state: row.state,
		decidedBy: row.decided_by,
		decidedAt: row.decided_at
	};
}
