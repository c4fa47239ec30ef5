/**
 * The sync engine's server store on SQLite. One push is one IMMEDIATE transaction: load what the decision needs, decide
 * purely, write with prepared statements. With synchronous=FULL the commit is on disk before the answer leaves.
 */
import { randomUUID } from 'node:crypto';
import { emptyWriteLog, type Connection } from './connection.ts';
import { madeByHeld, type ApplyState, type Effects } from '../sync/server/apply-intents.ts';
import {
	acceptQuarantined,
	correctedQuarantined,
	neededForQuarantined,
	sentInQuarantine,
	setAsideQuarantined,
	type AcceptResult,
	type SetAsideResult
} from '../sync/server/decide-quarantine.ts';
import { KEEP_ACKNOWLEDGED_MS } from '../sync/protocol/limits.ts';
import { refId, type RowRef } from '../sync/protocol/json.ts';
import type { PulledRow } from '../sync/protocol/pull.ts';
import {
	formatChecksum,
	parseChecksum,
	type Caller,
	type ServerModel,
	type StoredRow
} from '../sync/server/adapter.ts';
import {
	decidePush,
	neededFor,
	readPush,
	type PushDecision,
	type PushNeeds,
	type PushState
} from '../sync/server/decide-push.ts';
import {
	decideErasure,
	withoutErased,
	type Erased,
	type ErasureState,
	type SentElsewhere
} from '../sync/server/erase.ts';
import { namesErased, type ErasedList } from '../sync/server/erased.ts';
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
import { isOpen } from '../sync/server/records.ts';
import type { Decision, HeldEntry, QuarantineItem } from '../sync/server/records.ts';
import {
	ledgerEntry,
	ledgerParameters,
	prepareStatements,
	quarantineEntry,
	storedRow,
	storeState
} from './sync-statements.ts';

/** @throws when the database was never migrated */
export function createSqliteServerStore(
	connection: Connection,
	model: ServerModel,
	erased: ErasedList
): ServerStore {
	const statements = prepareStatements(connection);
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

	function applyState(needs: PushNeeds): ApplyState {
		const ids = JSON.stringify(needs.ids);
		const held = new Map<string, HeldEntry[]>();
		const looked = new Map<string, RowRef>();
		// What is released may release more in turn.
		for (let next = needs.refs; next.length > 0;) {
			for (const ref of next) looked.set(refId(ref), ref);
			const found: HeldEntry[] = [];
			for (const { entry, ...ref } of statements.heldFor.all(JSON.stringify(next))) {
				const parsed = JSON.parse(entry) as HeldEntry;
				held.set(refId(ref), [...(held.get(refId(ref)) ?? []), parsed]);
				found.push(parsed);
			}
			next = madeByHeld(found, model).filter((ref) => !looked.has(refId(ref)));
		}
		const refs = JSON.stringify([...looked.values()]);
		return {
			rows: new Map(statements.records.all(refs).map((row) => [refId(row), storedRow(row)])),
			ledger: new Map(statements.ledgerByIds.all(ids).map((row) => [row.id, ledgerEntry(row)])),
			quarantined: new Map(
				statements.quarantineStates.all(ids).map(({ id, ...kept }) => [id, kept])
			),
			held,
			erased: erased.read()
		};
	}

	function pushState(needs: PushNeeds, storeId: string): PushState {
		const known = statements.idsBySeq.all(storeId, JSON.stringify(needs.seqs));
		const store = statements.store.get(storeId);
		return {
			...applyState(needs),
			epoch: epoch(),
			store: store && storeState(storeId, store),
			idsBySeq: new Map(known.map(({ seq, id }) => [seq, id]))
		};
	}

	/** Rows as they were: those that the decision was made upon need not be read again. */
	function beforeIn({ rows }: ApplyState, { refs }: PushNeeds) {
		const looked = new Set(refs.map(refId));
		return (ref: RowRef) => (looked.has(refId(ref)) ? rows.get(refId(ref)) : loadRow(ref));
	}

	/** Writes rows, and removes those that are undefined. */
	function writeRows(
		rows: readonly (readonly [RowRef, StoredRow | undefined])[],
		before: (ref: RowRef) => StoredRow | undefined = loadRow
	) {
		const scopes = new Map<string, ScopeState>();
		for (const [ref, row] of rows) {
			for (const entry of feedEntries(ref, before(ref), row, model)) {
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

	function writeEffects(effects: Effects, before: (ref: RowRef) => StoredRow | undefined) {
		writeRows(
			effects.rows.map((row) => [row, row]),
			before
		);
		for (const entry of effects.ledger) statements.addLedger.run(ledgerParameters(entry));
		for (const entry of effects.settled) {
			const { id, outcome, reason, flags } = entry;
			statements.settleLedger.run({ id, outcome, reason, flags: JSON.stringify(flags) });
			if (entry.args === null) statements.emptyLedger.run(id);
		}
		for (const entry of effects.hold) {
			const { envelope, collection, key, storeId } = entry;
			statements.addHeld.run(envelope.id, collection, key, storeId, JSON.stringify(entry));
		}
		for (const id of effects.release) statements.dropHeld.run(id);
		// What belongs to it may have come first.
		if (effects.erase.length > 0) erase(effects.erase);
	}

	function writePush(decision: PushDecision, before: (ref: RowRef) => StoredRow | undefined) {
		writeEffects(decision, before);
		for (const entry of decision.quarantine) statements.addQuarantine.run(entry);
		for (const { id, decision: by } of decision.corrected) {
			const row = statements.quarantineEntry.get(id);
			if (row) statements.decideQuarantine.run(correctedQuarantined(quarantineEntry(row), by));
		}
		const { store } = decision;
		statements.putStore.run({
			...store,
			missing: JSON.stringify(store.missing),
			cloned: store.cloned ? 1 : 0
		});
	}

	const push = connection.sqlite.transaction(
		(...[request, sender, receivedAt]: Parameters<ServerStore['applyPush']>) => {
			const readings = readPush(request, model);
			const needs = neededFor(request, readings);
			const state = pushState(needs, request.storeId);
			const decision = decidePush(request, readings, sender, receivedAt, state, model);
			writePush(decision, beforeIn(state, needs));
			return decision.response;
		}
	);

	const accept = connection.sqlite.transaction(
		(id: string, author: Caller, decision: Decision): AcceptResult => {
			const row = statements.quarantineEntry.get(id);
			if (!row) return { ok: false, error: { kind: 'unknown' } };
			const entry = quarantineEntry(row);
			const needs = neededForQuarantined(entry, model);
			const state = applyState(needs);
			const accepted = acceptQuarantined(entry, author, decision, state, model);
			if (!accepted.ok) return accepted;
			writeEffects(accepted.effects, beforeIn(state, needs));
			statements.decideQuarantine.run(accepted.entry);
			return { ok: true, outcome: accepted.outcome };
		}
	);

	const setAside = connection.sqlite.transaction(
		(id: string, decision: Decision): SetAsideResult => {
			const row = statements.quarantineEntry.get(id);
			if (!row) return { ok: false, error: { kind: 'unknown' } };
			if (!isOpen(row)) return { ok: false, error: { kind: 'already-decided' } };
			statements.decideQuarantine.run(setAsideQuarantined(quarantineEntry(row), decision));
			return { ok: true };
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
		for (const entry of statements.quarantineBodies.iterate()) {
			sent.push(sentInQuarantine(entry, model));
		}
		return { rows, sent };
	}

	const erase = connection.sqlite.transaction((wanted: readonly RowRef[]): Erased => {
		const { refs, sentIds } = decideErasure(wanted, erasureState());
		// On the disk before the rows are gone: a crash between leaves what the next start makes good.
		erased.add(refs);
		const present = refs.filter((ref) => loadRow(ref));
		writeRows(present.map((ref) => [ref, undefined]));
		const known = erased.read();
		const cleaned = statements.disputed.all().flatMap((row) => {
			return withoutErased(storedRow(row), known) ?? [];
		});
		writeRows(cleaned.map((row) => [row, row]));
		const ids = new Set(sentIds);
		for (const { id, args } of statements.applied.iterate()) {
			if (namesErased(JSON.parse(args), known)) ids.add(id);
		}
		for (const { collection, key } of refs) {
			for (const id of statements.ledgerOfRow.all(collection, key) as string[]) ids.add(id);
			// Rows that stand beside another have the id of the intent that made them.
			ids.add(key);
		}
		// Who read one, and when, stays; together they would say when one and the same person came.
		for (const ref of refs) statements.unlinkReadings.run(`${ref.collection}/`, refId(ref));
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
				rows: page.flatMap(({ collection, key, op, rev, fields, conflicts }): PulledRow[] => {
					if (op === 'gone' || rev === null) return [];
					const row = { collection, key, rev, fields: JSON.parse(fields) };
					return [pulledRow({ ...row, conflicts: JSON.parse(conflicts) }, request.scope, model)];
				}),
				gone: page
					.filter((entry) => entry.op === 'gone')
					.map(({ collection, key }) => ({ collection, key })),
				cursor: { epoch: epoch(), version, scopeHash: hash },
				confirmedSeq: statements.store.get(request.storeId)?.max_seq ?? 0,
				more,
				...(!more && {
					erased: statements.erasedOf.all({
						storeId: request.storeId,
						since: options.serverNow - KEEP_ACKNOWLEDGED_MS
					}) as string[]
				}),
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
			// What was there is in the log of writes too, until it is emptied.
			emptyWriteLog(connection.sqlite);
			return result;
		},
		async listQuarantine(state, limit) {
			const items = statements.quarantineItems.all(state, limit).map((row): QuarantineItem => {
				const { body: _body, ...entry } = quarantineEntry(row);
				return { ...entry, deviceId: row.device_id };
			});
			return { items, total: statements.countQuarantine.get(state) ?? 0 };
		},
		async readQuarantined(id) {
			const row = statements.quarantineEntry.get(id);
			return row && { ...quarantineEntry(row), deviceId: row.device_id };
		},
		acceptQuarantined: async (...parameters) => accept.immediate(...parameters),
		setAsideQuarantined: async (...parameters) => setAside.immediate(...parameters),
		applyPush: async (...parameters) => push.immediate(...parameters),
		pullPage: async (...parameters) => pull.deferred(...parameters)
	};
}
