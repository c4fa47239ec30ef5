/**
 * Decides one push, purely: an adapter loads what `neededFor` names, calls `decidePush`, and writes what it returns in
 * the same transaction.
 *
 * Invariants
 * - Every intent of the request gets exactly one outcome, in order; nothing sent is discarded, whatever it is.
 * - An id that was answered before gets its first answer and changes nothing.
 * - A fact is never rejected for what the domain thinks of it; only authorisation and transitions reject.
 * - An intent for a row that is not there yet is held, and applied when the row arrives, in the order of its store.
 * - What cannot be read, is unknown, comes from the future or speaks for somebody else is quarantined whole.
 */
import * as v from 'valibot';
import { envelopeSchema, type Envelope } from '../protocol/envelope.ts';
import { refId, type RowRef } from '../protocol/json.ts';
import type { Outcome, PushRequest, PushResponse } from '../protocol/push.ts';
import { PROTOCOL } from '../protocol/version.ts';
import { applyChange, type StoredRow } from '../merge/merge-fields.ts';
import { isRefusal, type Caller, type IntentDefinition, type Model } from '../merge/model.ts';
import { readIntent } from '../merge/read-intent.ts';
import { deriveOccurredAt } from '../merge/occurred-at.ts';
import { addRange, listNumbers, removeNumber } from '../merge/ranges.ts';
import type { HeldEntry, LedgerEntry, QuarantineEntry, StoreState } from './records.ts';

const MISSING_NAMED = 100;

export interface PushNeeds {
	/** Ids to look up in the ledger and in the quarantine: the batch's own, their dependencies, the ones asked about. */
	ids: string[];
	seqs: number[];
	/** Target rows, and rows whose held intents may be released. */
	refs: RowRef[];
}

export interface PushState {
	epoch: string;
	store: StoreState | undefined;
	rows: ReadonlyMap<string, StoredRow>;
	ledger: ReadonlyMap<string, LedgerEntry>;
	quarantined: ReadonlySet<string>;
	/** The id that this store has already used for a seq. */
	idsBySeq: ReadonlyMap<number, string>;
	/** Held intents by the row they wait for, in the order they came. */
	held: ReadonlyMap<string, readonly HeldEntry[]>;
}

export interface PushDecision {
	response: PushResponse;
	store: StoreState;
	/** Rows as they are after the push, changed or new. */
	rows: StoredRow[];
	/** New entries. */
	ledger: LedgerEntry[];
	/** Entries that were held and are decided now. */
	settled: LedgerEntry[];
	hold: HeldEntry[];
	/** Ids no longer held. */
	release: string[];
	quarantine: QuarantineEntry[];
}

interface Parsed {
	envelope: Envelope;
	definition: IntentDefinition;
	target: RowRef;
}

type Reading = Parsed | { unreadable: string; id: string | null; seq: number | null };

function read(raw: unknown, request: PushRequest, model: Model): Reading {
	const parsed = v.safeParse(envelopeSchema, raw);
	if (!parsed.success) return { unreadable: 'malformed', ...looseIdentity(raw) };
	const { id, seq } = parsed.output;
	if (request.protocol > PROTOCOL) return { unreadable: 'future-version', id, seq };
	const written = parsed.output as Envelope;
	const reading = readIntent(model, { schemaVersion: request.schemaVersion, ...written });
	if (!reading.ok) return { unreadable: reading.reason, id, seq };
	const { name, args, definition, target } = reading.intent;
	// In today's terms from here on, also when it is held until a later version of the server.
	const { schemaVersion } = model;
	return { envelope: { ...written, name, args, schemaVersion }, definition, target };
}

/** What can still be told of an envelope that does not follow the schema. */
function looseIdentity(raw: unknown): { id: string | null; seq: number | null } {
	const loose = v.safeParse(
		v.object({
			id: v.fallback(v.nullable(v.pipe(v.string(), v.uuid())), null),
			seq: v.fallback(v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(1))), null)
		}),
		raw
	);
	return loose.success ? loose.output : { id: null, seq: null };
}

export function neededFor(request: PushRequest, model: Model): PushNeeds {
	const ids = new Set<string>(request.held);
	const seqs = new Set<number>();
	const refs = new Map<string, RowRef>();
	for (const raw of request.intents) {
		const reading = read(raw, request, model);
		if ('unreadable' in reading) {
			if (reading.id) ids.add(reading.id);
			if (reading.seq) seqs.add(reading.seq);
			continue;
		}
		ids.add(reading.envelope.id);
		seqs.add(reading.envelope.seq);
		for (const id of reading.envelope.dependsOn) ids.add(id);
		refs.set(refId(reading.target), reading.target);
	}
	return { ids: [...ids], seqs: [...seqs], refs: [...refs.values()] };
}

export function decidePush(
	request: PushRequest,
	caller: Caller,
	receivedAt: number,
	state: PushState,
	model: Model
): PushDecision {
	const rows = new Map(state.rows);
	const changedRows = new Map<string, StoredRow>();
	const decided = new Map<string, LedgerEntry>();
	const settled: LedgerEntry[] = [];
	const hold: HeldEntry[] = [];
	const release: string[] = [];
	const quarantine: QuarantineEntry[] = [];
	const waiting = new Map([...state.held].map(([ref, entries]) => [ref, [...entries]]));

	let store: StoreState = {
		...(state.store ?? { maxSeq: 0, missing: [], cloned: false }),
		storeId: request.storeId,
		deviceId: request.deviceId,
		userId: caller.userId,
		pending: request.pending,
		lastContactAt: receivedAt,
		clockOffsetMs: request.deviceNow - receivedAt
	};

	const put = (row: StoredRow) => {
		rows.set(refId(row), row);
		changedRows.set(refId(row), row);
	};

	/** Runs one readable intent against the rows as they stand; writes its effects. */
	const apply = (
		{ envelope, definition, target }: Parsed,
		by: Caller,
		storeId: string,
		occurredAt: number,
		flags: string[]
	): Pick<LedgerEntry, 'outcome' | 'reason' | 'flags'> => {
		const row = rows.get(refId(target));
		const forbidden = model.authorize(by, envelope, row?.fields);
		if (forbidden) return { outcome: 'rejected', reason: forbidden.refused, flags };
		const context = { intentId: envelope.id, actor: by, occurredAt };
		const change =
			definition.creates || row === undefined
				? reduceCreating(definition, row?.fields, envelope, context)
				: definition.reduce(row.fields, envelope.args, context);
		if (isRefusal(change)) return { outcome: 'rejected', reason: change.refused, flags };
		const writer = {
			storeId,
			intentId: envelope.id,
			actor: by,
			occurredAt,
			baseRev: envelope.baseVersions[refId(target)]
		};
		const machineFields = model.machineFields[target.collection] ?? [];
		const merged = applyChange(target, row, change, writer, machineFields);
		if (merged.changed) put(merged.row);
		for (const added of change.append ?? []) {
			if (rows.has(refId(added))) continue;
			put(applyChange(added, undefined, { patch: added.fields }, writer, []).row);
		}
		const conflict = merged.conflicted.length > 0 ? ['conflict'] : [];
		return {
			outcome: 'accepted',
			reason: null,
			flags: [...flags, ...conflict, ...(change.flags ?? [])]
		};
	};

	/** Whether something it depends on was refused, in this push or before. */
	const isBlocked = ({ dependsOn }: Envelope): boolean =>
		dependsOn.some((dependency) => {
			const entry =
				settled.find(({ id }) => id === dependency) ??
				decided.get(dependency) ??
				state.ledger.get(dependency);
			if (entry) return !standsUp(entry.outcome);
			return state.quarantined.has(dependency) || quarantine.some(({ id }) => id === dependency);
		});

	/** The row is there now: what waited for it is applied, oldest first. */
	const releaseHeld = (target: RowRef) => {
		const entries = waiting.get(refId(target)) ?? [];
		waiting.delete(refId(target));
		const inOrder = entries.toSorted((a, b) => a.occurredAt - b.occurredAt || compareSeq(a, b));
		for (const entry of inOrder) {
			const reading = readIntent(model, entry.envelope);
			if (!reading.ok) throw new Error(`A held intent cannot be read: ${reading.reason}`);
			const { name, args, definition } = reading.intent;
			const envelope = { ...entry.envelope, name, args };
			const parsed = { envelope, definition, target: { ...target } };
			const result = isBlocked(envelope)
				? blocked([])
				: apply(parsed, entry.caller, entry.storeId, entry.occurredAt, []);
			release.push(envelope.id);
			settled.push(ledgerEntry(parsed, entry.storeId, entry, result));
		}
	};

	const decideOne = (raw: unknown, index: number): Outcome => {
		const reading = read(raw, request, model);
		const { id, seq } = 'unreadable' in reading ? reading : reading.envelope;
		if (seq !== null) store = withSeq(store, seq, id, state.idsBySeq);
		const earlier = id === null ? undefined : (decided.get(id) ?? state.ledger.get(id));
		if (earlier) return outcomeOf(earlier);
		if (id !== null && state.quarantined.has(id)) {
			return { id, seq, outcome: 'quarantined' };
		}
		const isolate = (reason: string): Outcome => {
			quarantine.push({
				id: id ?? `${request.storeId}:${seq ?? `${receivedAt}-${index}`}`,
				storeId: request.storeId,
				seq,
				actor: caller.userId,
				reason,
				protocol: request.protocol,
				schemaVersion: request.schemaVersion,
				receivedAt,
				body: raw
			});
			return { id, seq, outcome: 'quarantined', reason };
		};
		if ('unreadable' in reading) return isolate(reading.unreadable);
		const { envelope, definition, target } = reading;
		if (envelope.actor !== caller.userId) return isolate('actor-mismatch');

		const occurrence = deriveOccurredAt(envelope.at, request.deviceNow, receivedAt);
		const flags = occurrence.clockSuspect ? ['clock'] : [];
		const times = { occurredAt: occurrence.occurredAt, receivedAt };
		let result: Pick<LedgerEntry, 'outcome' | 'reason' | 'flags'>;
		if (isBlocked(envelope)) {
			result = blocked(flags);
		} else if (!definition.creates && !rows.has(refId(target))) {
			const entry: HeldEntry = {
				...target,
				storeId: request.storeId,
				envelope,
				caller,
				...times
			};
			hold.push(entry);
			waiting.set(refId(target), [...(waiting.get(refId(target)) ?? []), entry]);
			result = { outcome: 'held', reason: 'row-not-there-yet', flags };
		} else {
			result = apply(reading, caller, request.storeId, times.occurredAt, flags);
		}
		const entry = ledgerEntry(reading, request.storeId, times, result);
		decided.set(envelope.id, entry);
		if (result.outcome === 'accepted' && definition.creates) releaseHeld(target);
		return outcomeOf(entry);
	};

	const outcomes = request.intents.map(decideOne);
	const settledById = new Map(settled.map((entry) => [entry.id, entry]));
	const late = request.held.flatMap((id): Outcome[] => {
		const entry = settledById.get(id) ?? state.ledger.get(id);
		return entry && entry.outcome !== 'held' ? [outcomeOf(entry)] : [];
	});
	const withheld = new Set(request.withheld);
	return {
		response: {
			epoch: state.epoch,
			storeId: request.storeId,
			outcomes,
			late,
			missing: listNumbers(store.missing, MISSING_NAMED).filter((seq) => !withheld.has(seq)),
			serverNow: receivedAt
		},
		store,
		rows: [...changedRows.values()],
		ledger: [...decided.values()].map((entry) => settledById.get(entry.id) ?? entry),
		settled: settled.filter((entry) => !decided.has(entry.id)),
		// What was held and released within one push never waits.
		hold: hold.filter((entry) => !release.includes(entry.envelope.id)),
		release: release.filter((id) => !hold.some((entry) => entry.envelope.id === id)),
		quarantine
	};
}

function reduceCreating(
	definition: IntentDefinition,
	fields: StoredRow['fields'] | undefined,
	envelope: Envelope,
	context: Parameters<IntentDefinition['reduce']>[2]
) {
	if (!definition.creates) throw new Error(`${envelope.name} ran without its row`);
	return definition.reduce(fields, envelope.args, context);
}

function blocked(flags: string[]): Pick<LedgerEntry, 'outcome' | 'reason' | 'flags'> {
	return { outcome: 'blocked', reason: 'depends-on-refused', flags };
}

function standsUp(outcome: LedgerEntry['outcome']): boolean {
	return outcome === 'accepted' || outcome === 'held';
}

function compareSeq(a: HeldEntry, b: HeldEntry): number {
	if (a.storeId !== b.storeId) return a.storeId < b.storeId ? -1 : 1;
	return a.envelope.seq - b.envelope.seq;
}

function withSeq(
	store: StoreState,
	seq: number,
	id: string | null,
	idsBySeq: ReadonlyMap<number, string>
): StoreState {
	const known = idsBySeq.get(seq);
	const cloned = store.cloned || (known !== undefined && id !== null && known !== id);
	if (seq <= store.maxSeq) return { ...store, cloned, missing: removeNumber(store.missing, seq) };
	const missing = addRange(store.missing, store.maxSeq + 1, seq - 1);
	return { ...store, cloned, missing, maxSeq: seq };
}

function ledgerEntry(
	{ envelope, target }: Parsed,
	storeId: string,
	times: { occurredAt: number; receivedAt: number },
	result: Pick<LedgerEntry, 'outcome' | 'reason' | 'flags'>
): LedgerEntry {
	return {
		collection: target.collection,
		key: target.key,
		id: envelope.id,
		storeId,
		seq: envelope.seq,
		actor: envelope.actor,
		name: envelope.name,
		deviceAt: envelope.at,
		occurredAt: times.occurredAt,
		receivedAt: times.receivedAt,
		args: envelope.args,
		...result
	};
}

function outcomeOf(entry: LedgerEntry): Outcome {
	return {
		id: entry.id,
		seq: entry.seq,
		outcome: entry.outcome,
		...(entry.reason === null ? {} : { reason: entry.reason }),
		...(entry.flags.length > 0 && { flags: entry.flags })
	};
}
