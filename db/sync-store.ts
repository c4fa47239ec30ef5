/**
 * The sync engine's server store on SQLite. One push is one IMMEDIATE transaction: load what the decision needs, decide
 * purely, write with prepared statements. With synchronous=FULL the commit is on disk before the answer leaves.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Connection } from './connection.ts';
import { refId, type RowRef } from '../sync/protocol/json.ts';
import type { PulledRow } from '../sync/protocol/pull.ts';
import {
	formatChecksum,
	parseChecksum,
	type Model,
	type StoredRow
} from '../sync/server/adapter.ts';
import { decidePush, neededFor, type PushDecision } from '../sync/server/decide-push.ts';
import {
	decideErasure,
	type Erased,
	type ErasureState,
	type SentElsewhere
} from '../sync/server/erase.ts';
import { type ErasedList } from '../sync/server/erased.ts';
import {
	feedEntries,
	newScope,
	nextScope,
	pulledRow,
	pullStart,
	scopeHash,
	type ScopeState
} from '../sync/server/feed.ts';
import type { ServerStore } from '../sync/server/port.ts';
import type {
	HeldEntry,
	LedgerEntry,
	QuarantineEntry,
	StoreState
} from '../sync/server/records.ts';

interface RecordRow extends RowRef {
	rev: number;
	fields: string;
	field_revs: string;
	conflicts: string;
}

interface LedgerRow extends RowRef {
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

interface StoreRow {
	device_id: string;
	user_id: string;
	max_seq: number;
	missing: string;
	pending: number;
	last_contact_at: number;
	clock_offset_ms: number;
	cloned: number;
}

interface ScopeRow {
	version: number;
	checksum: string;
	forgotten_version: number;
}

interface FeedRow extends RowRef {
	version: number;
	op: 'put' | 'gone';
}

function prepare({ sqlite }: Connection) {
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
		putRecord: sqlite.prepare(
			`insert into records (collection, key, rev, fields, field_revs, conflicts)
			values (@collection, @key, @rev, @fields, @fieldRevs, @conflicts)
			on conflict (collection, key) do update set
				rev = excluded.rev, fields = excluded.fields,
				field_revs = excluded.field_revs, conflicts = excluded.conflicts`
		),
		ledgerById: sqlite.prepare<[string], LedgerRow>('select * from ledger where id = ?'),
		idBySeq: sqlite
			.prepare<[string, number]>('select id from ledger where store_id = ? and seq = ? limit 1')
			.pluck(),
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
		ledgerOfRow: sqlite
			.prepare<[string, string]>('select id from ledger where collection = ? and key = ?')
			.pluck(),
		notApplied: sqlite.prepare<
			[],
			Pick<LedgerRow, 'id' | 'name' | 'collection' | 'key'> & { args: string }
		>(
			"select id, name, collection, key, args from ledger where outcome <> 'accepted' and args is not null"
		),
		allRecords: sqlite.prepare<[], { collection: string; key: string; fields: string }>(
			'select collection, key, fields from records'
		),
		dropRecord: sqlite.prepare('delete from records where collection = ? and key = ?'),
		quarantineState: sqlite.prepare<[string], Pick<QuarantineEntry, 'state' | 'seq'>>(
			'select state, seq from quarantine where id = ?'
		),
		addQuarantine: sqlite.prepare(
			`insert into quarantine (id, store_id, seq, actor, reason, protocol, schema_version, received_at,
				device_now, body, state, decided_by, decided_at)
			values (@id, @storeId, @seq, @actor, @reason, @protocol, @schemaVersion, @receivedAt,
				@deviceNow, @body, @state, @decidedBy, @decidedAt)
			on conflict (id) do nothing`
		),
		quarantineBodies: sqlite.prepare<[], { id: string; body: string }>(
			"select id, body from quarantine where state <> 'erased'"
		),
		emptyQuarantine: sqlite.prepare(
			"update quarantine set state = 'erased', body = '' where id = ?"
		),
		heldFor: sqlite
			.prepare<[string, string]>(
				'select entry from held where collection = ? and key = ? order by rowid'
			)
			.pluck(),
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
			'select collection, key, version, op from feed where scope = ? and version > ? order by version limit ?'
		)
	};
}

/** @throws when the database was never migrated */
export function createSqliteServerStore(
	connection: Connection,
	model: Model,
	erased: ErasedList
): ServerStore {
	const statements = prepare(connection);
	statements.setEpoch.run(randomUUID());

	function epoch(): string {
		const row = statements.epoch.get();
		if (!row) throw new Error('The database has no epoch');
		return row.value;
	}

	function loadRow(ref: RowRef): StoredRow | undefined {
		const row = statements.record.get(ref.collection, ref.key);
		return row && storedRow(row);
	}

	function loadScope(scope: string): ScopeState {
		const row = statements.scope.get(scope);
		if (!row) return newScope(scope);
		return {
			scope,
			version: row.version,
			checksum: parseChecksum(row.checksum),
			forgottenVersion: row.forgotten_version
		};
	}

	function loadFor(needs: ReturnType<typeof neededFor>, storeId: string) {
		const rows = new Map<string, StoredRow>();
		const held = new Map<string, HeldEntry[]>();
		for (const ref of needs.refs) {
			const row = loadRow(ref);
			if (row) rows.set(refId(ref), row);
			const entries = statements.heldFor.all(ref.collection, ref.key) as string[];
			if (entries.length > 0) {
				held.set(
					refId(ref),
					entries.map((entry) => JSON.parse(entry))
				);
			}
		}
		const ledger = new Map<string, LedgerEntry>();
		const quarantined = new Map<string, Pick<QuarantineEntry, 'state' | 'seq'>>();
		for (const id of needs.ids) {
			const entry = statements.ledgerById.get(id);
			if (entry) ledger.set(id, ledgerEntry(entry));
			const kept = statements.quarantineState.get(id);
			if (kept) quarantined.set(id, kept);
		}
		const idsBySeq = new Map<number, string>();
		for (const seq of needs.seqs) {
			const id = statements.idBySeq.get(storeId, seq) as string | undefined;
			if (id !== undefined) idsBySeq.set(seq, id);
		}
		const store = statements.store.get(storeId);
		return {
			epoch: epoch(),
			store: store && storeState(storeId, store),
			rows,
			ledger,
			quarantined,
			idsBySeq,
			held,
			erased: erased.read()
		};
	}

	/** Writes rows, and removes those that are undefined. */
	function writeRows(rows: readonly (readonly [RowRef, StoredRow | undefined])[]) {
		const scopes = new Map<string, ScopeState>();
		for (const [ref, row] of rows) {
			for (const entry of feedEntries(ref, loadRow(ref), row, model)) {
				const scope = nextScope(scopes.get(entry.scope) ?? loadScope(entry.scope), entry);
				scopes.set(entry.scope, scope);
				statements.putFeed.run(entry.scope, entry.collection, entry.key, scope.version, entry.op);
			}
			if (row) putRow(row);
			else statements.dropRecord.run(ref.collection, ref.key);
		}
		for (const scope of scopes.values()) {
			statements.putScope.run({ ...scope, checksum: formatChecksum(scope.checksum) });
		}
	}

	function putRow(row: StoredRow) {
		statements.putRecord.run({
			collection: row.collection,
			key: row.key,
			rev: row.rev,
			fields: JSON.stringify(row.fields),
			fieldRevs: JSON.stringify(row.fieldRevs),
			conflicts: JSON.stringify(row.conflicts)
		});
	}

	function write(decision: PushDecision) {
		// On the disk before the answer that depends on it.
		erased.add(decision.erase);
		writeRows(decision.rows.map((row) => [row, row]));
		for (const entry of decision.ledger) statements.addLedger.run(ledgerParameters(entry));
		for (const entry of decision.settled) {
			const { id, outcome, reason, flags } = entry;
			statements.settleLedger.run({ id, outcome, reason, flags: JSON.stringify(flags) });
			if (entry.args === null) statements.emptyLedger.run(id);
		}
		for (const entry of decision.hold) {
			const { envelope, collection, key, storeId } = entry;
			statements.addHeld.run(envelope.id, collection, key, storeId, JSON.stringify(entry));
		}
		for (const id of decision.release) statements.dropHeld.run(id);
		for (const entry of decision.quarantine) {
			statements.addQuarantine.run(entry);
		}
		const { store } = decision;
		statements.putStore.run({
			...store,
			missing: JSON.stringify(store.missing),
			cloned: store.cloned ? 1 : 0
		});
	}

	const push = connection.sqlite.transaction(
		(...[request, caller, receivedAt]: Parameters<ServerStore['applyPush']>) => {
			const state = loadFor(neededFor(request, model), request.storeId);
			const decision = decidePush(request, caller, receivedAt, state, model);
			write(decision);
			return decision.response;
		}
	);

	function erasureState(): ErasureState {
		const rows = [];
		for (const { collection, key, fields } of statements.allRecords.iterate()) {
			const owners = model.ownersOf(collection, JSON.parse(fields));
			rows.push({ ref: { collection, key }, owners });
		}
		const sent: SentElsewhere[] = [];
		for (const { id, name, collection, key, args } of statements.notApplied.iterate()) {
			const creates = model.intents[name]?.creates ?? false;
			sent.push({ id, target: { collection, key }, creates, body: JSON.parse(args) });
		}
		for (const { id, body } of statements.quarantineBodies.iterate()) {
			sent.push({ id, target: null, creates: false, body: JSON.parse(body) });
		}
		return { rows, sent };
	}

	const erase = connection.sqlite.transaction((wanted: readonly RowRef[]): Erased => {
		const { refs, sentIds } = decideErasure(wanted, erasureState());
		// On the disk before the rows are gone: a crash between leaves what the next start makes good.
		erased.add(refs);
		const present = refs.filter((ref) => loadRow(ref));
		writeRows(present.map((ref) => [ref, undefined]));
		const ids = new Set(sentIds);
		for (const { collection, key } of refs) {
			for (const id of statements.ledgerOfRow.all(collection, key) as string[]) ids.add(id);
			// Rows that stand beside another have the id of the intent that made them.
			ids.add(key);
		}
		let intents = 0;
		for (const id of ids) {
			intents += statements.emptyLedger.run(id).changes;
			statements.dropHeld.run(id);
		}
		for (const id of sentIds) intents += statements.emptyQuarantine.run(id).changes;
		return { rows: present.length, intents };
	});

	const pull = connection.sqlite.transaction(
		(...[request, caller, options]: Parameters<ServerStore['pullPage']>) => {
			const scope = loadScope(request.scope);
			const hash = scopeHash(caller, request.scope, model);
			const start = pullStart(request.cursor, scope, epoch(), hash);
			const entries = statements.feedPage.all(request.scope, start.from, options.pageRows + 1);
			const page = entries.slice(0, options.pageRows);
			const more = entries.length > page.length;
			const version = more ? (page.at(-1)?.version ?? scope.version) : scope.version;
			return {
				epoch: epoch(),
				scope: request.scope,
				scopes: [...caller.scopes],
				resnapshot: start.resnapshot,
				rows: page.flatMap((entry): PulledRow[] => {
					const row = entry.op === 'put' ? loadRow(entry) : undefined;
					return row ? [pulledRow(row, request.scope, model)] : [];
				}),
				gone: page
					.filter((entry) => entry.op === 'gone')
					.map(({ collection, key }) => ({ collection, key })),
				cursor: { epoch: epoch(), version, scopeHash: hash },
				confirmedSeq: statements.store.get(request.storeId)?.max_seq ?? 0,
				more,
				checksum: more ? null : formatChecksum(scope.checksum),
				serverNow: options.serverNow
			};
		}
	);

	// An erasure that was cut short, or a database put back by hand.
	const listed = erased.read().all();
	if (listed.some(loadRow)) erase.immediate(listed);

	return {
		epoch: async () => epoch(),
		erase: async (refs) => {
			const result = erase.immediate(refs);
			// What was there is in the log of writes too, until it is emptied; with readers about, the next one does it.
			connection.sqlite.pragma('wal_checkpoint(TRUNCATE)');
			return result;
		},
		applyPush: async (...parameters) => push.immediate(...parameters),
		pullPage: async (...parameters) => pull.deferred(...parameters)
	};
}

function storedRow(row: RecordRow): StoredRow {
	return {
		collection: row.collection,
		key: row.key,
		rev: row.rev,
		fields: JSON.parse(row.fields),
		fieldRevs: JSON.parse(row.field_revs),
		conflicts: JSON.parse(row.conflicts)
	};
}

function ledgerEntry(row: LedgerRow): LedgerEntry {
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

function ledgerParameters(entry: LedgerEntry) {
	const flags = JSON.stringify(entry.flags);
	// Of what concerns something erased there is nothing to hash.
	if (entry.args === null) return { ...entry, flags, args: null, salt: null, argsHash: '' };
	const args = JSON.stringify(entry.args);
	const salt = randomBytes(16).toString('base64url');
	const argsHash = createHash('sha256').update(salt).update(args).digest('base64url');
	return { ...entry, flags, args, salt, argsHash };
}

function storeState(storeId: string, row: StoreRow): StoreState {
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
