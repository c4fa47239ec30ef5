import { describe, expect, it } from 'vitest';
import type { TransportResult } from '../../../sync/client/ports.ts';
import { SEALED_QUEUE_FORMAT } from '../../../sync/protocol/carried.ts';
import type { CarriedRequest } from '../../../sync/protocol/carried.ts';
import { PUSH_BATCH } from '../../../sync/protocol/limits.ts';
import { PROTOCOL } from '../../../sync/protocol/version.ts';
import { uuid } from '../../../tests/builders/sync-world.ts';
import { sendCarried, type SealedQueue } from './carried.ts';

const NONE = { taken: 0, already: 0, review: 0, refused: 0, unopened: 0 };

function aQueue(length: number): SealedQueue {
	return {
		...{ format: SEALED_QUEUE_FORMAT, v: 1, protocol: PROTOCOL, schemaVersion: 1 },
		...{ deviceId: uuid(1, 1), storeId: uuid(1, 2), sessions: [] },
		envelopes: Array.from({ length }, (_, index) => ({
			...{ v: 1 as const, seq: index + 1, id: uuid(3, index + 1), actor: 'anna', at: index },
			...{ dependsOn: [], session: uuid(2, 1), iv: 'a'.repeat(16), sealed: 'b'.repeat(40) }
		}))
	};
}

const taken = (count: number): TransportResult => ({
	kind: 'answer',
	body: { ...NONE, taken: count }
});
const refused = (status: number): TransportResult => ({
	...{ kind: 'refused', status, retryAfterMs: null }
});

/** A server that answers with what it is given, then takes everything. */
async function send(queue: SealedQueue, ...answers: TransportResult[]) {
	const parts: number[] = [];
	const shares: number[] = [];
	const post = async (_path: string, body: object) => {
		const { length } = (body as CarriedRequest).envelopes;
		parts.push(length);
		return answers.shift() ?? taken(length);
	};
	const result = await sendCarried(queue, post, (share) => shares.push(share));
	return { result, parts, shares };
}

describe('a file that is sent', () => {
	it('goes in parts, and is counted as a whole', async () => {
		const length = PUSH_BATCH.intents + 100;
		const { result, parts, shares } = await send(aQueue(length));
		expect(result).toEqual({ ok: true, counts: { ...NONE, taken: length } });
		expect(parts).toEqual([PUSH_BATCH.intents, 100]);
		expect(shares).toEqual([PUSH_BATCH.intents / length, 1]);
	});

	it('goes in smaller parts to a server that takes less', async () => {
		const { result, parts } = await send(aQueue(5), refused(413));
		expect(result).toEqual({ ok: true, counts: { ...NONE, taken: 5 } });
		expect(parts).toEqual([5, 3, 2]);
	});

	it('goes store by store when it holds some of an earlier enrolment', async () => {
		const { sessions, envelopes } = aQueue(3);
		const other = { deviceId: uuid(1, 7), storeId: uuid(1, 8), sessions, envelopes };
		const sent: CarriedRequest[] = [];
		const post = async (_path: string, body: object) => {
			sent.push(body as CarriedRequest);
			return taken((body as CarriedRequest).envelopes.length);
		};
		const result = await sendCarried({ ...aQueue(2), others: [other] }, post, () => undefined);
		expect(result).toEqual({ ok: true, counts: { ...NONE, taken: 5 } });
		expect(sent.map(({ storeId, envelopes }) => [storeId, envelopes.length])).toEqual([
			[uuid(1, 2), 2],
			[uuid(1, 8), 3]
		]);
	});

	it('says what had arrived when the server goes away', async () => {
		const { result } = await send(aQueue(PUSH_BATCH.intents + 1), taken(PUSH_BATCH.intents), {
			kind: 'unreachable'
		});
		const counts = { ...NONE, taken: PUSH_BATCH.intents };
		expect(result).toEqual({ ok: false, error: { kind: 'no-answer' }, counts });
	});

	it.each([
		[{ kind: 'not-json' } as const, 'no-answer'],
		[{ kind: 'answer', body: '<html>' } as const, 'no-answer'],
		[refused(503), 'no-answer'],
		[refused(401), 'signed-out'],
		[refused(409), 'unknown-tablet'],
		[refused(400), 'not-understood'],
		[refused(413), 'not-understood']
	])('is not sent when the answer is %j', async (answer, kind) => {
		const { result, parts } = await send(aQueue(1), answer);
		expect(result).toEqual({ ok: false, error: { kind }, counts: NONE });
		expect(parts).toEqual([1]);
	});
});
