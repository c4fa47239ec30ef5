/**
 * A tablet's unsent queue as a file, carried by hand to wherever there is a network, and sent from there by somebody else.
 *
 * Invariants
 * - Everything in it is sealed as it lies on the tablet: no envelope in clear is a part of such a file, or of its sending.
 * - Every session that an envelope needs is with it, whatever the server was said to keep: it may have been restored since.
 * - Sending it is no contact of the tablet's: nothing is said of what else it holds, and whoever sends gets counts alone.
 * - The numbers, and the names of tablet and store, stand in no seal. The server believes of them what the sessions bear out.
 */
import * as v from 'valibot';
import { MAX_PUSH_INTENTS } from './limits.ts';
import { sealedEnvelopeSchema, sealedSessionSchema, type SealedEnvelope } from './sealed.ts';
import { PROTOCOL } from './version.ts';

const versionSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** What a push says of a store, as far as somebody else can say it. */
const from = {
	/** Of this protocol, when it was written. */
	protocol: versionSchema,
	/** Of the domain's records and intents, as the tablet was built. */
	schemaVersion: versionSchema,
	deviceId: v.pipe(v.string(), v.uuid()),
	storeId: v.pipe(v.string(), v.uuid())
};

const records = {
	sessions: v.array(sealedSessionSchema),
	/** In the order of their numbers. */
	envelopes: v.pipe(v.array(sealedEnvelopeSchema), v.minLength(1))
};

export const SEALED_QUEUE_FORMAT = 'sportello-sealed-queue';

export const sealedQueueSchema = v.object({
	format: v.literal(SEALED_QUEUE_FORMAT),
	v: v.literal(1),
	...from,
	...records,
	/** Of earlier enrolments of the same device, each under the names it had then. */
	others: v.optional(
		v.array(v.object({ deviceId: from.deviceId, storeId: from.storeId, ...records }))
	)
});
export type SealedQueue = v.InferOutput<typeof sealedQueueSchema>;

/** `POST /api/sync/carried`: as much of a file as one push takes. */
export const carriedRequestSchema = v.object({
	...from,
	sessions: v.pipe(v.array(sealedSessionSchema), v.maxLength(MAX_PUSH_INTENTS)),
	envelopes: v.pipe(v.array(sealedEnvelopeSchema), v.minLength(1), v.maxLength(MAX_PUSH_INTENTS))
});
export type CarriedRequest = v.InferOutput<typeof carriedRequestSchema>;

const countSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What has become of the records sent: what was written in one save is one, counted once. */
export const carriedCountsSchema = v.object({
	/** On the server now, and was not before. */
	taken: countSchema,
	/** Was answered before: sent by the tablet, or from an earlier copy of the file. */
	already: countSchema,
	/** Kept for the administrator to look at. */
	review: countSchema,
	/** The server did not take it; the tablet says why when it has a network. */
	refused: countSchema,
	/** Does not open, or is not what its author sealed: nothing of it was kept. */
	unopened: countSchema
});
export type CarriedCounts = v.InferOutput<typeof carriedCountsSchema>;

export type SealedQueueError =
	/** Not JSON, or JSON of something else. */
	| { kind: 'not-a-queue' }
	/** Says that it is one, and is not whole. */
	| { kind: 'damaged' }
	/** Written by a newer app. */
	| { kind: 'newer' };

/** What a file holds, or what is wrong with it. */
export function readSealedQueue(
	text: string
): { ok: true; queue: SealedQueue } | { ok: false; error: SealedQueueError } {
	let content: unknown;
	try {
		content = JSON.parse(text);
	} catch {
		// Cut short, it is none any more; but what it was can still be told.
		const kind = text.includes(SEALED_QUEUE_FORMAT) ? 'damaged' : 'not-a-queue';
		return { ok: false, error: { kind } };
	}
	const head = v.safeParse(
		v.object({ format: v.literal(SEALED_QUEUE_FORMAT), v: v.number(), protocol: v.number() }),
		content
	);
	if (!head.success) {
		const isOne = (content as { format?: unknown } | null)?.format === SEALED_QUEUE_FORMAT;
		return { ok: false, error: { kind: isOne ? 'damaged' : 'not-a-queue' } };
	}
	if (head.output.v > 1 || head.output.protocol > PROTOCOL) {
		return { ok: false, error: { kind: 'newer' } };
	}
	const parsed = v.safeParse(sealedQueueSchema, content);
	return parsed.success
		? { ok: true, queue: parsed.output }
		: { ok: false, error: { kind: 'damaged' } };
}

/** What a file holds, store by store. */
export function queuesIn({ others = [], ...queue }: SealedQueue): SealedQueue[] {
	return [queue, ...others.map((other) => ({ ...queue, ...other }))];
}

/**
 * What the next push takes of a queue.
 * @param envelopes those of the queue that were not sent yet
 * @param limit `bytes` of JSON, sessions included; a single envelope is sent alone whatever its size
 */
export function nextPart(
	{ protocol, schemaVersion, deviceId, storeId, sessions }: SealedQueue,
	envelopes: readonly SealedEnvelope[],
	limit: { intents: number; bytes: number }
): CarriedRequest {
	const byId = new Map(sessions.map((session) => [session.id, session]));
	const part: CarriedRequest = {
		...{ protocol, schemaVersion, deviceId, storeId },
		...{ sessions: [], envelopes: [] }
	};
	const sent = new Set<string>();
	let bytes = JSON.stringify(part).length;
	for (const envelope of envelopes.slice(0, limit.intents)) {
		const session = sent.has(envelope.session) ? undefined : byId.get(envelope.session);
		// All of it is ASCII: characters are bytes.
		bytes += JSON.stringify(envelope).length + 1;
		if (session) bytes += JSON.stringify(session).length + 1;
		if (bytes > limit.bytes && part.envelopes.length > 0) break;
		sent.add(envelope.session);
		if (session) part.sessions.push(session);
		part.envelopes.push(envelope);
	}
	return part;
}
