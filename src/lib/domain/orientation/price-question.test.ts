import { describe, expect, it } from 'vitest';
import { isee, LAST_YEAR, TODAY } from '../../../../tests/builders/orientation.ts';
import { aRule } from '../../../../tests/builders/rules.ts';
import type { CatalogueEntry } from '../catalogue/entry.ts';
import type { PriceBand } from '../catalogue/price-bands.ts';
import type { Answers } from './facts.ts';
import { orient } from './orient.ts';
import { priceQuestion } from './price-question.ts';
import type { Rule } from './rule.ts';

const nursery = 'b9d06a6e-3d7c-5a52-9b57-0d8f3b7f2a10';
const banded: PriceBand[] = [
	{ to: 7000, fee: 80, unit: 'mese', iseeType: 'minorenni' },
	{ from: 7000.01, fee: 480, unit: 'mese', iseeType: 'minorenni' }
];

function asked(answers: Answers, rule: Partial<Rule> = {}, priceBands = banded) {
	const rules = [aRule({ serviceId: nursery, when: { fact: 'age', from: 18 }, ...rule })];
	const entries = new Map([[nursery, { id: nursery, priceBands } as CatalogueEntry]]);
	return priceQuestion(orient(rules, answers, TODAY), entries, answers, TODAY);
}

describe('what is asked for the sake of a price', () => {
	it('is the kind of ISEE that the tariff goes by, until it has been said', () => {
		expect(asked({ age: 30 })).toBe('isee.minors');
		expect(asked({ age: 30, 'isee.ordinary': isee(1) })).toBe('isee.minors');
		expect(asked({ age: 30, 'isee.minors': isee(700_000) })).toBeNull();
	});

	it('is not asked again of whoever does not know, or has an expired one', () => {
		expect(asked({ age: 30, 'isee.minors': null })).toBeNull();
		expect(asked({ age: 30, 'isee.minors': isee(1, LAST_YEAR) })).toBeNull();
	});

	it('is how many they are, where the tariff goes by that', () => {
		const byMembers: PriceBand[] = [
			{ fee: 3, membersFrom: 1 },
			{ fee: 2, membersFrom: 4 }
		];
		expect(asked({ age: 30 }, {}, byMembers)).toBe('householdMembers');
		expect(asked({ age: 30, householdMembers: 4 }, {}, byMembers)).toBeNull();
	});

	it('is asked for what they can ask for, and not for what is not for them or is not known yet', () => {
		expect(asked({ age: 10 })).toBeNull();
		expect(asked({ age: null })).toBeNull();
		const judged = { judged: { it: 'È fragile', en: 'The person is frail' } };
		expect(asked({}, { when: judged })).toBe('isee.minors');
	});

	it('is nothing where every household pays the same, and where there is no tariff', () => {
		expect(asked({ age: 30 }, {}, [{ fee: 3 }])).toBeNull();
		expect(asked({ age: 30 }, {}, [])).toBeNull();
		expect(priceQuestion(orient([aRule()], { age: 30 }, TODAY), new Map(), {}, TODAY)).toBeNull();
	});
});
