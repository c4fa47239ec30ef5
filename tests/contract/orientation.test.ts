/** What holds of every rule there can be, of every household, however much of it is known. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOf } from '../../src/lib/domain/orientation/cells.ts';
import {
	askableOf,
	evaluate,
	judgedOf,
	missingOf,
	reasonsOf,
	standingOf
} from '../../src/lib/domain/orientation/evaluate.ts';
import { nextQuestion } from '../../src/lib/domain/orientation/next-question.ts';
import type { Answers } from '../../src/lib/domain/orientation/facts.ts';
import type { Condition } from '../../src/lib/domain/orientation/rule.ts';
import {
	anyAnswer,
	anyAnswers,
	anyCondition,
	isee,
	LAST_YEAR,
	shuffled,
	TODAY
} from '../builders/orientation.ts';

const any = anyCondition({ words: true });
const RUNS = { numRuns: 2000 };

describe('any rule', () => {
	it('keeps its yes and its no whatever else is answered', () => {
		fc.assert(
			fc.property(any, anyAnswers, anyAnswer, (condition, answers, [id, answer]) => {
				const before = evaluate(condition, answers, TODAY).verdict;
				fc.pre(answers[id] === undefined || answers[id] === null);
				const after = evaluate(condition, { ...answers, [id]: answer }, TODAY).verdict;
				if (before !== 'to-verify') expect(after).toBe(before);
			}),
			RUNS
		);
	});

	it('comes out the same whatever the order of its parts', () => {
		fc.assert(
			fc.property(any, anyAnswers, fc.infiniteStream(fc.nat()), (condition, answers, numbers) => {
				const order = (length: number) => {
					const keys = Array.from({ length }, () => numbers.next().value as number);
					return keys.map((_, index) => index).sort((a, b) => keys[a]! - keys[b]! || a - b);
				};
				const one = evaluate(condition, answers, TODAY);
				const other = evaluate(shuffled(condition, order), answers, TODAY);
				expect(other.verdict).toBe(one.verdict);
				expect(missingOf(other).sort()).toEqual(missingOf(one).sort());
			}),
			RUNS
		);
	});

	it('that is to verify names what would decide it, and is decided when all of that is known', () => {
		fc.assert(
			fc.property(any, anyAnswers, fc.infiniteStream(anyAnswer), (condition, answers, stream) => {
				let known: Answers = answers;
				for (const [id, answer] of stream) {
					const finding = evaluate(condition, known, TODAY);
					const missing = missingOf(finding);
					const judged = judgedOf(finding);
					expect(finding.verdict === 'to-verify').toBe(missing.length + judged.length > 0);
					expect(missing.every((each) => known[each] === undefined || known[each] === null)).toBe(
						true
					);
					if (missing.length === 0) return;
					if (missing.includes(id)) known = { ...known, [id]: answer };
				}
			}),
			RUNS
		);
	});

	it('stands as it comes out, and is open as long as a question of it could be asked', () => {
		fc.assert(
			fc.property(any, anyAnswers, (condition, answers) => {
				const finding = evaluate(condition, answers, TODAY);
				const standing = standingOf(condition, answers, TODAY);
				const isOpen = askableOf(finding, answers).length > 0;
				expect(standing).toBe(isOpen ? 'open' : finding.verdict);
			}),
			RUNS
		);
	});

	it('gives a reason of its own verdict', () => {
		fc.assert(
			fc.property(any, anyAnswers, (condition, answers) => {
				const finding = evaluate(condition, answers, TODAY);
				expect(reasonsOf(finding).map(({ verdict }) => verdict)).toContain(finding.verdict);
			}),
			RUNS
		);
	});
});

describe('the next question', () => {
	it('is always about something that is open, and when there is none no answer changes anything', () => {
		fc.assert(
			fc.property(
				fc.array(any, { minLength: 1, maxLength: 4 }),
				anyAnswers,
				fc.array(anyAnswer, { minLength: 20, maxLength: 20 }),
				(conditions, answers, given) => {
					const findings = conditions.map((each) => evaluate(each, answers, TODAY));
					const next = nextQuestion(conditions, findings, answers, TODAY);
					if (next !== null) {
						expect(findings.flatMap(missingOf)).toContain(next);
						expect(answers[next]).toBeUndefined();
						return;
					}
					let more = answers;
					for (const [id, answer] of given) {
						if (more[id] === undefined) more = { ...more, [id]: answer };
					}
					for (const [index, each] of conditions.entries()) {
						expect(evaluate(each, more, TODAY).verdict).toBe(findings[index]!.verdict);
					}
				}
			),
			RUNS
		);
	});

	it('is none for the second of two figures when the first is not known', () => {
		const poor: Condition = { fact: 'householdIncome', to: 6_500, times: 'equivalenceScale' };
		const next = (answers: Answers) =>
			nextQuestion([poor], [evaluate(poor, answers, TODAY)], answers, TODAY);
		expect(next({ householdIncome: 500_000 })).toBe('equivalenceScale');
		expect(next({ householdIncome: null })).toBeNull();
	});

	it('is not for an ISEE that was answered, though its statement has expired', () => {
		const poor: Condition = { fact: 'isee.ordinary', to: 9_796 };
		const next = (answers: Answers) =>
			nextQuestion([poor], [evaluate(poor, answers, TODAY)], answers, TODAY);
		expect(next({})).toBe('isee.ordinary');
		expect(next({ 'isee.ordinary': isee(500_000, LAST_YEAR) })).toBeNull();
	});

	it('is never asked twice, and never one that no rule knows', () => {
		fc.assert(
			fc.property(
				fc.array(any, { minLength: 1, maxLength: 6 }),
				fc.infiniteStream(anyAnswer),
				(conditions, stream) => {
					let answers: Answers = {};
					const asked: string[] = [];
					for (;;) {
						const findings = conditions.map((each) => evaluate(each, answers, TODAY));
						const next = nextQuestion(conditions, findings, answers, TODAY);
						if (next === null) break;
						asked.push(next);
						let answer = null;
						for (const [id, given] of stream) {
							if (id === next) {
								answer = given;
								break;
							}
						}
						answers = { ...answers, [next]: asked.length % 4 === 0 ? null : answer };
					}
					const known = new Set(conditions.flatMap(factsOf));
					expect(new Set(asked).size).toBe(asked.length);
					expect(asked.every((id) => known.has(id as never))).toBe(true);
				}
			),
			{ numRuns: 200 }
		);
	});
});
