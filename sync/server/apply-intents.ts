/**
 * The rows as they stand while intents are being decided: one intent after the other is applied to them, and what
 * changed is gathered for the adapter to write.
 *
 * Invariants
 * - A fact is never rejected for what the domain thinks of it; only authorisation and transitions reject.
 * - An intent for a row that is not there yet is held, and applied when the row arrives, in the order of its store; also
 *   when it arrives beside another row.
 * - Nothing is changed for an intent that concerns something erased, and nothing of its arguments is kept, be it only that
 *   they name it. A row it would have made is erased before it was.
 */
import type { Envelope } from '../protocol/envelope.ts';
import { refId, type RowRef } from '../protocol/json.ts';
import type { Outcome } from '../protocol/push.ts';
import { applyChange, type StoredRow } from '../merge/merge-fields.ts';
import { isRefusal, type Caller, type IntentDefinition, type ServerModel } from '../merge/model.ts';
import { readIntent } from '../merge/read-intent.ts';
import { namesErased, type ErasedIds } from './erased.ts';
import type { HeldEntry, KeptInQuarantine, LedgerEntry } from './records.ts';

/** An intent that this server understands. */
export interface ReadableIntent {
	envelope: Envelope;
	definition: IntentDefinition;
	target: RowRef;
}

/** Rows that an intent makes beside its own, for which others may wait. */
export function madeBy({ definition, envelope }: ReadableIntent): RowRef[] {
	return definition.makes?.(envelope.args, envelope.id) ?? [];
}

/** Rows that these held intents make, once they are applied. */
export function madeByHeld(entries: readonly HeldEntry[], model: ServerModel): RowRef[] {
	return entries.flatMap(({ envelope }) => {
		const reading = readIntent(model, envelope);
		return reading.ok ? madeBy({ ...reading.intent, envelope }) : [];
	});
}

/** Somebody else has used the id: its author writes it anew, under another. */
export const ID_TAKEN = 'id-taken';

/** Whether an answer is this intent's own: an id is no secret, and anybody may have used it first. */
export function isAnswerTo(entry: LedgerEntry, { envelope, target }: ReadableIntent): boolean {
	return entry.actor === envelope.actor && refId(entry) === refId(target);
}

/** By whom, from where and when. */
export interface Sending {
	caller: Caller;
	storeId: string;
	/** Two tablets say that they are this store. */
	cloned?: boolean;
	occurredAt: number;
	receivedAt: number;
}

export interface ApplyState {
	rows: ReadonlyMap<string, StoredRow>;
	ledger: ReadonlyMap<string, LedgerEntry>;
	quarantined: ReadonlyMap<string, KeptInQuarantine>;
	/** Held intents by the row they wait for, in the order they came. */
	held: ReadonlyMap<string, readonly HeldEntry[]>;
	erased: ErasedIds;
}

export interface Effects {
	/** Rows as they are after, changed or new. */
	rows: StoredRow[];
	/** New entries. */
	ledger: LedgerEntry[];
	/** Entries that were held and are decided now. */
	settled: LedgerEntry[];
	hold: HeldEntry[];
	/** Ids no longer held. */
	release: string[];
	/** To be remembered as erased. */
	erase: RowRef[];
}

type Result = Pick<LedgerEntry, 'outcome' | 'reason' | 'flags'>;

const ERASED: Result = { outcome: 'erased', reason: null, flags: [] };

/** What an entry of the ledger answers. */
export type Answer = Outcome & Pick<LedgerEntry, 'outcome'>;

export type IntentApplier = ReturnType<typeof createIntentApplier>;

export function createIntentApplier(state: ApplyState, model: ServerModel) {
	const rows = new Map(state.rows);
	const changedRows = new Map<string, StoredRow>();
	const decided = new Map<string, LedgerEntry>();
	const settled: LedgerEntry[] = [];
	const hold: HeldEntry[] = [];
	const release: string[] = [];
	const erase: RowRef[] = [];
	const lost = new Set<string>();
	const waiting = new Map([...state.held].map(([ref, entries]) => [ref, [...entries]]));

	const isErased = (ref: RowRef) =>
		state.erased.has(ref) || erase.some((each) => refId(each) === refId(ref));

	const names = (text: string) =>
		state.erased.names(text) || erase.some((ref) => ref.key === text || refId(ref) === text);

	const belongsToErased = ({ collection, fields }: Pick<StoredRow, 'collection' | 'fields'>) =>
		model.ownersOf(collection, fields).some(isErased);

	const put = (row: StoredRow) => {
		rows.set(refId(row), row);
		changedRows.set(refId(row), row);
	};

	/** Runs one intent against the rows as they stand; writes its effects. */
	const apply = (
		{ envelope, definition, target }: ReadableIntent,
		{ caller, storeId, cloned, occurredAt }: Sending,
		flags: string[]
	): Result => {
		const row = rows.get(refId(target));
		const forbidden = model.authorize(caller, envelope, row?.fields);
		if (forbidden) return { outcome: 'rejected', reason: forbidden.refused, flags };
		const context = { intentId: envelope.id, actor: caller, occurredAt };
		const change =
			definition.creates || row === undefined
				? reduceCreating(definition, row?.fields, envelope, context)
				: definition.reduce(row.fields, envelope.args, context);
		if (isRefusal(change)) return { outcome: 'rejected', reason: change.refused, flags };
		const writer = {
			storeId,
			...(cloned && { cloned }),
			intentId: envelope.id,
			actor: caller,
			occurredAt,
			baseRev: envelope.baseVersions[refId(target)]
		};
		const machineFields = model.machineFields[target.collection] ?? [];
		const merged = applyChange(target, row, change, writer, machineFields);
		const added = (change.append ?? []).filter((each) => !rows.has(refId(each)));
		if ([merged.row, ...added].some(belongsToErased)) return ERASED;
		// Not even beside a field, for somebody to choose.
		if (merged.row.conflicts.some(({ value }) => namesErased(value, { names }))) return ERASED;
		if (merged.changed) put(merged.row);
		for (const each of added) {
			put(applyChange(each, undefined, { patch: each.fields }, writer, []).row);
		}
		const conflict = merged.conflicted.length > 0 ? ['conflict'] : [];
		return {
			outcome: 'accepted',
			reason: null,
			flags: [...flags, ...conflict, ...(change.flags ?? [])]
		};
	};

	/** What it would have made, had it not named somebody erased, never comes to be. */
	const eraseMade = (intent: ReadableIntent) => {
		const made = intent.definition.creates ? [intent.target, ...madeBy(intent)] : madeBy(intent);
		erase.push(...made.filter((ref) => !rows.has(refId(ref))));
	};

	/** Whether something it depends on was refused, now or before. */
	const isBlocked = ({ dependsOn }: Envelope) =>
		dependsOn.some((id) => {
			if (lost.has(id)) return true;
			const entry =
				settled.find((each) => each.id === id) ?? decided.get(id) ?? state.ledger.get(id);
			if (entry) return entry.outcome !== 'accepted' && entry.outcome !== 'held';
			return state.quarantined.has(id);
		});

	/** What an intent comes to whose row is there, or which makes it. */
	const resultOf = (intent: ReadableIntent, sending: Sending, flags: string[]): Result => {
		if (isBlocked(intent.envelope)) {
			return { outcome: 'blocked', reason: 'depends-on-refused', flags };
		}
		return apply(intent, sending, flags);
	};

	const waits = ({ definition, target, envelope }: ReadableIntent) =>
		!definition.creates && !rows.has(refId(target)) && !isBlocked(envelope);

	/** The entry of one intent, with all its effects but for what it sets free. */
	const enter = (intent: ReadableIntent, sending: Sending, flags: string[]): LedgerEntry => {
		const { target, envelope } = intent;
		if (isErased(target)) return ledgerEntry(intent, sending, ERASED);
		const result = waits(intent)
			? { outcome: 'held' as const, reason: 'row-not-there-yet', flags }
			: resultOf(intent, sending, flags);
		const isKept = result.outcome !== 'accepted' && result.outcome !== 'erased';
		if (result.outcome === 'erased' || (isKept && namesErased(envelope.args, { names }))) {
			eraseMade(intent);
			return ledgerEntry(intent, sending, ERASED);
		}
		if (result.outcome === 'held') {
			const entry: HeldEntry = { ...target, ...sending, envelope };
			hold.push(entry);
			waiting.set(refId(target), [...(waiting.get(refId(target)) ?? []), entry]);
		}
		const entry = ledgerEntry(intent, sending, result);
		// What it changed stays; that it named somebody erased does not.
		return namesErased(envelope.args, { names }) ? { ...entry, args: null } : entry;
	};

	/** The row is there now, or never will be: what waited for it is applied, oldest first, or forgotten. */
	const releaseHeld = (target: RowRef) => {
		const entries = waiting.get(refId(target)) ?? [];
		waiting.delete(refId(target));
		const inOrder = entries.toSorted((a, b) => a.occurredAt - b.occurredAt || compareSeq(a, b));
		for (const entry of inOrder) {
			const reading = readIntent(model, entry.envelope);
			if (!reading.ok) throw new Error(`A held intent cannot be read: ${reading.reason}`);
			const { name, args, definition } = reading.intent;
			const envelope = { ...entry.envelope, name, args };
			const intent = { envelope, definition, target: { ...target } };
			release.push(envelope.id);
			const result = enter(intent, entry, []);
			settled.push(result);
			releaseMade(intent, result);
		}
	};

	const releaseMade = (intent: ReadableIntent, { outcome }: LedgerEntry) => {
		for (const ref of madeBy(intent)) if (outcome === 'accepted' || isErased(ref)) releaseHeld(ref);
	};

	return {
		/** What was answered before to an id, now or in an earlier push. */
		earlier: (id: string) => decided.get(id) ?? state.ledger.get(id),

		/** Decides an intent that has no answer yet. */
		decide(intent: ReadableIntent, sending: Sending, flags: string[]): LedgerEntry {
			const { definition, target } = intent;
			const entry = enter(intent, sending, flags);
			decided.set(entry.id, entry);
			const comes = definition.creates && entry.outcome === 'accepted';
			if (comes || isErased(target)) releaseHeld(target);
			releaseMade(intent, entry);
			return entry;
		},

		/** Whether it names something erased, before or by this push. */
		namesErased: (sent: unknown): boolean => namesErased(sent, { names }),

		eraseMade,

		/** What depends on this id cannot go through. */
		lose(id: string) {
			lost.add(id);
		},

		/** What an entry answers to whoever sends it, or asks: after an erasure, nothing but that. */
		answer(entry: LedgerEntry): Answer {
			const { id, seq } = entry;
			const { outcome, reason, flags } = isErased(entry) ? ERASED : entry;
			return {
				id,
				seq,
				outcome,
				...(reason === null ? {} : { reason }),
				...(flags.length > 0 && { flags })
			};
		},

		/** What has become of a held or quarantined intent; of one that was held from the beginning, only when it is decided. */
		late(id: string): LedgerEntry | undefined {
			const entry =
				settled.find((each) => each.id === id) ?? decided.get(id) ?? state.ledger.get(id);
			const isNew = entry?.outcome !== 'held' || isErased(entry) || state.quarantined.has(id);
			return isNew ? entry : undefined;
		},

		effects(): Effects {
			const settledById = new Map(settled.map((entry) => [entry.id, entry]));
			return {
				rows: [...changedRows.values()],
				ledger: [...decided.values()].map((entry) => settledById.get(entry.id) ?? entry),
				settled: settled.filter((entry) => !decided.has(entry.id)),
				// What was held and released within one push never waits.
				hold: hold.filter((entry) => !release.includes(entry.envelope.id)),
				release: release.filter((id) => !hold.some((entry) => entry.envelope.id === id)),
				erase
			};
		}
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

function compareSeq(a: HeldEntry, b: HeldEntry): number {
	if (a.storeId !== b.storeId) return a.storeId < b.storeId ? -1 : 1;
	return a.envelope.seq - b.envelope.seq;
}

function ledgerEntry(
	{ envelope, target }: ReadableIntent,
	{ storeId, occurredAt, receivedAt }: Sending,
	result: Result
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
		occurredAt,
		receivedAt,
		args: result.outcome === 'erased' ? null : envelope.args,
		...result
	};
}
