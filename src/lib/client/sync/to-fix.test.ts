import { describe, expect, it } from 'vitest';
import type { DeviceMeta, Exception } from '../../../../sync/client/ports.ts';
import type { Replica } from '../../../../sync/client/replica.ts';
import type { Envelope } from '../../../../sync/protocol/envelope.ts';
import { syncStatusOf } from './status.ts';
import { setAside, toFix } from './to-fix.ts';

function anEnvelope(seq: number, name: string, dependsOn: number[] = []): Envelope {
	const rest = { v: 0 as const, actor: 'marta', args: {}, baseVersions: {}, at: 5 };
	return { ...rest, seq, id: `id-${seq}`, name, dependsOn: dependsOn.map((each) => `id-${each}`) };
}

function anException(
	seq: number,
	outcome: Exception['outcome'],
	change: Partial<Exception> = {}
): Exception {
	return { seq, id: `id-${seq}`, outcome, reason: null, at: 6, supersededBy: null, ...change };
}

function records(answeredSeq: number, envelopes: Envelope[], exceptions: Exception[]) {
	return {
		meta: { answeredSeq, missing: [], lastContactAt: 6 } as unknown as DeviceMeta,
		outbox: new Map(envelopes.map((each) => [each.seq, each])),
		exceptions: new Map(exceptions.map((each) => [each.seq, each]))
	};
}

const contact = {
	last: null,
	running: false,
	sending: null,
	stopped: null,
	clockWrong: false,
	serverPutBack: false
};

function counted(kept: ReturnType<typeof records>) {
	const status = syncStatusOf(
		{ replica: kept as unknown as Replica, contact, readOnly: false },
		true
	);
	const { unsent, toFix: fixing, waiting, stuck } = status;
	return { unsent, toFix: fixing, waiting, stuck };
}

/** Anna and her request in one save, a note on it, and another request that has nothing to do with them. */
const morning = [
	anEnvelope(1, 'person.register'),
	anEnvelope(2, 'request.register', [1]),
	anEnvelope(3, 'request.note', [2]),
	anEnvelope(4, 'request.register')
];

describe('what is to be fixed', () => {
	it('is the refused one, with what waits for it directly and through another', () => {
		const kept = records(4, morning, [
			anException(1, 'rejected'),
			anException(2, 'blocked'),
			anException(3, 'blocked')
		]);
		expect(toFix(kept)).toMatchObject([{ refused: { seq: 1 }, waiting: [{ seq: 2 }, { seq: 3 }] }]);
		expect(counted(kept)).toEqual({ unsent: 0, toFix: 1, waiting: 2, stuck: 2 });
	});

	it('counts among what waits what has not been sent yet, and nowhere else', () => {
		const kept = records(1, morning, [anException(1, 'rejected')]);
		expect(toFix(kept)[0]?.waiting.map(({ seq }) => seq)).toEqual([2, 3]);
		expect(counted(kept)).toEqual({ unsent: 1, toFix: 1, waiting: 2, stuck: 2 });
	});

	it('is none of what was written anew or given up, nor what only has to wait for its record', () => {
		const kept = records(4, morning, [
			anException(1, 'rejected', { supersededBy: 'id-9' }),
			anException(2, 'held'),
			anException(4, 'rejected', { setAsideAt: 7 })
		]);
		expect(toFix(kept)).toEqual([]);
		expect(counted(kept)).toEqual({ unsent: 0, toFix: 0, waiting: 0, stuck: 0 });
		expect(setAside(kept)).toMatchObject([{ refused: { seq: 4 }, waiting: [] }]);
	});

	it('stands by itself when what it waited for is no longer there', () => {
		const kept = records(4, morning, [anException(3, 'blocked')]);
		expect(toFix(kept)).toMatchObject([{ refused: { seq: 3 }, waiting: [] }]);
	});
});
