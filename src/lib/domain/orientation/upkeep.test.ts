import { describe, expect, it } from 'vitest';
import { aRuleSet } from '../../../../tests/builders/rules.ts';
import { runningOut, unanswered } from './upkeep.ts';

const TODAY = '2026-11-28';

describe('the rules that run out', () => {
	it('are those that have expired and those that will within sixty days, the first first', () => {
		const days = ['2027-01-28', '2026-12-31', '2026-11-27', '2027-01-27', '2026-11-28'];
		const { rules } = aRuleSet(
			1,
			days.map((validTo, index) => ({ id: `rule-${index}`, validFrom: '2026-01-01', validTo }))
		);
		expect(runningOut(rules, TODAY).map(({ validTo }) => validTo)).toEqual([
			'2026-11-27',
			'2026-11-28',
			'2026-12-31',
			'2027-01-27'
		]);
	});
});

describe('the questions that stay without an answer', () => {
	it('are counted by their "non so", and not when they were never asked', () => {
		const conversations = [
			{ age: null, 'isee.ordinary': null },
			{ age: 40, 'isee.ordinary': null },
			{ hasCar: false }
		];
		expect(unanswered(conversations)).toEqual([
			{ id: 'isee.ordinary', count: 2 },
			{ id: 'age', count: 1 }
		]);
	});
});
