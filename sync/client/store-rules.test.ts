import { describe, expect, it } from 'vitest';
import type { Exception } from './ports.ts';
import { withDecision } from './store-rules.ts';

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
