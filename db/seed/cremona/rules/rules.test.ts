import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	cellsOf,
	factsOf,
	figuresOf,
	leavesOf
} from '../../../../src/lib/domain/orientation/cells.ts';
import { evaluate } from '../../../../src/lib/domain/orientation/evaluate.ts';
import {
	factIds,
	facts,
	type Answer,
	type Answers,
	type FactId
} from '../../../../src/lib/domain/orientation/facts.ts';
import { lintRule } from '../../../../src/lib/domain/orientation/lint.ts';
import type { Condition } from '../../../../src/lib/domain/orientation/rule.ts';
import { isee, LAST_YEAR, THIS_YEAR, TODAY } from '../../../../tests/builders/orientation.ts';
import { sampleServices } from '../services.ts';
import { sampleRules } from './index.ts';

const rules = sampleRules();
const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));

describe('the rules of the sample city', () => {
	it('are all the files there are, each called after its rule', () => {
		expect(rules.length).toBeGreaterThanOrEqual(27);
		expect(rules.map(({ id }) => `${id}.json`).sort()).toEqual(files.sort());
	});

	it.each(files)('%s has no problem on a day on which it holds', (name) => {
		const file = JSON.parse(readFileSync(`${import.meta.dirname}/${name}`, 'utf8')) as unknown;
		expect(lintRule(file, TODAY).problems).toEqual([]);
	});

	it('are of every level, and those about a card are about one of the sample catalogue', () => {
		const levels = new Set(rules.map(({ level }) => level));
		expect(levels).toEqual(new Set(['national', 'regional', 'municipal', 'territorial']));
		const services = new Set(sampleServices().map(({ id }) => id));
		const linked = rules.flatMap(({ serviceId }) => serviceId ?? []);
		expect(linked.length).toBeGreaterThan(rules.length / 2);
		expect(linked.filter((id) => !services.has(id))).toEqual([]);
	});

	it('ask everything that can be asked, but for the kinds of ISEE that prices go by, or a city’s own rules', () => {
		const asked = new Set(rules.flatMap(({ when }) => factsOf(when)));
		expect(factIds.filter((id) => !asked.has(id))).toEqual([
			'isee.minors',
			'isee.residential',
			'isee.university',
			'isee.current'
		]);
	});

	it('promise nothing', () => {
		const words = JSON.stringify(rules);
		expect(words).not.toMatch(/hai diritto|you are entitled|you will get|riceverai/i);
	});
});

const isIsee = (id: FactId) => facts[id].kind === 'isee';

/** Whether every way to that outcome goes by an ISEE: without one it cannot come about. */
function needsIsee(condition: Condition, outcome = true): boolean {
	const each = (parts: readonly Condition[]) => parts.map((part) => needsIsee(part, outcome));
	const every = (parts: readonly Condition[]) => each(parts).every(Boolean);
	const some = (parts: readonly Condition[]) => each(parts).some(Boolean);
	if ('all' in condition) return outcome ? some(condition.all) : every(condition.all);
	if ('any' in condition) return outcome ? every(condition.any) : some(condition.any);
	if ('not' in condition) return needsIsee(condition.not, !outcome);
	if ('of' in condition) {
		const free = each(condition.of).filter((needs) => !needs).length;
		const wanted = outcome ? condition.atLeast : condition.of.length - condition.atLeast + 1;
		return free < wanted;
	}
	return 'fact' in condition && isIsee(condition.fact);
}

/** As if whoever judges what has to be judged always judged in favour of that outcome. */
function favoured(condition: Condition, outcome = true): Condition {
	const each = (parts: readonly Condition[]) => parts.map((part) => favoured(part, outcome));
	if ('all' in condition) return { all: each(condition.all) };
	if ('any' in condition) return { any: each(condition.any) };
	if ('not' in condition) return { not: favoured(condition.not, !outcome) };
	if ('of' in condition) return { atLeast: condition.atLeast, of: each(condition.of) };
	if ('judged' in condition) return outcome ? { all: [] } : { any: [] };
	return condition;
}

const leaves = rules.flatMap(({ when }) => leavesOf(when));
const cells = (id: FactId) =>
	fc.constantFrom(...cellsOf(id, figuresOf(id, leaves, TODAY), THIS_YEAR));
const unknown = fc.constantFrom(undefined, null);
const households = (iseeAnswer: (id: FactId) => fc.Arbitrary<Answer | null | undefined>) =>
	fc.record(
		Object.fromEntries(
			factIds.map((id) => [
				id,
				isIsee(id)
					? iseeAnswer(id)
					: fc.oneof(
							{ weight: 5, arbitrary: cells(id) as fc.Arbitrary<unknown> },
							{ weight: 1, arbitrary: unknown }
						)
			])
		)
	) as fc.Arbitrary<Answers>;

/**
 * What is claimed, of every shipped rule: if each way to its yes goes by an ISEE, then no answers whatever to the other
 * questions make it a yes as long as no ISEE is answered, be it not asked, "non so", or of a statement that has expired;
 * not even where everything that a person has to judge is judged in its favour. And the rules of which this is not
 * claimed mention no ISEE in their conditions at all, so that none of them has a threshold which could be passed by.
 */
describe('without an ISEE', () => {
	const withThreshold = rules.filter(({ when }) => factsOf(when).some(isIsee));
	const cases = withThreshold.map(({ id, when }) => ({ id, when: favoured(when) }));

	it('there is no way around any threshold of any shipped rule', () => {
		expect(withThreshold.filter(({ when }) => !needsIsee(when))).toEqual([]);
		expect(withThreshold.map(({ id }) => id)).toEqual([
			'assegno-di-inclusione',
			'bonus-sociale-bollette',
			'misura-b2'
		]);
	});

	it.each(cases)('$id is never a yes', ({ when }) => {
		const none = () => fc.oneof(unknown, fc.constant(isee(0, LAST_YEAR)));
		fc.assert(
			fc.property(households(none), (answers) => {
				expect(evaluate(when, answers, TODAY).verdict).not.toBe('yes');
			}),
			{ numRuns: 3000 }
		);
	});

	it.each(cases)('$id is a yes for some of the same households as soon as there is one', (each) => {
		const some = fc.sample(households(cells), { numRuns: 3000, seed: 6 });
		const verdicts = some.map((answers) => evaluate(each.when, answers, TODAY).verdict);
		expect(verdicts).toContain('yes');
	});

	it('a way around a threshold would be seen', () => {
		const poor: Condition = { fact: 'isee.ordinary', to: 9_796 };
		const elder: Condition = { fact: 'age', over: 65 };
		expect(needsIsee({ any: [poor, elder] })).toBe(false);
		expect(needsIsee({ any: [poor, { all: [elder, poor] }] })).toBe(true);
		expect(needsIsee({ not: { any: [poor, elder] } })).toBe(true);
		expect(needsIsee({ not: { all: [poor, elder] } })).toBe(false);
		expect(needsIsee({ atLeast: 1, of: [poor, elder] })).toBe(false);
		expect(needsIsee({ atLeast: 2, of: [poor, elder] })).toBe(true);
	});
});
