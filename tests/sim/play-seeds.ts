import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';
import { makeStory } from './story.ts';

/** So many in one test: what fails is named by its seed anyway. */
const IN_ONE = 50;

/**
 * Some seeds of every test run, in a file of their own so that they are played beside others; `npm run sim` plays more, and
 * docs/simulator.md says what they are. Of a seed that fails, `npm run sim -- --seeds 1 --seed N` tells the smallest story.
 */
export function playSeeds(first: number, last: number) {
	describe('a simulated city', () => {
		for (let from = first; from <= last; from += IN_ONE) {
			const to = Math.min(from + IN_ONE - 1, last);
			it(`loses nothing and doubles nothing, seeds ${from} to ${to}`, async () => {
				for (let seed = from; seed <= to; seed += 1) {
					const { failure } = await simulate(makeStory(seed));
					const told = failure && `seed ${seed}: ${failure.check}: ${failure.detail}`;
					expect(told).toBeNull();
				}
			});
		}
	});
}
