import { describe, expect, it } from 'vitest';
import { aRule, TODAY } from '../../../../tests/builders/orientation';
import { createReckoning, MOST_KEPT } from './reckoning';

const lately = [aRule({ when: { fact: 'jobEndedOn', withinDays: 68 } })];
const inTime = { jobEndedOn: '2026-09-20' };

describe('what comes of answers', () => {
	it('is reckoned once', () => {
		const reckon = createReckoning();
		expect(reckon(lately, { ...inTime }, TODAY)).toBe(reckon(lately, inTime, TODAY));
	});

	it('is another on the day after, and by other rules', () => {
		const reckon = createReckoning();
		const yeses = (rules: typeof lately, today: string) =>
			reckon(rules, inTime, today).results.yes.length;
		expect(yeses(lately, TODAY)).toBe(1);
		expect(yeses(lately, '2026-11-28')).toBe(0);
		expect(yeses([], TODAY)).toBe(0);
		expect(yeses(lately, TODAY)).toBe(1);
	});

	it('is kept of the last answers alone', () => {
		const reckon = createReckoning();
		const first = reckon(lately, inTime, TODAY);
		for (let age = 0; age < MOST_KEPT - 1; age += 1) reckon(lately, { age }, TODAY);
		expect(reckon(lately, inTime, TODAY)).toBe(first);
		reckon(lately, { age: MOST_KEPT }, TODAY);
		expect(reckon(lately, inTime, TODAY)).not.toBe(first);
	});
});
