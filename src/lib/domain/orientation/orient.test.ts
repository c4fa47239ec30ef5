import { describe, expect, it } from 'vitest';
import { TODAY } from '../../../../tests/builders/orientation.ts';
import { aRule } from '../../../../tests/builders/rules.ts';
import type { Answers } from './facts.ts';
import { orient, statusOn, type Outcome } from './orient.ts';

const expired = aRule({ id: 'scaduta', validFrom: '2025-01-01', validTo: '2025-12-31' });
const next = aRule({ id: 'prossima', validFrom: '2027-01-01', validTo: '2027-12-31' });
const cheap = aRule({ id: 'bonus', when: { fact: 'isee.ordinary', to: 9_796 } });
const young = aRule({ id: 'nido', when: { fact: 'age', under: 3 } });

const idsOf = (answers: Answers, today = TODAY) => {
	const groups = Object.entries(orient([expired, cheap, aRule(), young, next], answers, today));
	return Object.fromEntries(
		groups.map(([name, all]) => [name, all.map(({ rule }: Outcome) => rule.id)])
	);
};

describe('a rule', () => {
	it('holds on its first and on its last day, and on no day beside them', () => {
		const rule = aRule({ validFrom: '2026-01-01', validTo: '2026-12-31' });
		const days = ['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'];
		const on = days.map((day) => statusOn(rule, day));
		expect(on).toEqual(['not-yet', 'valid', 'valid', 'expired']);
	});
});

describe('orientation', () => {
	it('puts every rule into one group', () => {
		expect(idsOf({ age: 78 })).toEqual({
			yes: ['pasti'],
			toVerify: ['bonus'],
			no: ['nido'],
			expired: ['scaduta'],
			notYet: ['prossima']
		});
	});

	it('puts first of what is to verify what fewest answers would decide', () => {
		const far = aRule({ id: 'lontana', when: { all: [cheap.when, young.when] } });
		const { toVerify } = orient([far, cheap], {}, TODAY);
		expect(toVerify.map(({ rule }) => rule.id)).toEqual(['bonus', 'lontana']);
	});

	it('says yes to nothing by a rule that has expired, though its conditions are met', () => {
		const { expired: past, yes } = orient([expired], { age: 78 }, TODAY);
		expect(past).toMatchObject([{ status: 'expired', finding: { verdict: 'yes' } }]);
		expect(yes).toEqual([]);
		expect(idsOf({ age: 78 }, '2027-06-01')).toMatchObject({ yes: ['prossima'], toVerify: [] });
	});
});
