/**
 * Some seeds in every test run; `npm run sim` plays more of them, and docs/simulator.md says what they are. A failure names
 * the seed: `npm run sim -- --seeds 1 --seed N` shrinks it.
 */
import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { createScheduler } from './scheduler.ts';
import { regressions } from './regressions.ts';
import { simulate } from './simulate.ts';
import { makeStory } from './story.ts';

const FIRST_SEED = 1;
const SEEDS = 40;

async function failureOf(seed: number) {
	const { failure } = await simulate(makeStory(seed));
	return failure && `seed ${seed}: ${failure.check} after ${failure.at} ms: ${failure.detail}`;
}

describe('a simulated city', () => {
	it(`loses nothing and doubles nothing, seeds ${FIRST_SEED} to ${FIRST_SEED + SEEDS - 1}`, async () => {
		for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed += 1) {
			expect(await failureOf(seed)).toBeNull();
		}
	});

	it.each(regressions.filter(({ seed }) => seed >= FIRST_SEED + SEEDS))(
		'has learnt from seed $seed: $found',
		async ({ seed }) => {
			expect(await failureOf(seed)).toBeNull();
		}
	);

	it('is played again bit by bit from the same seed, on either server store', async () => {
		for (const server of ['memory', 'sqlite'] as const) {
			const [one, other] = [
				await simulate(makeStory(7, server)),
				await simulate(makeStory(7, server))
			];
			expect(other.hash).toBe(one.hash);
			expect(other.events).toBe(one.events);
			expect(one.saved).toBeGreaterThan(0);
		}
		expect((await simulate(makeStory(7))).hash).not.toBe((await simulate(makeStory(8))).hash);
	});
});

describe('the means of the simulator', () => {
	it('draws the same from the same seed, and evenly', () => {
		const draw = (seed: string) => {
			const random = createRandom(seed);
			return Array.from({ length: 3000 }, () => random.int(3));
		};
		expect(draw('a')).toEqual(draw('a'));
		expect(draw('a')).not.toEqual(draw('b'));
		for (const value of [0, 1, 2]) {
			expect(draw('a').filter((each) => each === value).length).toBeGreaterThan(900);
		}
	});

	it('runs events in the order of their times, and lets promises end between two of them', async () => {
		const scheduler = createScheduler(0);
		const seen: string[] = [];
		scheduler.after(20, () => seen.push(`second at ${scheduler.now}`));
		scheduler.after(10, () => {
			void Promise.resolve()
				.then(() => undefined)
				.then(() => seen.push(`promise at ${scheduler.now}`));
			seen.push('first');
		});
		scheduler.after(15, () => seen.push('never'))();
		await scheduler.runUntil(30);
		expect(seen).toEqual(['first', 'promise at 10', 'second at 20']);
		expect(scheduler.now).toBe(30);
	});
});
