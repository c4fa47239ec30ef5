/**
 * Sends what is unanswered, batch by batch, oldest first.
 *
 * Invariants
 * - Only a response that echoes the batch, id by id, is an answer. Anything else acknowledges nothing.
 * - An answer is written to the store before the next batch leaves. What is read meanwhile leaves only when that answer is
 *   all that has been written since.
 * - A refusal leaves the queue with its reason; the queue goes on.
 * - What the server could not open is not answered: it goes again with its session at once; when that does not help it
 *   stays here as unsent and is tried again by and by (`again.ts`). It stands in nobody's way.
 * - Batches grow while the server answers quickly, and shrink when it finds one too large: then they grow no more.
 * - "ok" is only said after an answer, here or to what is received next.
 * - A server that misses what it had answered has been put back: everything kept is unanswered again.
 * - A number that was given here, has had no answer and stands on nothing any more is lost: the server is told.
 */
import * as v from 'valibot';
import { MAX_PUSH_BYTES, type BatchLimit } from '../protocol/limits.ts';
import {
	pushResponseSchema,
	type Outcome,
	type PushRequest,
	type PushResponse
} from '../protocol/push.ts';
import type { SealedEnvelope, WireEnvelope } from '../protocol/sealed.ts';
import { PROTOCOL } from '../protocol/version.ts';
import type { Model } from '../merge/model.ts';
import { failureOf, type Contact } from './contact.ts';
import type {
	DeviceEvent,
	DeviceMeta,
	DeviceStore,
	Exception,
	Platform,
	Transport,
	Unanswered,
	WriteNumber
} from './ports.ts';
import { dueAgain, isStillHere } from './again.ts';
import { dependingOnWithheld } from './dependents.ts';
import { DEPENDS_ON_WITHHELD, isDecided, isKeptBack, neverLeft } from './exceptions.ts';
import type { Replica } from './replica.ts';
import { withDecision } from './store-rules.ts';

/** An answer within this is quick: a batch twice as large is answered before anybody wonders. */
const QUICK_MS = 1000;

/** As many as a push may name of each kind: the newest. */
const MAX_NAMED = 1000;

type Answered = Extract<DeviceEvent, { kind: 'answered' }>;

export interface SendContext {
	appVersion: string;
	firstBatch: BatchLimit;
	model: Model;
	store: DeviceStore;
	transport: Transport;
	platform: Platform;
	replica: Replica;
	/** Brings this tab and the others up to date with what the store has written; resolves when the replica contains it. */
	publish(event: DeviceEvent, write: WriteNumber): Promise<void>;
	/** Reads the store anew, here and in other tabs. */
	reload(): Promise<void>;
	/** Which seqs are on their way; null when none. */
	onSending(range: { fromSeq: number; throughSeq: number } | null): void;
	onServerNow(serverNow: number): void;
	/** What was refused or held has been accepted after all. */
	onCleared(ids: string[]): Promise<void>;
}

/** @param asksAnyway with nothing to send, too, the server is asked whether it is there and what it lacks */
export async function sendUnanswered(context: SendContext, asksAnyway: boolean): Promise<Contact> {
	let limit = context.firstBatch;
	let grows = true;
	let asked = false;
	let isAnswered = false;
	/** Ids of sessions that the server asked for: it does not ask twice in one contact. */
	const wanted = new Set<string>();
	/** Seqs sent again: once in a contact. */
	const repeated = new Set<number>();
	let ahead: Unanswered | null = null;
	for (;;) {
		const due = dueAgain(context.replica, context.platform.now());
		const again = due.filter((seq) => !repeated.has(seq));
		const next: Unanswered | null = again.length === 0 ? ahead : null;
		const batch = next ?? (await context.store.unanswered(limit, again));
		ahead = null;
		const waiting = dependingOnWithheld(context.replica, batch.envelopes);
		if (waiting.length > 0) {
			await park(context, waiting);
			for (const { seq } of waiting) repeated.add(seq);
			continue;
		}
		const held = asked ? [] : undecidedIds(context.replica);
		asked = true;
		const { envelopes } = batch;
		const isToAsk = held.length > 0 || (asksAnyway && !isAnswered);
		const isDone = envelopes.length === 0 && !isToAsk;
		if (isDone && !hasLostNewest(context.replica, batch.meta)) return { kind: 'ok' };
		const request = pushRequest(context, batch, held);
		const sentAt = context.platform.now();
		const whenQuick = grows ? grown(limit) : limit;
		const reading = readAhead(context.store, batch, whenQuick);
		const result = await pushBatch(context, request, envelopes);
		if (result.kind === 'ok') {
			isAnswered = true;
			const isAsExpected = !grows || context.platform.now() - sentAt < QUICK_MS;
			if (isAsExpected) limit = whenQuick;
			const { asks, write } = await take(context, batch, result.response, wanted);
			for (const { seq } of envelopes) repeated.add(seq);
			// With its session, once more.
			for (const { seq } of asks) repeated.delete(seq);
			for (const { session } of asks) wanted.add(session);
			if (isAsExpected && asks.length === 0 && write !== null) {
				ahead = asAnswered(context, await reading, write);
			}
			continue;
		}
		if (result.kind !== 'too-large') return result;
		const [only, ...others] = envelopes;
		// A question alone is never too large.
		if (!only) return { kind: 'not-understood' };
		if (others.length === 0) await withhold(context, only);
		else limit = { intents: Math.ceil(envelopes.length / 2), bytes: limit.bytes };
		grows = false;
	}
}

function grown({ intents, bytes }: BatchLimit): BatchLimit {
	return { intents, bytes: Math.min(2 * bytes, MAX_PUSH_BYTES) };
}

/** Answers that may yet change: the row arrives, the administrator accepts, or the server has had it all the time. */
function undecidedIds(replica: Replica): string[] {
	return [...replica.exceptions.values()]
		.filter(
			({ outcome, supersededBy }) =>
				outcome === 'held' ||
				((outcome === 'quarantined' || outcome === 'too-large') && supersededBy === null)
		)
		.map((exception) => exception.id)
		.slice(-MAX_NAMED);
}

/**
 * Whether numbers above the last answered one belong to nothing. The server finds a gap by what follows it, and nothing
 * follows these. Asked when nothing waits: what is above is then kept back, or gone.
 */
function hasLostNewest({ meta, exceptions }: Replica, stored: DeviceMeta): boolean {
	const { answeredSeq, highestSeq } = stored;
	// Another tab has written what this one has not heard of yet.
	if (meta.answeredSeq !== answeredSeq || meta.highestSeq !== highestSeq) return false;
	const keptBack = [...exceptions.keys()].filter((seq) => seq > answeredSeq).length;
	return highestSeq - answeredSeq > keptBack;
}

/** What follows the batch, read while the server has it; null when nothing does, or it cannot be read. */
async function readAhead(
	store: DeviceStore,
	{ envelopes, count }: Unanswered,
	limit: BatchLimit
): Promise<Unanswered | null> {
	if (envelopes.length === 0 || count <= envelopes.length) return null;
	try {
		const after = Math.max(...envelopes.map(({ seq }) => seq));
		return await store.unanswered(limit, [], after);
	} catch {
		// Read once more when its turn comes, it says why.
		return null;
	}
}

/**
 * What was read ahead, once the batch before it is answered; null when it may have changed.
 * @param write of the answer
 */
function asAnswered(
	{ replica }: SendContext,
	ahead: Unanswered | null,
	write: WriteNumber
): Unanswered | null {
	if (ahead === null || ahead.write !== write - 1) return null;
	return { ...ahead, meta: replica.meta, write };
}

function pushRequest(
	{ model, platform, replica, appVersion }: SendContext,
	{ meta, count, sessions, envelopes }: Unanswered,
	held: string[]
): PushRequest {
	return {
		protocol: PROTOCOL,
		schemaVersion: model.schemaVersion,
		appVersion,
		epoch: meta.epoch,
		deviceId: meta.deviceId,
		storeId: meta.storeId,
		deviceNow: platform.now(),
		pending: count,
		highestSeq: meta.highestSeq,
		withheld: [...replica.exceptions.values()]
			.filter(isKeptBack)
			.map((exception) => exception.seq)
			.slice(-MAX_NAMED),
		held,
		sessions,
		intents: envelopes
	};
}

type PushResult =
	{ kind: 'ok'; response: PushResponse } | Exclude<Contact, { kind: 'ok' }> | { kind: 'too-large' };

async function pushBatch(
	{ transport, onSending, onServerNow }: SendContext,
	request: PushRequest,
	envelopes: WireEnvelope[]
): Promise<PushResult> {
	const first = envelopes[0];
	const last = envelopes.at(-1);
	if (first && last) onSending({ fromSeq: first.seq, throughSeq: last.seq });
	try {
		const result = await transport.push(request);
		if (result.kind !== 'answer') return failureOf(result, transport.isOnline());
		const parsed = v.safeParse(pushResponseSchema, result.body);
		if (!parsed.success || !echoes(parsed.output, request, envelopes)) {
			return { kind: 'captive-portal' };
		}
		onServerNow(parsed.output.serverNow);
		return { kind: 'ok', response: parsed.output };
	} finally {
		onSending(null);
	}
}

function echoes(response: PushResponse, request: PushRequest, envelopes: WireEnvelope[]): boolean {
	return (
		response.storeId === request.storeId &&
		response.outcomes.length === envelopes.length &&
		response.outcomes.every((outcome, index) => outcome.id === envelopes[index]?.id)
	);
}

/** The server lacks the session: it is not answered, and goes again with it. */
function lacksSession({ outcome, reason }: Outcome): boolean {
	return outcome === 'unopened' && reason === 'no-session';
}

/** Of an answered batch, what only wanted its session: it was not sent with it this time, nor asked for before. */
function askingForSession(
	{ envelopes, sessions }: Unanswered,
	{ outcomes }: PushResponse,
	asked: ReadonlySet<string>
): SealedEnvelope[] {
	const sent = new Set(sessions.map(({ id }) => id));
	return envelopes.flatMap((envelope, index) => {
		if (!('session' in envelope) || !lacksSession(outcomes[index]!)) return [];
		const { session } = envelope;
		return sent.has(session) || asked.has(session) ? [] : [envelope];
	});
}

/**
 * Writes the answer down. Of a server with another epoch, everything kept is unanswered again.
 * @param asked sessions it has asked for before
 * @returns what it can open when it has the session; and which write of the store the answer was
 */
async function take(
	context: SendContext,
	batch: Unanswered,
	response: PushResponse,
	asked: ReadonlySet<string>
): Promise<{ asks: SealedEnvelope[]; write: WriteNumber | null }> {
	const { meta, envelopes } = batch;
	const { store, platform } = context;
	if (meta.epoch !== null && meta.epoch !== response.epoch) {
		await store.changeEpoch(response.epoch);
		await context.reload();
		return { asks: [], write: null };
	}
	const at = platform.now();
	const unsettled = askingForSession(batch, response, asked);
	const before = Math.min(...unsettled.map(({ seq }) => seq));
	const answered = envelopes.filter(({ seq }) => seq > meta.answeredSeq && seq < before);
	// With nothing to send the server was told how far this store has come, and has said what it misses of it.
	const isAll = envelopes.length === 0 && hasLostNewest(context.replica, meta);
	const fromSeq = isAll ? meta.answeredSeq + 1 : answered[0]?.seq;
	const throughSeq = isAll ? meta.highestSeq : answered.at(-1)?.seq;
	const isAnswered = fromSeq !== undefined && throughSeq !== undefined;
	const event: Answered = {
		kind: 'answered',
		acknowledgement: isAnswered
			? { fromSeq, throughSeq, at, serverAt: response.serverNow, epoch: response.epoch }
			: null,
		exceptions: exceptionsOf(context.replica, response, at, new Set(unsettled.map(({ id }) => id))),
		cleared: clearedBy(context.replica, response),
		missing: missingAfter(context.replica, response, throughSeq ?? meta.answeredSeq),
		...takenWith(response),
		sessions: {
			kept: response.sessions,
			wanted: [...new Set(unsettled.map(({ session }) => session))]
		},
		at
	};
	const known = new Set(context.replica.meta.missing);
	const write = await store.recordAnswer(event, response.epoch);
	await context.publish(event, write);
	if (event.cleared.length > 0) await context.onCleared(event.cleared);
	const lost = event.missing.filter((seq) => !known.has(seq) && isStillHere(context.replica, seq));
	if (lost.length > 0) {
		// It had an answer and the server has it no more: nor may it have what became of the others.
		await store.changeEpoch(response.epoch, Math.min(...lost) - 1);
		await context.reload();
		return { asks: [], write: null };
	}
	return { asks: unsettled, write };
}

/** Ids of what stood refused, held or unopened here, and is accepted after all, be it by a server put back. */
function clearedBy({ exceptions }: Replica, { outcomes, late }: PushResponse): string[] {
	const accepted = (outcome: Outcome) => outcome.outcome === 'accepted' && outcome.id !== null;
	const again = outcomes.filter(({ id, seq }) => {
		const exception = seq === null ? undefined : exceptions.get(seq);
		if (exception?.id !== id || exception === undefined) return false;
		return neverLeft(exception) || !isDecided(exception);
	});
	return [...late, ...again].filter(accepted).map(({ id }) => id ?? '');
}

/** Where the server has begun to take what it has taken now. */
function takenWith({ outcomes, late }: PushResponse): { takenFrom?: number } {
	const seqs = [...outcomes, ...late].flatMap(({ outcome, seq }) =>
		outcome === 'accepted' && seq !== null ? [seq] : []
	);
	return seqs.length > 0 ? { takenFrom: Math.min(...seqs) } : {};
}

/** What the server misses, and what is lost here and it has not been asked about yet. */
function missingAfter(
	{ meta, outbox }: Replica,
	{ missing }: PushResponse,
	throughSeq: number
): number[] {
	const untold = meta.missing.filter((seq) => seq > throughSeq && !outbox.has(seq));
	return [...new Set([...missing, ...untold])];
}

function exceptionsOf(
	replica: Replica,
	response: PushResponse,
	at: number,
	unsettled: ReadonlySet<string>
): Exception[] {
	const isKnown = ({ seq, outcome, reason }: Outcome) => {
		const standing = seq === null ? undefined : replica.exceptions.get(seq);
		return standing?.outcome === outcome && standing.reason === (reason ?? null);
	};
	const late = response.late.filter((outcome) => !isKnown(outcome));
	return [...response.outcomes, ...late].flatMap((outcome: Outcome): Exception[] => {
		if (outcome.outcome === 'accepted' || outcome.id === null || outcome.seq === null) return [];
		if (unsettled.has(outcome.id)) return [];
		const { id, seq } = outcome;
		// A replay's answer must not wake what has been put right since.
		const answered = { seq, id, outcome: outcome.outcome, reason: outcome.reason ?? null, at };
		return [withDecision({ ...answered, supersededBy: null }, replica.exceptions.get(seq))];
	});
}

/** A single record the server finds too large: kept here, shown, and no obstacle to the others. */
async function withhold(
	{ store, platform, publish, replica }: SendContext,
	envelope: WireEnvelope
) {
	const at = platform.now();
	const event: Answered = {
		kind: 'answered',
		acknowledgement: {
			fromSeq: envelope.seq,
			throughSeq: envelope.seq,
			at,
			epoch: replica.meta.epoch ?? ''
		},
		exceptions: [
			{
				seq: envelope.seq,
				id: envelope.id,
				outcome: 'too-large',
				reason: 'too-large',
				at,
				supersededBy: null
			}
		],
		cleared: [],
		missing: replica.meta.missing,
		sessions: { kept: [], wanted: [] },
		at
	};
	await publish(event, await store.recordAnswer(event, null));
}

/** What stands on a record that was kept here is kept with it. */
async function park({ store, platform, publish, replica }: SendContext, envelopes: WireEnvelope[]) {
	const at = platform.now();
	const { meta } = replica;
	const event: Answered = {
		kind: 'answered',
		acknowledgement: null,
		exceptions: envelopes.map(({ seq, id }) => ({
			seq,
			id,
			outcome: 'blocked',
			reason: DEPENDS_ON_WITHHELD,
			at,
			supersededBy: null
		})),
		cleared: [],
		missing: meta.missing,
		sessions: { kept: [], wanted: [] },
		at: meta.lastContactAt ?? at
	};
	await publish(event, await store.recordAnswer(event, null));
}
