/**
 * Decides one push, purely: an adapter reads it once (`readPush`), loads what `neededFor` names, calls `decidePush`, and
 * writes what it returns in the same transaction.
 *
 * Invariants
 * - Every intent of the request gets exactly one outcome, in order; nothing sent is discarded, whatever it is, but for
 *   what concerns something erased.
 * - An id that was answered before gets its first answer and changes nothing. An id is its author's: what somebody else
 *   sends under it is answered as their own, and never with what became of the first.
 * - A store is its sender's: nobody else's push is taken for it.
 * - What cannot be read, is unknown, comes from the future, speaks for somebody else or is not to be believed is
 *   quarantined whole.
 * - What could not be opened changes nothing at all, and neither does what depends on it. What never opens, and nobody can
 *   seal anew, is quarantined as it came; should a whole copy come after all, that one counts.
 * - What its author has corrected since no longer waits in quarantine.
 * - What was carried here in a file is no word of its store: it makes no gap, and is no contact of it.
 * - `apply-intents.ts` holds what is promised of the rest.
 */
import * as v from 'valibot';
import { envelopeSchema, type Envelope } from '../protocol/envelope.ts';
import { refId, type RowRef } from '../protocol/json.ts';
import {
	NEVER_OPENS,
	type Outcome,
	type PushRequest,
	type PushResponse
} from '../protocol/push.ts';
import { PROTOCOL } from '../protocol/version.ts';
import type { ServerModel } from '../merge/model.ts';
import { readIntent } from '../merge/read-intent.ts';
import { deriveOccurredAt } from '../merge/occurred-at.ts';
import { addRange, listNumbers, removeNumber } from '../merge/ranges.ts';
import {
	createIntentApplier,
	ID_TAKEN,
	isAnswerTo,
	madeBy,
	type ApplyState,
	type Effects,
	type ReadableIntent
} from './apply-intents.ts';
import { deepJson, isTooDeep } from './deep-json.ts';
import { isOpen, type Decision, type QuarantineEntry, type StoreState } from './records.ts';
import { authorOf, isCarried, isForeign, isUsurped, verdictOn, type Sender } from './sender.ts';

const MISSING_NAMED = 100;

/** Nothing of the push was taken: the store it speaks for is somebody else's. */
export class ForeignStoreError extends Error {
	override readonly name = 'ForeignStoreError';
}

/** A store that is known by what was carried from it alone. */
const UNHEARD = { pending: 0, lastContactAt: 0, clockOffsetMs: 0 };

export interface PushNeeds {
	/** Ids to look up in the ledger and in the quarantine: the batch's own, their dependencies, the ones asked about. */
	ids: string[];
	seqs: number[];
	/** Target rows, and rows whose held intents may be released; see `madeByHeld` for what those may release in turn. */
	refs: RowRef[];
}

export interface PushState extends ApplyState {
	epoch: string;
	store: StoreState | undefined;
	/** The id that this store has already used for a seq. */
	idsBySeq: ReadonlyMap<number, string>;
}

export interface PushDecision extends Effects {
	response: PushResponse;
	store: StoreState;
	quarantine: QuarantineEntry[];
	/** Kept in quarantine until now, and corrected by their author with this push. */
	corrected: { id: string; decision: Decision }[];
}

type Unreadable = { unreadable: string; id: string | null; seq: number | null };
export type Reading = ReadableIntent | Unreadable;

/** The versions an intent was sent with. */
export type SentVersions = Pick<PushRequest, 'protocol' | 'schemaVersion'>;

export function readSent(raw: unknown, sent: SentVersions, model: ServerModel): Reading {
	if (isTooDeep(raw)) return { unreadable: 'too-deep', ...looseIdentity(raw) };
	const parsed = v.safeParse(envelopeSchema, raw);
	if (!parsed.success) return { unreadable: 'malformed', ...looseIdentity(raw) };
	const { id, seq } = parsed.output;
	if (sent.protocol > PROTOCOL) return { unreadable: 'future-version', id, seq };
	const written = parsed.output as Envelope;
	const reading = readIntent(model, { schemaVersion: sent.schemaVersion, ...written });
	if (!reading.ok) return { unreadable: reading.reason, id, seq };
	const { name, args, definition, target } = reading.intent;
	// In today's terms from here on, also when it is held until a later version of the server.
	const { schemaVersion } = model;
	return { envelope: { ...written, name, args, schemaVersion }, definition, target };
}

const looseIdentitySchema = v.object({
	id: v.fallback(v.nullable(v.pipe(v.string(), v.uuid())), null),
	seq: v.fallback(v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(1))), null)
});
const looseActorSchema = v.object({ actor: v.string() });

/** What can still be told of an envelope that does not follow the schema. */
function looseIdentity(raw: unknown): { id: string | null; seq: number | null } {
	const loose = v.safeParse(looseIdentitySchema, raw);
	return loose.success ? loose.output : { id: null, seq: null };
}

/** In whose name it says that it comes. */
function looseActor(raw: unknown): string | null {
	const loose = v.safeParse(looseActorSchema, raw);
	return loose.success ? loose.output.actor : null;
}

/** What deciding these would need. */
export function needsOf(readings: readonly Reading[], asked: readonly string[] = []): PushNeeds {
	const ids = new Set<string>(asked);
	const seqs = new Set<number>();
	const refs = new Map<string, RowRef>();
	for (const reading of readings) {
		if ('unreadable' in reading) {
			if (reading.id) ids.add(reading.id);
			if (reading.seq) seqs.add(reading.seq);
			continue;
		}
		ids.add(reading.envelope.id);
		seqs.add(reading.envelope.seq);
		for (const id of reading.envelope.dependsOn) ids.add(id);
		if (reading.envelope.supersedes) ids.add(reading.envelope.supersedes);
		for (const ref of [reading.target, ...madeBy(reading)]) refs.set(refId(ref), ref);
	}
	return { ids: [...ids], seqs: [...seqs], refs: [...refs.values()] };
}

/** Its intents in today's terms, in their order. */
export function readPush(request: PushRequest, model: ServerModel): Reading[] {
	return request.intents.map((raw) => readSent(raw, request, model));
}

export function neededFor({ held }: PushRequest, readings: readonly Reading[]): PushNeeds {
	return needsOf(readings, held);
}

export function decidePush(
	request: PushRequest,
	readings: readonly Reading[],
	sender: Sender,
	receivedAt: number,
	state: PushState,
	model: ServerModel
): PushDecision {
	const applier = createIntentApplier(state, model);
	const quarantine: QuarantineEntry[] = [];
	const corrected: PushDecision['corrected'] = [];
	const carried = isCarried(sender);
	if (state.store && isForeign(sender, state.store.userId)) {
		throw new ForeignStoreError('A push for the store of somebody else');
	}
	const isOwn = state.store !== undefined && !isUsurped(sender, state.store.userId);
	const known = isOwn ? state.store! : { maxSeq: 0, missing: [], cloned: false };
	const { storeId, deviceId, pending } = request;
	let store: StoreState = carried
		? { ...UNHEARD, ...known, storeId, deviceId, userId: sender.userId }
		: {
				...known,
				...{ storeId, deviceId, userId: sender.userId, pending, lastContactAt: receivedAt },
				clockOffsetMs: request.deviceNow - receivedAt
			};
	// Nobody has asked the tablet what its clock shows: as far off as when it was last heard.
	const deviceNow = carried ? receivedAt + store.clockOffsetMs : request.deviceNow;

	const unopened = new Set<string>();

	const isolate = (
		raw: unknown,
		index: number,
		{ unreadable: reason, id, seq }: Unreadable,
		actor = sender.userId,
		ownId = id
	): Outcome => {
		if (applier.namesErased(raw)) {
			const reading = readings[index];
			if (reading && 'envelope' in reading && ownId !== null) applier.eraseMade(reading);
			return { id, seq, outcome: 'erased' };
		}
		if (id !== null) applier.lose(id);
		quarantine.push({
			id: ownId ?? `${request.storeId}:${seq ?? `${receivedAt}-${index}`}`,
			storeId: request.storeId,
			seq,
			actor,
			reason,
			protocol: request.protocol,
			schemaVersion: request.schemaVersion,
			receivedAt,
			deviceNow,
			body: deepJson(raw),
			state: 'waiting',
			decidedBy: null,
			decidedAt: null
		});
		return { id, seq, outcome: 'quarantined', reason };
	};

	/** Accepted later, it would say the same a second time. */
	const closeCorrected = ({ supersedes, actor }: Envelope) => {
		const kept = supersedes && state.quarantined.get(supersedes);
		if (!kept || !isOpen(kept) || kept.actor !== actor) return;
		corrected.push({ id: supersedes, decision: { by: actor, at: receivedAt } });
	};

	/** What has become of an id, and whether that was its author's doing. */
	const knownOf = (raw: unknown, id: string | null, reading?: Reading) => {
		const entry = id === null ? undefined : applier.earlier(id);
		const keptEntry = id === null ? undefined : state.quarantined.get(id);
		const actor = looseActor(raw) ?? sender.userId;
		const isReadable = reading && 'envelope' in reading;
		const isSame = entry && (isReadable ? isAnswerTo(entry, reading) : entry.actor === actor);
		// What could not be read is kept in the name of whoever sent it.
		const isKeptSame = keptEntry?.actor === actor || keptEntry?.actor === sender.userId;
		return {
			earlier: isSame ? entry : undefined,
			kept: isKeptSame ? keptEntry : undefined,
			isTaken: (entry !== undefined && !isSame) || (keptEntry !== undefined && !isKeptSame)
		};
	};

	/** Its first answer, when it has one; otherwise as if it had never come. */
	const leaveSealed = (raw: unknown, reason: string): Outcome => {
		const { id, seq } = looseIdentity(raw);
		const { earlier } = knownOf(raw, id);
		if (earlier) return applier.answer(earlier);
		if (id !== null) unopened.add(id);
		return { id, seq, outcome: 'unopened', reason };
	};

	/** Its number is known from here on: it is not lost. */
	const keepSealed = (raw: unknown, index: number): Outcome => {
		const { id, seq } = looseIdentity(raw);
		const { earlier, kept, isTaken } = knownOf(raw, id);
		if (seq !== null) store = withSeq(store, seq, id, state.idsBySeq);
		if (earlier) return applier.answer(earlier);
		if (kept?.state === 'erased') return { id, seq, outcome: 'erased' };
		if (kept) return { id, seq, outcome: 'quarantined', reason: kept.reason };
		const never = { unreadable: NEVER_OPENS, id, seq };
		return isolate(raw, index, never, sender.userId, isTaken ? null : id);
	};

	const decideOne = (raw: unknown, index: number): Outcome => {
		const verdict = verdictOn(sender, index);
		if (verdict?.kind === 'unopened') return leaveSealed(raw, verdict.reason);
		if (verdict?.kind === 'never-opens') return keepSealed(raw, index);
		const reading = readings[index]!;
		const { id, seq } = 'unreadable' in reading ? reading : reading.envelope;
		if ('envelope' in reading && reading.envelope.dependsOn.some((each) => unopened.has(each))) {
			return leaveSealed(raw, 'depends-on-unopened');
		}
		const { earlier, kept, isTaken } = knownOf(raw, id, reading);
		if (seq !== null) {
			store = carried
				? withCarried(store, seq, (earlier ?? kept)?.seq ?? seq)
				: withSeq(store, seq, id, state.idsBySeq);
		}
		if (earlier) return applier.answer(earlier);
		if (kept?.state === 'erased') return { id, seq, outcome: 'erased' };
		// It may have been spoilt on its way, or by whoever was first with its id; looked at and left, it stays left.
		const isSpoilt = kept && (kept.state === 'waiting' || kept.reason === NEVER_OPENS);
		const isWholeCopy = isSpoilt && isOpen(kept) && !verdict && 'envelope' in reading;
		if (kept && !isWholeCopy) return { id, seq, outcome: 'quarantined', reason: kept.reason };
		const ownId = isTaken ? null : id;
		if ('unreadable' in reading) return isolate(raw, index, reading, sender.userId, ownId);
		const { envelope } = reading;
		if (verdict) {
			const doubtful = { unreadable: verdict.reason, id, seq };
			return isolate(raw, index, doubtful, envelope.actor, ownId);
		}
		const caller = authorOf(sender, envelope.actor);
		if (!caller) {
			const mismatch = { unreadable: 'actor-mismatch', id, seq };
			return isolate(raw, index, mismatch, sender.userId, ownId);
		}
		if (isTaken) {
			applier.lose(envelope.id);
			return { id, seq, outcome: 'rejected', reason: ID_TAKEN };
		}
		const { occurredAt, clockSuspect } = deriveOccurredAt(envelope.at, deviceNow, receivedAt);
		const { cloned } = store;
		const sending = { caller, storeId, cloned, occurredAt, receivedAt };
		const entry = applier.decide(reading, sending, clockSuspect ? ['clock'] : []);
		if (entry.outcome === 'accepted' || entry.outcome === 'held') closeCorrected(envelope);
		if (isWholeCopy) {
			corrected.push({ id: envelope.id, decision: { by: envelope.actor, at: receivedAt } });
		}
		return applier.answer(entry);
	};

	const outcomes = request.intents.map(decideOne);
	const late = request.held.flatMap((id): Outcome[] => {
		const entry = applier.late(id);
		if (entry) return [applier.answer(entry)];
		const kept = state.quarantined.get(id);
		return kept?.state === 'erased' ? [{ id, seq: kept.seq, outcome: 'erased' }] : [];
	});
	const withheld = new Set(request.withheld);
	if (request.intents.length === 0 && request.pending === 0) {
		store = withHighest(store, request.highestSeq, withheld);
	}
	return {
		...applier.effects(),
		response: {
			epoch: state.epoch,
			storeId: request.storeId,
			outcomes,
			late,
			sessions: 'sessions' in sender ? [...sender.sessions] : [],
			missing: listNumbers(store.missing, MISSING_NAMED).filter((seq) => !withheld.has(seq)),
			serverNow: receivedAt
		},
		store,
		quarantine,
		corrected
	};
}

/** A store that has nothing left to send has lost whatever else it says that it has numbered. */
function withHighest(
	store: StoreState,
	highestSeq: number,
	withheld: ReadonlySet<number>
): StoreState {
	let last = highestSeq;
	// What it keeps back it may lose yet: it is asked about again.
	while (last > store.maxSeq && withheld.has(last)) last -= 1;
	if (last <= store.maxSeq) return store;
	return { ...store, missing: addRange(store.missing, store.maxSeq + 1, last), maxSeq: last };
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

/**
 * The numbers of a file are whoever carries it to change: they fill gaps and go on where the store has come to, one by one,
 * and neither make a gap nor jump one.
 * @param first the number under which its id came first
 */
function withCarried(store: StoreState, seq: number, first: number): StoreState {
	if (seq !== first) return store;
	if (seq === store.maxSeq + 1) return { ...store, maxSeq: seq };
	return { ...store, missing: removeNumber(store.missing, seq) };
}
