import { describe, expect, it } from 'vitest';
import { TODAY } from '../../../../tests/builders/orientation.ts';
import { lintRule } from './lint.ts';
import type { Condition } from './rule.ts';

const words = (it: string) => ({ it, en: it });
const aRule = (when: unknown, more: object = {}) => ({
	...{ id: 'bonus-sociale', kind: 'benefit', level: 'national', provider: 'ARERA' },
	...{ name: words('Bonus sociale'), summary: words('Uno sconto'), how: words('Da sé') },
	...{ act: 'ARERA 2/2026', source: 'https://www.arera.it', checkedBy: 'PoIS' },
	...{ validFrom: '2026-01-01', validTo: '2026-12-31', checkedOn: '2026-11-02' },
	when,
	...more
});
const problems = (when: Condition, more?: object) => lintRule(aRule(when, more), TODAY).problems;
const child = { fact: 'age', under: 18 } as const;
const elder = { fact: 'age', from: 65 } as const;
const poor = { fact: 'isee.ordinary', to: 9_796 } as const;

describe('a rule that is as it should be', () => {
	it('has no problem', () => {
		expect(problems({ all: [poor, { any: [child, elder] }] })).toEqual([]);
		expect(problems({ any: [poor, { judged: words('È in difficoltà') }] })).toEqual([]);
	});
});

describe('a condition', () => {
	it('that nobody can meet is found', () => {
		expect(problems({ all: [child, elder] })).toEqual([{ path: 'when', problem: 'nobody-fits' }]);
		expect(problems({ not: { any: [poor, { not: poor }] } })).toMatchObject([
			{ problem: 'nobody-fits' }
		]);
	});

	it('on a day that nobody can meet is found', () => {
		const old: Condition = { fact: 'jobEndedOn', until: '2025-09-30' };
		expect(problems({ all: [old, { fact: 'jobEndedOn', withinDays: 68 }] })).toEqual([
			{ path: 'when', problem: 'nobody-fits' }
		]);
		expect(problems({ any: [old, { fact: 'jobEndedOn', withinDays: 68 }] })).toEqual([]);
	});

	it('on a day is tried as long as its rule holds, and not on the day it is read', () => {
		const lately: Condition = { fact: 'jobEndedOn', withinDays: 68 };
		const nextYear: Condition = { fact: 'jobEndedOn', since: '2027-01-01' };
		const validity = { validFrom: '2027-01-01', validTo: '2027-12-31' };
		expect(problems({ all: [nextYear, lately] }, validity)).toEqual([]);
		expect(problems({ all: [nextYear, lately] })).toEqual([
			{ path: 'when', problem: 'nobody-fits' }
		]);
		// Only in spring, far from either end of the year.
		const spring: Condition = { fact: 'jobEndedOn', since: '2026-04-01', until: '2026-04-30' };
		expect(problems({ all: [spring, { fact: 'jobEndedOn', withinDays: 10 }] })).toEqual([]);
		const before: Condition = { fact: 'jobEndedOn', since: '2025-10-25' };
		expect(problems({ all: [before, lately] })).toEqual([
			{ path: 'when.all.0', problem: 'changes-nothing' }
		]);
	});

	it('on a day before 1970 is met by somebody', () => {
		expect(problems({ fact: 'jobEndedOn', until: '1965-12-31' })).toEqual([]);
		expect(problems({ fact: 'jobEndedOn', since: '1965-01-01', until: '1965-12-31' })).toEqual([]);
	});

	it('that changes nothing is found where it stands', () => {
		expect(problems({ all: [elder, { fact: 'age', from: 60 }] })).toEqual([
			{ path: 'when.all.1', problem: 'changes-nothing' }
		]);
		expect(problems({ any: [poor, { all: [poor, elder] }] }).map(({ path }) => path)).toContain(
			'when.any.1'
		);
	});

	it('that only the cent tells from its neighbour is taken as it is', () => {
		expect(problems({ all: [{ fact: 'isee.ordinary', from: 9_796 }, poor] })).toEqual([]);
		expect(problems({ all: [{ fact: 'isee.ordinary', over: 9_796 }, poor] })).toMatchObject([
			{ problem: 'nobody-fits' }
		]);
	});
});

describe('what is not of the form of a rule', () => {
	it('is said with its place', () => {
		const wrong = [
			[{ fact: 'shoeSize', from: 40 }, 'when.fact'],
			[{ fact: 'residence', is: ['Milano'] }, 'when'],
			[{ fact: 'age' }, 'when'],
			[{ fact: 'jobEndedOn', withinDays: 1_000_000 }, 'when.withinDays'],
			[{ all: [] }, 'when.all'],
			[{ all: [poor, { any: [{ fact: 'isPregnant', is: ['yes'] }] }] }, 'when.all.1.any.0']
		] as const;
		for (const [when, path] of wrong) {
			const { rule, problems: found } = lintRule(aRule(when), TODAY);
			expect(rule).toBeNull();
			expect(found.map((each) => each.path)).toContain(path);
		}
	});

	it('is a rule without a source, or in one language', () => {
		const paths = (more: object) =>
			lintRule(aRule(poor, more), TODAY).problems.map(({ path }) => path);
		expect(paths({ source: ' ' })).toEqual(['source']);
		expect(paths({ act: undefined })).toEqual(['act']);
		expect(paths({ name: { it: 'Bonus' } })).toEqual(['name.en']);
	});
});

describe('the dates of a rule', () => {
	it('are looked at', () => {
		expect(problems(poor, { validTo: '2026-11-26' })).toEqual([
			{ path: 'validTo', problem: 'expired' }
		]);
		expect(problems(poor, { validTo: TODAY })).toEqual([]);
		expect(problems(poor, { validFrom: '2027-01-01' })).toEqual([
			{ path: 'validTo', problem: 'ends-before-it-begins' }
		]);
		expect(problems(poor, { checkedOn: '2026-11-28' })).toEqual([
			{ path: 'checkedOn', problem: 'checked-in-the-future' }
		]);
	});
});
