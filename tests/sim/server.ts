/**
 * The server of a simulated city: a real server store, its backups, and what it has ever taken in. What stands in front
 * of the store (routes, sealing, sign-in) is not simulated but for reading a push by its schema.
 */
import { createSqliteServerStore } from '../../db/sync-store.ts';
import type { Connection } from '../../db/connection.ts';
import { Database } from '../../db/engine.ts';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { StoredRow } from '../../sync/merge/merge-fields.ts';
import { isRefusal, type Caller, type ServerModel } from '../../sync/merge/model.ts';
import type { Range } from '../../sync/merge/ranges.ts';
import { refId, type Fields, type RowRef } from '../../sync/protocol/json.ts';
import type { PullRequest, PullResponse } from '../../sync/protocol/pull.ts';
import type { PushRequest, PushResponse } from '../../sync/protocol/push.ts';
import { createErasedList, type ErasedList } from '../../sync/server/erased.ts';
import { createMemoryServerStore, type MemoryData } from '../../sync/server/memory-store.ts';
import type { ServerStore } from '../../sync/server/port.ts';
import type { Decision, QuarantineState } from '../../sync/server/records.ts';
import type { Sender } from '../../sync/server/sender.ts';
import { aDatabase } from '../builders/database.ts';

export interface LedgerView extends RowRef {
	id: string;
	storeId: string;
	seq: number;
	actor: string;
	name: string;
	outcome: string;
	reason: string | null;
	flags: string[];
	receivedAt: number;
	args: { [field: string]: unknown } | null;
}

/** What is kept in quarantine. */
export interface Quarantined {
	id: string;
	actor: string;
	state: QuarantineState;
}

/** One intent that was run on a row. */
export interface Run {
	id: string;
	/** `refId` of its row. */
	row: string;
	/** As it stood. */
	before: Fields | undefined;
	patch: Fields;
}

/** A server store whose data can be looked at and put back. */
interface Engine {
	store: ServerStore;
	backUp(): () => Engine;
	/** Whether an intent has an answer that stays: in the ledger, or in quarantine. */
	has(id: string): boolean;
	rows(): StoredRow[];
	ledger(): LedgerView[];
	quarantined(): Quarantined[];
	missingOf(storeId: string): Range[];
}

export interface SimServer extends Omit<Engine, 'store' | 'backUp'> {
	readonly epoch: string;
	readonly erased: ErasedList;
	/** Counts per intent of how often it was run, in the history that stands. */
	readonly ran: ReadonlyMap<string, number>;
	/** What changed which row, in the order of the history that stands. */
	readonly history: readonly Run[];
	/** Ids the server has answered in any history. */
	readonly everHad: ReadonlySet<string>;
	push(request: PushRequest, sender: Sender, receivedAt: number): Promise<PushResponse>;
	pull(request: PullRequest, caller: Caller, pageRows: number, now: number): Promise<PullResponse>;
	erase(refs: readonly RowRef[]): Promise<void>;
	/** Accepts it for its author, or sets it aside when there is none. */
	decideQuarantined(id: string, author: Caller | null, decision: Decision): Promise<void>;
	backUp(): void;
	forgetBackup(): void;
	/** Puts the latest backup in place; false when there is none. @param silently with the epoch it had */
	restore(silently: boolean): Promise<boolean>;
	/** The latest backup, or the restore from it, has lost what was written since. */
	readonly restores: number;
}

function memoryEngine(
	model: ServerModel,
	epoch: () => string,
	erased: ErasedList,
	from?: MemoryData
): Engine {
	const store = createMemoryServerStore(model, epoch(), erased, from);
	return {
		store,
		backUp() {
			const data = store.backup();
			return () => memoryEngine(model, epoch, erased, data);
		},
		has: (id) => store.ledger.has(id) || store.quarantine.has(id),
		rows: () => [...store.rows.values()],
		ledger: () => [...store.ledger.values()],
		quarantined: () => [...store.quarantine.values()],
		missingOf: (storeId) => store.backup().stores.get(storeId)?.missing ?? []
	};
}

/** Migrating takes longer than most stories: it is done once. */
let migrated: Buffer | undefined;

function openCopy(data: Buffer): Connection {
	const sqlite = new Database(data);
	sqlite.pragma('foreign_keys = ON');
	return { sqlite, orm: drizzle(sqlite), close: () => void sqlite.close() };
}

function sqliteEngine(
	model: ServerModel,
	epoch: () => string,
	erased: ErasedList,
	from?: Buffer
): Engine {
	migrated ??= aDatabase().sqlite.serialize();
	const connection = openCopy(from ?? migrated);
	const { sqlite } = connection;
	sqlite
		.prepare(
			`insert into server_state (name, value) values ('epoch', ?)
			on conflict (name) do update set value = excluded.value`
		)
		.run(epoch());
	const has = sqlite.prepare(
		'select 1 from ledger where id = ? union select 1 from quarantine where id = ?'
	);
	type Text = { [column: string]: string };
	return {
		store: createSqliteServerStore(connection, model, erased),
		backUp() {
			const data = sqlite.serialize();
			return () => {
				connection.close();
				return sqliteEngine(model, epoch, erased, data);
			};
		},
		has: (id) => has.get(id, id) !== undefined,
		rows: () =>
			(sqlite.prepare('select * from records').all() as Text[]).map((row) => ({
				collection: row.collection!,
				key: row.key!,
				rev: Number(row.rev),
				fields: JSON.parse(row.fields!),
				fieldRevs: JSON.parse(row.field_revs!),
				conflicts: JSON.parse(row.conflicts!)
			})),
		ledger: () =>
			(sqlite.prepare('select * from ledger').all() as Text[]).map((row) => ({
				collection: row.collection!,
				key: row.key!,
				id: row.id!,
				storeId: row.store_id!,
				seq: Number(row.seq),
				actor: row.actor!,
				name: row.name!,
				outcome: row.outcome!,
				reason: row.reason ?? null,
				flags: JSON.parse(row.flags!),
				receivedAt: Number(row.received_at),
				args: row.args ? JSON.parse(row.args) : null
			})),
		quarantined: () =>
			sqlite.prepare('select id, actor, state from quarantine').all() as Quarantined[],
		missingOf(storeId) {
			const text = sqlite
				.prepare('select missing from stores where store_id = ?')
				.pluck()
				.get(storeId);
			return text === undefined ? [] : JSON.parse(String(text));
		}
	};
}

export type ServerKind = 'memory' | 'sqlite';

/** The same domain, writing down which intents ran. */
function recorded(model: ServerModel, ran: Map<string, number>, history: Run[]): ServerModel {
	const intents = Object.entries(model.intents).map(([name, definition]) => [
		name,
		{
			...definition,
			reduce(...[row, args, context]: Parameters<typeof definition.reduce>) {
				ran.set(context.intentId, (ran.get(context.intentId) ?? 0) + 1);
				const change = definition.reduce(row as never, args, context);
				if (!isRefusal(change)) {
					const { intentId: id } = context;
					history.push({
						id,
						row: refId(definition.target(args)),
						before: row,
						patch: change.patch
					});
				}
				return change;
			}
		}
	]);
	return { ...model, intents: Object.fromEntries(intents) };
}

export function createSimServer(
	kind: ServerKind,
	model: ServerModel,
	wrap: (store: ServerStore) => ServerStore = (store) => store
): SimServer {
	const erased = createErasedList();
	const ran = new Map<string, number>();
	const history: Run[] = [];
	const everHad = new Set<string>();
	let epochs = 1;
	let restores = 0;
	const epoch = () => `epoch-${epochs}`;
	const make = kind === 'memory' ? memoryEngine : sqliteEngine;
	let engine = make(recorded(model, ran, history), epoch, erased);
	let store = wrap(engine.store);
	let latest: { open: () => Engine; ran: [string, number][]; length: number } | undefined;

	return {
		erased,
		ran,
		history,
		everHad,
		get epoch() {
			return epoch();
		},
		get restores() {
			return restores;
		},
		has: (id) => engine.has(id),
		rows: () => engine.rows(),
		ledger: () => engine.ledger(),
		quarantined: () => engine.quarantined(),
		missingOf: (storeId) => engine.missingOf(storeId),
		async push(request, sender, receivedAt) {
			const response = await store.applyPush(request, sender, receivedAt);
			for (const raw of request.intents) {
				const { id } = raw as { id: string };
				if (engine.has(id)) everHad.add(id);
			}
			return response;
		},
		pull: (request, caller, pageRows, now) =>
			store.pullPage(request, caller, { pageRows, serverNow: now }),
		async erase(refs) {
			await store.erase(refs);
		},
		async decideQuarantined(id, author, decision) {
			if (author) await store.acceptQuarantined(id, author, decision);
			else await store.setAsideQuarantined(id, decision);
		},
		backUp() {
			latest = { open: engine.backUp(), ran: [...ran], length: history.length };
		},
		forgetBackup() {
			latest = undefined;
		},
		async restore(silently) {
			if (!latest) return false;
			if (!silently) epochs += 1;
			restores += 1;
			ran.clear();
			for (const [id, times] of latest.ran) ran.set(id, times);
			history.length = latest.length;
			engine = latest.open();
			store = wrap(engine.store);
			latest = { open: engine.backUp(), ran: [...ran], length: history.length };
			// As a restore does.
			await store.erase(erased.read().all());
			return true;
		}
	};
}
