import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whileIdle } from './while-idle.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('does one after the other, until they are taken back', () => {
	const done: number[] = [];
	const cancel = whileIdle([1, 2, 3].map((number) => () => done.push(number)));
	vi.advanceTimersToNextTimer();
	expect(done).toEqual([1]);
	vi.advanceTimersToNextTimer();
	cancel();
	vi.runAllTimers();
	expect(done).toEqual([1, 2]);
});
