/** The simulator itself; `seeds.test.ts` plays it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mutations } from './mutation-list.ts';
import { createRandom } from './random.ts';
import { createScheduler } from './scheduler.ts';
import { simulate } from './simulate.ts';
import { makeStory } from './story.ts';

describe('a simulated city', () => {
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

	it('knows where to break the engine', () => {
		const root = fileURLToPath(new URL('../../', import.meta.url));
		for (const { name, also = [], ...first } of mutations) {
			for (const { file, from, to } of [first, ...also]) {
				const parts = readFileSync(join(root, file), 'utf8').split(from);
				expect(`${name}: ${parts.length - 1} in ${file}`).toBe(`${name}: 1 in ${file}`);
				expect(to).not.toBe(from);
			}
		}
	});
});
