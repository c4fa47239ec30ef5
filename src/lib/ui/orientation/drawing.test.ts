import { describe, expect, it } from 'vitest';
import { AT_ONCE, drawMore } from './drawing.ts';

const ids = Array.from({ length: 10 }, (_, index) => `rule-${index}`);

describe('cards that are made a few at a time', () => {
	it('begin with the first, and are all there in the end', () => {
		let drawn = drawMore(ids, new Set());
		expect([...drawn]).toEqual(ids.slice(0, AT_ONCE));
		for (let turns = 0; turns < ids.length / AT_ONCE; turns += 1) drawn = drawMore(ids, drawn);
		expect([...drawn]).toEqual(ids);
	});

	it('stay when others come before them', () => {
		const before = new Set(ids.slice(0, 2));
		const drawn = drawMore(['new', ...ids], before);
		expect(drawn).toContain('new');
		expect(drawn).toContain('rule-1');
		expect(drawn.size).toBe(before.size + AT_ONCE);
	});

	it('go when they are wanted no more', () => {
		expect(drawMore(['rule-1'], new Set(ids))).toEqual(new Set(['rule-1']));
	});
});
