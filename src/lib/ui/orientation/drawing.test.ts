import { describe, expect, it } from 'vitest';
import { AT_ONCE, drawMore } from './drawing.ts';

const ids = Array.from({ length: 10 }, (_, index) => `rule-${index}`);
const showing = (text: string, keys: readonly string[] = ids) =>
	new Map(keys.map((key) => [key, `${text} of ${key}`]));
const none: ReadonlyMap<string, string> = new Map();

describe('cards that are made a few at a time', () => {
	it('begin with the first, and are all there in the end', () => {
		let drawn = drawMore(showing('reasons'), none, { anew: false });
		expect([...drawn.keys()]).toEqual(ids.slice(0, AT_ONCE));
		for (let turns = 0; turns < ids.length / AT_ONCE; turns += 1)
			drawn = drawMore(showing('reasons'), drawn, { anew: true });
		expect([...drawn]).toEqual([...showing('reasons')]);
	});

	it('stay when others come before them', () => {
		const before = showing('reasons', ids.slice(0, 2));
		const drawn = drawMore(showing('reasons', ['new', ...ids]), before, { anew: false });
		expect([...drawn.keys()]).toEqual(['new', 'rule-0', 'rule-1'].slice(0, before.size + AT_ONCE));
	});

	it('go when they are wanted no more', () => {
		const one = showing('reasons', ['rule-1']);
		expect(drawMore(one, showing('reasons'), { anew: false })).toEqual(one);
	});

	it('say what they said until the first new one is there, and then what is so', () => {
		const before = showing('old reasons', ids.slice(0, 1));
		const first = drawMore(showing('reasons'), before, { anew: false });
		expect(first.get('rule-0')).toBe('old reasons of rule-0');
		expect(first.get('rule-1')).toBe('reasons of rule-1');
		const second = drawMore(showing('reasons'), first, { anew: true });
		expect(second.get('rule-0')).toBe('reasons of rule-0');
	});
});
