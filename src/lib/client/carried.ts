/**
 * Sends a file that somebody has brought from a tablet, part by part. What the server has is not sent for nothing: sent
 * again from its beginning, it counts once.
 */
import * as v from 'valibot';
import {
	carriedCountsSchema,
	nextPart,
	queuesIn,
	readSealedQueue,
	type CarriedCounts,
	type SealedQueue,
	type SealedQueueError
} from '../../../sync/protocol/carried.ts';
import { PUSH_BATCH } from '../../../sync/protocol/limits.ts';
import type { Post } from './sync/transport.ts';

export { readSealedQueue, type CarriedCounts, type SealedQueue };
export type { SealedQueueError };

export type CarriedProblem =
	/** No network, no server, or a page of something in between. */
	| 'no-answer'
	| 'signed-out'
	/** The server does not know the tablet. */
	| 'unknown-tablet'
	/** The server does not take it as it is: it is older than the file, or the file was changed. */
	| 'not-understood';

export type SendCarriedResult =
	| { ok: true; counts: CarriedCounts }
	/** `counts` of what had arrived before. */
	| { ok: false; error: { kind: CarriedProblem }; counts: CarriedCounts };

function problemOf(status: number): CarriedProblem {
	switch (status) {
		case 401:
		case 403:
			return 'signed-out';
		case 409:
			return 'unknown-tablet';
		case 400:
		case 413:
			return 'not-understood';
		default:
			return 'no-answer';
	}
}

/** @param onProgress between 0 and 1, as parts arrive */
export async function sendCarried(
	queue: SealedQueue,
	post: Post,
	onProgress: (share: number) => void
): Promise<SendCarriedResult> {
	const counts: CarriedCounts = { taken: 0, already: 0, review: 0, refused: 0, unopened: 0 };
	const failed = (kind: CarriedProblem) => ({ ok: false as const, error: { kind }, counts });
	let limit = { ...PUSH_BATCH };
	const waiting = queuesIn(queue);
	const countLeft = () => waiting.reduce((sum, { envelopes }) => sum + envelopes.length, 0);
	const total = countLeft();
	for (let next = waiting[0]; next; next = waiting[0]) {
		const part = nextPart(next, next.envelopes, limit);
		const sent = part.envelopes.length;
		const result = await post('/api/sync/carried', part);
		if (result.kind === 'refused') {
			if (result.status !== 413 || sent === 1) return failed(problemOf(result.status));
			// A server may take less at a time.
			limit = { ...limit, intents: Math.ceil(sent / 2) };
			continue;
		}
		const parsed = result.kind === 'answer' && v.safeParse(carriedCountsSchema, result.body);
		if (!parsed || !parsed.success) return failed('no-answer');
		for (const end of Object.keys(counts) as (keyof CarriedCounts)[]) {
			counts[end] += parsed.output[end];
		}
		const left = next.envelopes.slice(sent);
		waiting.splice(0, 1, ...(left.length > 0 ? [{ ...next, envelopes: left }] : []));
		onProgress(1 - countLeft() / total);
	}
	return { ok: true, counts };
}
