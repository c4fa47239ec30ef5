/**
 * The server store in memory: the reference the contract is read against, and the server of simulations and properties.
 * It keeps nothing across a restart.
 */
import { refId, type RowRef } from '../protocol/json.ts';
import type { PulledRow, PullRequest, PullResponse } from '../protocol/pull.ts';
import type { PushRequest, PushResponse } from '../protocol/push.ts';
import { formatChecksum } from '../merge/checksum.ts';
import type { StoredRow } from '../merge/merge-fields.ts';
import type { Caller, ServerModel } from '../merge/model.ts';
import type { ApplyState, Effects } from './apply-intents.ts';
import { decidePush, readPush } from './decide-push.ts';
import {
	acceptQuarantined,
	sentInQuarantine,
	correctedQuarantined,
	setAsideQuarantined
} from './decide-quarantine.ts';
import { decideErasure, withoutErased, type Erased, type SentElsewhere } from './erase.ts';
import { KEEP_ACKNOWLEDGED_MS } from '../protocol/limits.ts';
import { createErasedList, namesErased, type ErasedList } from './erased.ts';
import {
	feedEntries,
	newScope,
	nextScope,
	pulledRow,
	pullStart,
	scopeHash,
	type FeedEntry,
	type ScopeState
} from './feed.ts';
import type { ServerStore } from './port.ts';
import type { Sender } from './sender.ts';
import {
	isOpen,
	type HeldEntry,
	type LedgerEntry,
	type QuarantineEntry,
	type StoreState
} from './records.ts';

type VersionedEntry = FeedEntry & { version: number };

/** All that a store keeps. What is in the maps is never changed, only replaced, so a copy of the maps is a copy. */
export interface MemoryData {
	rows: Map<string, StoredRow>;
	ledger: Map<string, LedgerEntry>;
	quarantine: Map<string, QuarantineEntry>;
	held: Map<string, HeldEntry>;
	stores: Map<string, StoreState>;
	scopes: Map<string, ScopeState>;
	/** By scope, then by row. */
	feed: Map<string, Map<string, VersionedEntry>>;
}

export interface MemoryServerStore extends ServerStore {
	/** For tests: the server's rows as they stand. */
	readonly rows: ReadonlyMap<string, StoredRow>;
	readonly ledger: ReadonlyMap<string, LedgerEntry>;
	readonly quarantine: ReadonlyMap<string, QuarantineEntry>;
	readonly held: ReadonlyMap<string, HeldEntry>;
	/** A backup: what a store of a new epoch can be made from. */
	backup(): MemoryData;
}

function copyOf(data: MemoryData): MemoryData {
	return {
		rows: new Map(data.rows),
		ledger: new Map(data.ledger),
		quarantine: new Map(data.quarantine),
		held: new Map(data.held),
		stores: new Map(data.stores),
		scopes: new Map(data.scopes),
		feed: new Map([...data.feed].map(([scope, entries]) => [scope, new Map(entries)]))
	};
}

const nothing = (): MemoryData => ({
	rows: new Map(),
	ledger: new Map(),
	quarantine: new Map(),
	held: new Map(),
	stores: new Map(),
	scopes: new Map(),
	feed: new Map()
});

/** @param from a backup to restore: `erased` is then applied to it before anything else. */
export function createMemoryServerStore(
	model: ServerModel,
	epoch: string,
	erased: ErasedList = createErasedList(),
	from: MemoryData = nothing()
): MemoryServerStore {
	const data = copyOf(from);
	const { rows, ledger, quarantine, held, stores, scopes, feed } = data;

	function write(ref: RowRef, row: StoredRow | undefined) {
		for (const entry of feedEntries(ref, rows.get(refId(ref)), row, model)) {
			const scope = nextScope(scopes.get(entry.scope) ?? newScope(entry.scope), entry);
			scopes.set(entry.scope, scope);
			const entries = feed.get(entry.scope) ?? new Map<string, VersionedEntry>();
			entries.set(refId(ref), { ...entry, version: scope.version });
			feed.set(entry.scope, entries);
		}
		if (row) rows.set(refId(ref), row);
		else rows.delete(refId(ref));
	}

	const deviceOf = ({ storeId }: Pick<QuarantineEntry, 'storeId'>) =>
		stores.get(storeId)?.deviceId ?? null;

	function applyState(): ApplyState {
		const waiting = new Map<string, HeldEntry[]>();
		for (const entry of held.values()) {
			waiting.set(refId(entry), [...(waiting.get(refId(entry)) ?? []), entry]);
		}
		return { rows, ledger, quarantined: quarantine, held: waiting, erased: erased.read() };
	}

	function writeEffects(effects: Effects) {
		effects.rows.forEach((row) => write(row, row));
		for (const entry of [...effects.ledger, ...effects.settled]) ledger.set(entry.id, entry);
		for (const entry of effects.hold) held.set(entry.envelope.id, entry);
		for (const id of effects.release) held.delete(id);
		// What belongs to it may have come first.
		if (effects.erase.length > 0) erase(effects.erase);
	}

	/** What was sent and stands in no row. */
	function sentElsewhere(): SentElsewhere[] {
		return [
			...[...ledger.values()]
				.filter((entry) => entry.outcome !== 'accepted' && entry.args !== null)
				.map((entry) => ({
					id: entry.id,
					target: entry,
					creates: model.intents[entry.name]?.creates ?? false,
					body: entry.args
				})),
			...[...quarantine.values()]
				.filter((entry) => entry.state !== 'erased')
				.map((entry) => sentInQuarantine(entry, model))
		];
	}

	function erase(wanted: readonly RowRef[]): Erased {
		const { refs, sentIds } = decideErasure(wanted, {
			rows: [...rows.values()].map((row) => ({
				ref: row,
				owners: model.ownersOf(row.collection, row.fields)
			})),
			sent: sentElsewhere()
		});
		erased.add(refs);
		const ids = erased.read();
		const present = refs.filter((ref) => rows.has(refId(ref)));
		for (const ref of present) write(ref, undefined);
		for (const row of rows.values()) {
			const cleaned = withoutErased(row, ids);
			if (cleaned) write(row, cleaned);
		}
		let intents = 0;
		for (const entry of ledger.values()) {
			const concerns = ids.has(entry) || ids.names(entry.id) || sentIds.includes(entry.id);
			if (entry.args === null || !(concerns || namesErased(entry.args, ids))) continue;
			intents += 1;
			const outcome = entry.outcome === 'held' ? 'erased' : entry.outcome;
			ledger.set(entry.id, { ...entry, args: null, outcome });
			held.delete(entry.id);
		}
		for (const entry of quarantine.values()) {
			if (!sentIds.includes(entry.id)) continue;
			intents += 1;
			quarantine.set(entry.id, { ...entry, state: 'erased', body: '' });
		}
		return { rows: present.length, intents };
	}

	erase(erased.read().all());

	/** Ids of a store's intents of which nothing is kept. @param since accepted earlier, it has them no more */
	function erasedOf(storeId: string, since: number): string[] {
		const own = [...ledger.values()].filter((entry) => {
			const isEmpty = entry.storeId === storeId && entry.args === null;
			return isEmpty && (entry.outcome !== 'accepted' || entry.receivedAt > since);
		});
		const kept = [...quarantine.values()].filter(
			(entry) => entry.storeId === storeId && entry.state === 'erased'
		);
		return [...own, ...kept].map(({ id }) => id);
	}

	return {
		rows,
		ledger,
		quarantine,
		held,
		backup: () => copyOf(data),
		epoch: async () => epoch,
		erase: async (refs) => erase(refs),

		async applyPush(
			request: PushRequest,
			sender: Sender,
			receivedAt: number
		): Promise<PushResponse> {
			const readings = readPush(request, model);
			const ofStore = [...ledger.values()].filter((entry) => entry.storeId === request.storeId);
			const decision = decidePush(
				request,
				readings,
				sender,
				receivedAt,
				{
					...applyState(),
					epoch,
					store: stores.get(request.storeId),
					idsBySeq: new Map(ofStore.map((entry) => [entry.seq, entry.id]))
				},
				model
			);
			writeEffects(decision);
			for (const entry of decision.quarantine) quarantine.set(entry.id, entry);
			for (const { id, decision: by } of decision.corrected) {
				const entry = quarantine.get(id);
				if (entry) quarantine.set(id, correctedQuarantined(entry, by));
			}
			stores.set(decision.store.storeId, decision.store);
			return decision.response;
		},

		async pullPage(
			request: PullRequest,
			caller: Caller,
			options: { pageRows: number; serverNow: number }
		): Promise<PullResponse> {
			const scope = scopes.get(request.scope) ?? newScope(request.scope);
			const hash = scopeHash(caller, request.scope, model);
			const start = pullStart(request.cursor, scope, epoch, hash);
			const entries = [...(feed.get(request.scope)?.values() ?? [])]
				.filter((entry) => entry.version > start.from)
				.toSorted((a, b) => a.version - b.version);
			const page = entries.slice(0, options.pageRows);
			const more = entries.length > page.length;
			const version = more ? (page.at(-1)?.version ?? scope.version) : scope.version;
			return {
				epoch,
				scope: request.scope,
				scopes: [...caller.scopes],
				resnapshot: start.resnapshot,
				rows: page.flatMap((entry): PulledRow[] => {
					const row = entry.op === 'put' ? rows.get(refId(entry)) : undefined;
					return row ? [pulledRow(row, request.scope, model)] : [];
				}),
				gone: page
					.filter((entry) => entry.op === 'gone')
					.map(({ collection, key }) => ({ collection, key })),
				cursor: { epoch, version, scopeHash: hash },
				confirmedSeq: stores.get(request.storeId)?.maxSeq ?? 0,
				more,
				...(!more && {
					erased: erasedOf(request.storeId, options.serverNow - KEEP_ACKNOWLEDGED_MS)
				}),
				checksum: more ? null : formatChecksum(scope.checksum),
				serverNow: options.serverNow
			};
		},

		async listQuarantine(state, limit) {
			const found = [...quarantine.values()]
				.filter((entry) => entry.state === state)
				.toSorted((a, b) => a.receivedAt - b.receivedAt);
			const items = found
				.slice(0, limit)
				.map(({ body: _body, ...entry }) => ({ ...entry, deviceId: deviceOf(entry) }));
			return { items, total: found.length };
		},

		async readQuarantined(id) {
			const entry = quarantine.get(id);
			return entry && { ...entry, deviceId: deviceOf(entry) };
		},

		async acceptQuarantined(id, author, decision) {
			const entry = quarantine.get(id);
			if (!entry) return { ok: false, error: { kind: 'unknown' } };
			const state = applyState();
			const accepted = acceptQuarantined(entry, author, decision, state, model);
			if (!accepted.ok) return accepted;
			writeEffects(accepted.effects);
			quarantine.set(id, accepted.entry);
			return { ok: true, outcome: accepted.outcome };
		},

		async setAsideQuarantined(id, decision) {
			const entry = quarantine.get(id);
			if (!entry) return { ok: false, error: { kind: 'unknown' } };
			if (!isOpen(entry)) return { ok: false, error: { kind: 'already-decided' } };
			quarantine.set(id, setAsideQuarantined(entry, decision));
			return { ok: true };
		}
	};
}
