import { describe, expect, it } from 'vitest';
import { isSecondTap } from './second-tap.ts';

describe('a second tap', () => {
	it('is one that follows at once on a question that has just come', () => {
		const now = performance.now();
		expect(isSecondTap({ detail: 2 }, now)).toBe(true);
		expect(isSecondTap({ detail: 2 }, now - 1000)).toBe(false);
	});

	it('is no first tap and no key, however soon', () => {
		expect(isSecondTap({ detail: 1 }, performance.now())).toBe(false);
		expect(isSecondTap({ detail: 0 }, performance.now())).toBe(false);
	});
});
