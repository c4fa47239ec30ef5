/**
 * Sends what is unanswered, batch by batch, oldest first.
 *
 * Invariants
 * - Only a response that echoes the batch, id by id, is an answer. Anything else acknowledges nothing.
 * - An answer is written to the store before the next batch leaves.
 * - A refusal leaves the queue with its reason; the queue goes on.
 */
import * as v from 'valibot';
import type { Envelope } from '../protocol/envelope.ts';
import { MAX_PUSH_BYTES, MAX_PUSH_INTENTS } from '../protocol/limits.ts';
import {
	pushResponseSchema,
	type Outcome,
	type PushRequest,
	type PushResponse
} from '../protocol/push.ts';
import { PROTOCOL } from '../protocol/version.ts';
import type { Model } from '../merge/model.ts';
import { failureOf, type Contact } from './contact.ts';
import type {
	DeviceEvent,
	DeviceMeta,
	DeviceStore,
	Exception,
	Platform,
	Transport
} from './ports.ts';
import { dependingOnWithheld } from './dependents.ts';
import { DEPENDS_ON_WITHHELD, isKeptBack } from './exceptions.ts';
import type { Replica } from './replica.ts';
import { withDecision } from './store-rules.ts';

/** As many as a push may name of each kind: the newest. */
const MAX_NAMED = 1000;

type Answered = Extract<DeviceEvent, { kind: 'answered' }>;

export interface SendContext {
	appVersion: string;
	model: Model;
	store: DeviceStore;
	transport: Transport;
	platform: Platform;
	replica: Replica;
	/** Brings this tab and the others up to date with what the store has written. */
	publish(event: DeviceEvent): void;
	/** Reads the store anew, here and in other tabs. */
	reload(): Promise<void>;
	/** Which seqs are on their way; null when none. */
	onSending(range: { fromSeq: number; throughSeq: number } | null): void;
	onServerNow(serverNow: number): void;
	/** What was refused or held has been accepted after all. */
	onCleared(ids: string[]): Promise<void>;
}

export async function sendUnanswered(context: SendContext): Promise<Contact> {
	let limit = { intents: MAX_PUSH_INTENTS, bytes: MAX_PUSH_BYTES };
	let asked = false;
	for (;;) {
		const batch = await context.store.unanswered(limit);
		const waiting = dependingOnWithheld(context.replica, batch.envelopes);
		if (waiting.length > 0) {
			await park(context, waiting);
			continue;
		}
		const held = asked ? [] : undecidedIds(context.replica);
		const again = asked ? [] : stillHere(context.replica);
		asked = true;
		const envelopes = [...again, ...batch.envelopes].slice(0, MAX_PUSH_INTENTS);
		if (envelopes.length === 0 && held.length === 0) return { kind: 'ok' };
		const request = pushRequest(context, batch, envelopes, held);
		const result = await pushBatch(context, request, envelopes);
		if (result.kind === 'ok') {
			await take(context, batch.meta, envelopes, result.response);
			continue;
		}
		if (result.kind !== 'too-large') return result;
		const [only, ...others] = envelopes;
		if (only && others.length === 0) await withhold(context, only);
		else limit = { intents: Math.ceil(envelopes.length / 2), bytes: limit.bytes };
	}
}

/** Answers that may yet change: the row arrives, or the administrator accepts. */
function undecidedIds(replica: Replica): string[] {
	return [...replica.exceptions.values()]
		.filter(
			({ outcome, supersededBy }) =>
				outcome === 'held' || (outcome === 'quarantined' && supersededBy === null)
		)
		.map((exception) => exception.id)
		.slice(-MAX_NAMED);
}

/** What the server says it has never seen, and the device still has: it goes again, without being asked twice. */
function stillHere({ meta, outbox, exceptions }: Replica): Envelope[] {
	return meta.missing.flatMap((seq) => {
		const envelope = seq <= meta.answeredSeq ? outbox.get(seq) : undefined;
		return envelope && !exceptions.has(seq) ? [envelope] : [];
	});
}

function pushRequest(
	{ model, platform, replica, appVersion }: SendContext,
	batch: { count: number; meta: DeviceMeta },
	envelopes: Envelope[],
	held: string[]
): PushRequest {
	const { meta } = batch;
	return {
		protocol: PROTOCOL,
		schemaVersion: model.schemaVersion,
		appVersion,
		epoch: meta.epoch,
		deviceId: meta.deviceId,
		storeId: meta.storeId,
		deviceNow: platform.now(),
		pending: batch.count,
		highestSeq: meta.highestSeq,
		withheld: [...replica.exceptions.values()]
			.filter(isKeptBack)
			.map((exception) => exception.seq)
			.slice(-MAX_NAMED),
		held,
		intents: envelopes
	};
}

type PushResult =
	{ kind: 'ok'; response: PushResponse } | Exclude<Contact, { kind: 'ok' }> | { kind: 'too-large' };

async function pushBatch(
	{ transport, onSending, onServerNow }: SendContext,
	request: PushRequest,
	envelopes: Envelope[]
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

function echoes(response: PushResponse, request: PushRequest, envelopes: Envelope[]): boolean {
	return (
		response.storeId === request.storeId &&
		response.outcomes.length === envelopes.length &&
		response.outcomes.every((outcome, index) => outcome.id === envelopes[index]?.id)
	);
}

/** Writes the answer down. Of a server with another epoch, everything kept is unanswered again. */
async function take(
	context: SendContext,
	meta: DeviceMeta,
	envelopes: Envelope[],
	response: PushResponse
): Promise<void> {
	const { store, platform } = context;
	if (meta.epoch !== null && meta.epoch !== response.epoch) {
		await store.changeEpoch(response.epoch);
		await context.reload();
		return;
	}
	const at = platform.now();
	const answered = envelopes.filter((envelope) => envelope.seq > meta.answeredSeq);
	const first = answered[0];
	const last = answered.at(-1);
	const event: Answered = {
		kind: 'answered',
		acknowledgement:
			first && last
				? { fromSeq: first.seq, throughSeq: last.seq, at, epoch: response.epoch }
				: null,
		exceptions: exceptionsOf(context.replica, response, at),
		cleared: response.late
			.filter((outcome) => outcome.outcome === 'accepted' && outcome.id !== null)
			.map((outcome) => outcome.id ?? ''),
		missing: response.missing,
		at
	};
	await store.recordAnswer(event, response.epoch);
	context.publish(event);
	if (event.cleared.length > 0) await context.onCleared(event.cleared);
}

function exceptionsOf(replica: Replica, response: PushResponse, at: number): Exception[] {
	return [...response.outcomes, ...response.late].flatMap((outcome: Outcome): Exception[] => {
		if (outcome.outcome === 'accepted' || outcome.id === null || outcome.seq === null) return [];
		const { id, seq } = outcome;
		// A replay's answer must not wake what has been put right since.
		const answered = { seq, id, outcome: outcome.outcome, reason: outcome.reason ?? null, at };
		return [withDecision({ ...answered, supersededBy: null }, replica.exceptions.get(seq))];
	});
}

/** A single record the server finds too large: kept here, shown, and no obstacle to the others. */
async function withhold({ store, platform, publish, replica }: SendContext, envelope: Envelope) {
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
		at
	};
	await store.recordAnswer(event, null);
	publish(event);
}

/** What stands on a record that was kept here is kept with it. */
async function park({ store, platform, publish, replica }: SendContext, envelopes: Envelope[]) {
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
		at: meta.lastContactAt ?? at
	};
	await store.recordAnswer(event, null);
	publish(event);
}
