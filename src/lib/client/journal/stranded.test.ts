import { describe, expect, it } from 'vitest';
import type { PushRequest } from '../../../../sync/protocol/push.ts';
import type { SealedEnvelope, SealedSession } from '../../../../sync/protocol/sealed.ts';
import type { TransportResult } from '../../../../sync/client/ports.ts';
import type { JournalFile } from './journal-port.ts';
import { sendStranded, strandedIn } from './stranded.ts';

const file = (name: string, deviceId: string, storeId: string, seqs: number[]): JournalFile => ({
	...{ name, damaged: 0, torn: false },
	records: [
		{ kind: 'session', session: { id: `session-${name}` } as SealedSession },
		...seqs.map((seq) => ({
			...{ kind: 'envelope' as const, deviceId, storeId },
			envelope: { seq, id: `id-${seq}`, session: `session-${name}` } as SealedEnvelope
		}))
	]
});
const from = { deviceId: 'new', appVersion: 'test', schemaVersion: 1, now: () => 1 };
const [stranded] = strandedIn(
	[
		file('a', 'old', 'store', [2, 1]),
		file('b', 'new', 'own', [1]),
		file('c', 'old', 'store', [2, 3])
	],
	'new'
);

/** @param outcomeOf undefined for an answer that is not the server's */
const pushTo = (sent: PushRequest[], outcomeOf: (id: string) => string | undefined) => {
	return async (request: PushRequest): Promise<TransportResult> => {
		sent.push(request);
		const outcomes = (request.intents as SealedEnvelope[]).map(({ id, seq }) => ({
			...{ id, seq, outcome: outcomeOf(id) }
		}));
		const { storeId } = request;
		const body = { epoch: 'one', storeId, outcomes, late: [], missing: [], serverNow: 1 };
		return { kind: 'answer', body };
	};
};

describe('what lies in the second copy from an earlier enrolment', () => {
	it('is every envelope of another tablet, once and in order, with its sessions and files', () => {
		expect(stranded?.envelopes.map(({ seq }) => seq)).toEqual([1, 2, 3]);
		expect(stranded?.names).toEqual(['a', 'c']);
		expect(stranded?.sessions.map(({ id }) => id)).toEqual(['session-a', 'session-c']);
	});

	it('is sent by the tablet of today under its own store and numbers', async () => {
		const sent: PushRequest[] = [];
		expect(
			await sendStranded(
				stranded!,
				pushTo(sent, () => 'quarantined'),
				from
			)
		).toBe(true);
		expect(sent).toMatchObject([{ deviceId: 'new', storeId: 'store', pending: 3, highestSeq: 3 }]);
	});

	it('stays where it is when the server could not open one, or did not answer', async () => {
		const unopened = pushTo([], (id) => (id === 'id-2' ? 'unopened' : 'accepted'));
		expect(await sendStranded(stranded!, unopened, from)).toBe(false);
		expect(
			await sendStranded(
				stranded!,
				pushTo([], () => undefined),
				from
			)
		).toBe(false);
		const silent = async (): Promise<TransportResult> => ({ kind: 'unreachable' });
		expect(await sendStranded(stranded!, silent, from)).toBe(false);
	});
});
