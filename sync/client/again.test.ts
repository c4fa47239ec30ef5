import { describe, expect, it } from 'vitest';
import type { Envelope } from '../protocol/envelope.ts';
import { dueAgain, onlyHere, TRY_SEALED_AGAIN_MS } from './again.ts';
import { DEPENDS_ON_WITHHELD } from './exceptions.ts';
import type { DeviceMeta, Exception } from './ports.ts';

const NOW = 1_700_000_000_000;
const LONG_AGO = NOW - TRY_SEALED_AGAIN_MS;

/** Each depends on the one before it. */
function records(answeredSeq: number, exceptions: Partial<Exception>[], missing: number[] = []) {
	const outbox = [1, 2, 3].map((seq) => {
		const dependsOn = seq > 1 ? [`id-${seq - 1}`] : [];
		return [seq, { seq, id: `id-${seq}`, dependsOn } as unknown as Envelope] as const;
	});
	return {
		meta: { answeredSeq, highestSeq: 3, missing } as unknown as DeviceMeta,
		outbox: new Map(outbox),
		exceptions: new Map(
			exceptions.map((each) => {
				const seq = each.seq!;
				const rest = { id: `id-${seq}`, reason: null, at: LONG_AGO, supersededBy: null };
				return [seq, { ...rest, ...each } as Exception];
			})
		)
	};
}
const unopened = { outcome: 'unopened', reason: 'unknown-key' } as const;
const parked = { outcome: 'blocked', reason: DEPENDS_ON_WITHHELD } as const;

describe('what is sent again', () => {
	it('is what the server says it never saw and is here, and what it could not open a while ago', () => {
		expect(dueAgain(records(3, [], [1, 3, 9]), NOW)).toEqual([1, 3]);
		expect(dueAgain(records(3, [{ seq: 2, ...unopened }], [3]), NOW)).toEqual([2, 3]);
		expect(dueAgain(records(3, [{ seq: 2, ...unopened, at: NOW - 1 }]), NOW)).toEqual([]);
	});

	it('is what the server has answered, and has no more after it was put back; decided, it stays', () => {
		const held = { seq: 1, outcome: 'held' } as const;
		const quarantined = { seq: 2, outcome: 'quarantined' } as const;
		const rejected = { seq: 3, outcome: 'rejected' } as const;
		const all = [held, quarantined, rejected];
		expect(dueAgain(records(3, all, [1, 2, 3]), NOW)).toEqual([1, 2, 3]);
		expect(onlyHere(records(3, all, [1, 2, 3]))).toEqual([1, 2, 3]);
		expect(dueAgain(records(3, all), NOW)).toEqual([]);
		const decided = { ...quarantined, supersededBy: 'x' };
		expect(dueAgain(records(3, [decided], [2]), NOW)).toEqual([]);
	});

	it('is tried by a clock that was put back, too', () => {
		const ahead = { seq: 1, ...unopened, at: NOW + TRY_SEALED_AGAIN_MS };
		expect(dueAgain(records(3, [ahead]), NOW)).toEqual([1]);
	});

	it('takes with it what waits for it, and nothing before', () => {
		const waiting = [
			{ seq: 2, ...parked },
			{ seq: 3, ...parked }
		];
		expect(dueAgain(records(3, [{ seq: 1, ...unopened, at: NOW }, ...waiting]), NOW)).toEqual([]);
		expect(dueAgain(records(3, [{ seq: 1, ...unopened }, ...waiting]), NOW)).toEqual([1, 2, 3]);
		expect(dueAgain(records(3, waiting), NOW)).toEqual([2, 3]);
	});

	// Seen to fail with what was given up taken for gone: it would be parked and taken up again without end.
	it('is nothing that stands on what was given up or is too large', () => {
		const aside = { seq: 1, ...unopened, setAsideAt: 5 };
		expect(dueAgain(records(3, [aside, { seq: 2, ...parked }]), NOW)).toEqual([]);
		const large = { seq: 1, outcome: 'too-large' } as const;
		expect(dueAgain(records(3, [large, { seq: 2, ...parked }]), NOW)).toEqual([]);
	});
});

describe('what is on this device alone', () => {
	it('is what has no answer, what the server never saw, and what it could not take in', () => {
		const large = { seq: 1, outcome: 'too-large', setAsideAt: 5 } as const;
		expect(onlyHere(records(2, [large]))).toEqual([1, 3]);
		expect(onlyHere(records(3, [{ seq: 2, ...unopened }], [3]))).toEqual([2, 3]);
	});

	it('is nothing that the server has refused, or that was written anew', () => {
		const rejected = { seq: 1, outcome: 'rejected' } as const;
		expect(onlyHere(records(3, [rejected, { seq: 2, ...unopened, supersededBy: 'x' }]))).toEqual(
			[]
		);
	});
});
