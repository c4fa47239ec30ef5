import { describe, expect, it } from 'vitest';
import { createTurns } from './turns.ts';

const aTurnOfTheLoop = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a crowd', () => {
	it('comes through in its order, and lets others through between two of it', async () => {
		const turn = createTurns();
		const through: number[] = [];
		const crowd = Array.from({ length: 10 }, async (_, index) => {
			await turn();
			through.push(index);
		});
		await aTurnOfTheLoop();
		await aTurnOfTheLoop();
		expect(through.length).toBeLessThan(5);
		await Promise.all(crowd);
		expect(through).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	});
});
