/**
 * The server store in memory: the reference the contract is read against, and the server of simulations and properties.
 * It keeps nothing across a restart.
 */
import { refId, type RowRef } from '../protocol/json.ts';
import type { PulledRow, PullRequest, PullResponse } from '../protocol/pull.ts';
import type { PushRequest, PushResponse } from '../protocol/push.ts';
import { formatChecksum } from '../merge/checksum.ts';
import type { StoredRow } from '../merge/merge-fields.ts';
import type { Caller, Model } from '../merge/model.ts';
import { decidePush, neededFor } from './decide-push.ts';
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
import type { HeldEntry, LedgerEntry, QuarantineEntry, StoreState } from './records.ts';

type VersionedEntry = FeedEntry & { version: number };

export interface MemoryServerStore extends ServerStore {
	/** For tests: the server's rows as they stand. */
	readonly rows: ReadonlyMap<string, StoredRow>;
	readonly ledger: ReadonlyMap<string, LedgerEntry>;
	readonly quarantine: ReadonlyMap<string, QuarantineEntry>;
}

export function createMemoryServerStore(model: Model, epoch: string): MemoryServerStore {
	const rows = new Map<string, StoredRow>();
	const ledger = new Map<string, LedgerEntry>();
	const quarantine = new Map<string, QuarantineEntry>();
	const held = new Map<string, HeldEntry>();
	const stores = new Map<string, StoreState>();
	const scopes = new Map<string, ScopeState>();
	const feed = new Map<string, Map<string, VersionedEntry>>();

	function write(row: StoredRow) {
		for (const entry of feedEntries(rows.get(refId(row)), row, model)) {
			const scope = nextScope(scopes.get(entry.scope) ?? newScope(entry.scope), entry);
			scopes.set(entry.scope, scope);
			const entries = feed.get(entry.scope) ?? new Map<string, VersionedEntry>();
			entries.set(refId(row), { ...entry, version: scope.version });
			feed.set(entry.scope, entries);
		}
		rows.set(refId(row), row);
	}

	function heldFor(ref: RowRef): HeldEntry[] {
		return [...held.values()].filter((entry) => refId(entry) === refId(ref));
	}

	return {
		rows,
		ledger,
		quarantine,
		epoch: async () => epoch,

		async applyPush(
			request: PushRequest,
			caller: Caller,
			receivedAt: number
		): Promise<PushResponse> {
			const needs = neededFor(request, model);
			const ofStore = [...ledger.values()].filter((entry) => entry.storeId === request.storeId);
			const decision = decidePush(
				request,
				caller,
				receivedAt,
				{
					epoch,
					store: stores.get(request.storeId),
					rows,
					ledger,
					quarantined: new Set(quarantine.keys()),
					idsBySeq: new Map(ofStore.map((entry) => [entry.seq, entry.id])),
					held: new Map(needs.refs.map((ref) => [refId(ref), heldFor(ref)]))
				},
				model
			);
			decision.rows.forEach(write);
			for (const entry of [...decision.ledger, ...decision.settled]) ledger.set(entry.id, entry);
			for (const entry of decision.hold) held.set(entry.envelope.id, entry);
			for (const id of decision.release) held.delete(id);
			for (const entry of decision.quarantine) quarantine.set(entry.id, entry);
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
				checksum: more ? null : formatChecksum(scope.checksum),
				serverNow: options.serverNow
			};
		}
	};
}
