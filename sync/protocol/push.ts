/**
 * Push: a store sends what it has written, oldest first; the server answers each intent.
 *
 * Invariants
 * - One request is one server transaction: effects, ledger and store state together, or nothing.
 * - Every intent of the request has exactly one outcome in the response, in the same order. A response that does not
 *   echo the batch (a captive portal's page, a proxy's error) acknowledges nothing.
 * - A refusal is an answer, not an error: the queue goes on.
 */
import * as v from 'valibot';
import { MAX_PUSH_INTENTS } from './limits.ts';

export const pushRequestSchema = v.object({
	protocol: v.pipe(v.number(), v.safeInteger()),
	/** Version of the domain's records and intents the device was built with. */
	schemaVersion: v.pipe(v.number(), v.safeInteger()),
	/** The build of the app that sends, for whoever looks after the tablets; null when it is too old to say. */
	appVersion: v.nullable(v.pipe(v.string(), v.maxLength(64))),
	/** The server epoch the store last saw; null before the first contact. */
	epoch: v.nullable(v.pipe(v.string(), v.maxLength(64))),
	deviceId: v.pipe(v.string(), v.uuid()),
	storeId: v.pipe(v.string(), v.uuid()),
	/** Device clock when the request left, milliseconds since the epoch. */
	deviceNow: v.pipe(v.number(), v.safeInteger()),
	/** How many intents the store holds unsent, this batch included. */
	pending: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
	/** The highest seq the store has ever assigned: what the server misses below it is lost or still to come. */
	highestSeq: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
	/** Seqs the device keeps back for its people to mend; they are not lost. */
	withheld: v.pipe(v.array(v.pipe(v.number(), v.safeInteger())), v.maxLength(1000)),
	/** Ids of intents answered `held` whose end the store does not know yet. */
	held: v.pipe(v.array(v.string()), v.maxLength(1000)),
	/** The `SealedSession`s that sealed intents of this push need and the server has not said it keeps; read one by one. */
	sessions: v.pipe(v.array(v.unknown()), v.maxLength(MAX_PUSH_INTENTS)),
	/** Envelopes, in clear or sealed; each is read on its own, so that one malformed record does not stop the others. */
	intents: v.array(v.unknown())
});
export type PushRequest = v.InferOutput<typeof pushRequestSchema>;

/**
 * - `accepted`: applied, now or earlier.
 * - `rejected`: a transition that the present state or the caller's role does not allow; nothing was changed.
 * - `blocked`: depends on an intent that was not accepted; nothing was changed.
 * - `held`: accepted into the server's keeping until the row it changes is there; then applied.
 * - `quarantined`: kept whole for the administrator, because it is malformed, unknown, or from the future.
 * - `erased`: concerns an erased person; nothing of it was kept.
 * - `unopened`: sealed, and the server cannot open it: its session is not here, its key is unknown, or it is damaged. No
 *   acknowledgement: the server has kept nothing of it.
 */
export const outcomeKinds = [
	'accepted',
	'rejected',
	'blocked',
	'held',
	'quarantined',
	'erased',
	'unopened'
] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

/** Reason of what is quarantined sealed: it never opens, and nobody but the server could have opened it. */
export const NEVER_OPENS = 'never-opens';

export const outcomeSchema = v.object({
	/** Null when the envelope was too broken to have one. */
	id: v.nullable(v.string()),
	seq: v.nullable(v.number()),
	outcome: v.picklist(outcomeKinds),
	/** A code of the domain or of the engine, turned into words by the interface. */
	reason: v.optional(v.string()),
	/** Remarks on an accepted intent: `clock`, `conflict`, or the domain's own. */
	flags: v.optional(v.array(v.string()))
});
export type Outcome = v.InferOutput<typeof outcomeSchema>;

export const pushResponseSchema = v.object({
	epoch: v.string(),
	storeId: v.string(),
	outcomes: v.array(outcomeSchema),
	/** For the ids asked about in `held`: what has become of them, where it is decided. */
	late: v.array(outcomeSchema),
	/** Ids of sealed sessions that the server keeps now: they need not be sent again. */
	sessions: v.optional(v.array(v.string()), []),
	/** Seqs the server has not seen although the store says it assigned them. At most 100 are named. */
	missing: v.array(v.number()),
	/** Server clock, milliseconds since the epoch. */
	serverNow: v.number()
});
export type PushResponse = v.InferOutput<typeof pushResponseSchema>;
