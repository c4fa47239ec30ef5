import { describe, expect, it } from 'vitest';
import type { DeviceMeta, Exception } from './ports.ts';
import { inNewHistory, withDecision } from './store-rules.ts';

const rejected: Exception = {
	seq: 1,
	id: 'id-1',
	outcome: 'rejected',
	reason: 'why',
	at: 5,
	supersededBy: null
};

describe('a new answer to what a person has decided about', () => {
	it('leaves the decision as it stands', () => {
		expect(withDecision(rejected, { ...rejected, setAsideAt: 7 }).setAsideAt).toBe(7);
		expect(withDecision(rejected, { ...rejected, supersededBy: 'x' }).supersededBy).toBe('x');
	});

	it('gives nothing up again that was taken back since it was asked for', () => {
		expect(withDecision({ ...rejected, setAsideAt: 7 }, rejected)).not.toHaveProperty('setAsideAt');
	});
});

describe('a restored server', () => {
	const meta = { epoch: 'one', answeredSeq: 5, highestSeq: 5 } as DeviceMeta;

	it('is sent everything that is kept, and told of what is lost', () => {
		const kept = inNewHistory({ ...meta, missing: [2, 4] }, 'two', [4, 5], Infinity);
		expect(kept).toMatchObject({ epoch: 'two', answeredSeq: 1, missing: [2] });
		expect(inNewHistory({ ...meta, missing: [4, 5] }, 'two', [], Infinity)).toMatchObject({
			answeredSeq: 3
		});
	});

	it('is told of nothing that was forgotten because it is old', () => {
		expect(inNewHistory({ ...meta, missing: [] }, 'two', [], Infinity)).toMatchObject({
			answeredSeq: 5
		});
	});
});
