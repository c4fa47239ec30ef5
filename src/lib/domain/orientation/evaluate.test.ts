import { describe, expect, it } from 'vitest';
import { isee, LAST_YEAR, TODAY } from '../../../../tests/builders/orientation.ts';
import { evaluate, judgedOf, missingOf, reasonsOf } from './evaluate.ts';
import type { Answers } from './facts.ts';
import type { Condition } from './rule.ts';

const bills: Condition = {
	any: [
		{ fact: 'isee.ordinary', to: 9_796 },
		{
			all: [
				{ fact: 'dependentChildren', from: 4 },
				{ fact: 'isee.ordinary', to: 20_000 }
			]
		}
	]
};
const come = (condition: Condition, answers: Answers) => evaluate(condition, answers, TODAY);

describe('an ISEE at its threshold', () => {
	it('is within it to the cent', () => {
		const verdictAt = (cents: number) => {
			return come(bills, { 'isee.ordinary': isee(cents), dependentChildren: 0 }).verdict;
		};
		expect([979_599, 979_600, 979_601].map(verdictAt)).toEqual(['yes', 'yes', 'no']);
	});

	it('is compared in cents where the figure has some', () => {
		const child: Condition = { fact: 'isee.minors', over: 17_468.51 };
		const verdictAt = (cents: number) => come(child, { 'isee.minors': isee(cents) }).verdict;
		expect([1_746_850, 1_746_851, 1_746_852].map(verdictAt)).toEqual(['no', 'no', 'yes']);
	});

	it('that is reckoned with the household’s scale is multiplied before it is rounded', () => {
		const income: Condition = { fact: 'householdIncome', to: 6_500, times: 'equivalenceScale' };
		const verdictAt = (cents: number) => {
			return come(income, { householdIncome: cents, equivalenceScale: 1.57 }).verdict;
		};
		expect([1_020_500, 1_020_501].map(verdictAt)).toEqual(['yes', 'no']);
	});
});

describe('a day', () => {
	const verdictsOf = (condition: Condition, days: readonly string[]) =>
		days.map((jobEndedOn) => come(condition, { jobEndedOn }).verdict);

	it('is within a period on both of its ends', () => {
		const year: Condition = { fact: 'jobEndedOn', since: '2026-01-01', until: '2026-06-30' };
		const days = ['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'];
		expect(verdictsOf(year, days)).toEqual(['no', 'yes', 'yes', 'no']);
	});

	it('is within so many days up to the last of them, and not before it has come', () => {
		const lately: Condition = { fact: 'jobEndedOn', withinDays: 68 };
		// The 27th of November is the day of these tests.
		const days = ['2026-09-19', '2026-09-20', '2026-11-27', '2026-11-28'];
		expect(verdictsOf(lately, days)).toEqual(['no', 'yes', 'yes', 'no']);
	});

	it('is missing when nobody has said it', () => {
		const finding = come({ fact: 'jobEndedOn', withinDays: 68 }, { jobEndedOn: null });
		expect([finding.verdict, missingOf(finding)]).toEqual(['to-verify', ['jobEndedOn']]);
	});
});

describe('a missing answer', () => {
	it('is never a yes, and is named', () => {
		for (const answers of [{}, { 'isee.ordinary': null }, { dependentChildren: 5 }]) {
			const finding = come(bills, answers);
			expect(finding.verdict).toBe('to-verify');
			expect(missingOf(finding)).toContain('isee.ordinary');
		}
	});

	it('is not asked for where it no longer matters', () => {
		const few = come(bills, { dependentChildren: 2 });
		expect(missingOf(few)).toEqual(['isee.ordinary']);
		expect(missingOf(come(bills, { 'isee.ordinary': isee(500_000) }))).toEqual([]);
	});

	it('is what an expired statement is, and it is said that it has expired', () => {
		const finding = come(bills, {
			'isee.ordinary': isee(500_000, LAST_YEAR),
			dependentChildren: 1
		});
		expect(finding.verdict).toBe('to-verify');
		expect(reasonsOf(finding)).toMatchObject([{ verdict: 'to-verify', isExpired: true }]);
	});
});

describe('what only a person can judge', () => {
	const frail: Condition = {
		all: [
			{ fact: 'age', over: 65 },
			{ judged: { it: 'Vive in una situazione di fragilità', en: 'Lives in a frail situation' } }
		]
	};

	it('is to verify for ever, and asks for no answer', () => {
		const finding = come(frail, { age: 78 });
		expect(finding.verdict).toBe('to-verify');
		expect(missingOf(finding)).toEqual([]);
		expect(judgedOf(finding)).toHaveLength(1);
		expect(reasonsOf(finding).map(({ verdict }) => verdict)).toEqual(['yes', 'to-verify']);
	});

	it('does not matter to whom something else rules out', () => {
		const finding = come(frail, { age: 60 });
		expect(finding.verdict).toBe('no');
		expect(reasonsOf(finding)).toMatchObject([{ leaf: { fact: 'age' }, verdict: 'no' }]);
		expect(judgedOf(finding)).toEqual([]);
	});
});

describe('at least so many of', () => {
	const two: Condition = {
		atLeast: 2,
		of: [
			{ fact: 'hasDisabledMember', is: true },
			{ fact: 'isPregnant', is: true },
			{ fact: 'hasMemberOver60', is: true }
		]
	};

	it('holds as soon as there are enough, and fails as soon as there cannot be', () => {
		expect(come(two, { isPregnant: true, hasMemberOver60: true }).verdict).toBe('yes');
		expect(come(two, { isPregnant: false, hasMemberOver60: false }).verdict).toBe('no');
		expect(missingOf(come(two, { isPregnant: true, hasMemberOver60: false }))).toEqual([
			'hasDisabledMember'
		]);
	});
});

describe('the contrary of a condition', () => {
	it('says why in its own terms', () => {
		const out: Condition = { not: { fact: 'work', is: ['employed', 'self-employed'] } };
		expect(reasonsOf(come(out, { work: 'employed' }))).toMatchObject([
			{ verdict: 'no', negated: true }
		]);
		expect(come(out, { work: 'retired' }).verdict).toBe('yes');
		expect(come(out, {}).verdict).toBe('to-verify');
	});
});
