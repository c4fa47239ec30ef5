import { expect, it } from 'vitest';
import { startOfDay } from './days.ts';

it('ends a day where the next one begins, also when the clocks change', () => {
	const next = startOfDay('2026-10-25', 1);
	expect(next).toBe(startOfDay('2026-10-26'));
	expect(startOfDay('2026-12-31', 1)).toBe(new Date(2027, 0, 1).getTime());
});

it.each(['', '2026-1-1', 'ieri'])('takes no day from %j', (text) => {
	expect(startOfDay(text)).toBeUndefined();
});
