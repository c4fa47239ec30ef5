/** How much shorter the conversation is than asking everything, measured on the written households. */
import { expect, it } from 'vitest';
import { sampleRules } from '../../db/seed/cremona/rules/index.ts';
import { factsOf } from '../../src/lib/domain/orientation/cells.ts';
import { evaluate } from '../../src/lib/domain/orientation/evaluate.ts';
import type { Answers } from '../../src/lib/domain/orientation/facts.ts';
import { withImplied } from '../../src/lib/domain/orientation/implied.ts';
import { nextQuestion } from '../../src/lib/domain/orientation/next-question.ts';
import { outcomeOf, writtenHouseholds } from '../builders/households.ts';
import { TODAY } from '../builders/orientation.ts';

const conditions = sampleRules().map(({ when }) => when);
const every = new Set(conditions.flatMap(factsOf)).size;

/** Answers question after question, with "non so" where the household has no answer, until there is none left. */
function converse(known: Answers): Answers {
	let answers: Answers = {};
	for (;;) {
		const said = withImplied(answers);
		const findings = conditions.map((each) => evaluate(each, said, TODAY));
		const next = nextQuestion(conditions, findings, said, TODAY);
		if (next === null) return answers;
		if (next in answers) throw new Error(`${next} is asked again`);
		answers = { ...answers, [next]: known[next] ?? null };
	}
}

function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

it('asks fewer questions than there are, and finds the same', () => {
	const asked = writtenHouseholds().map(({ name, answers }) => {
		const given = converse(answers);
		const outcomes = (said: Answers) =>
			conditions.map((each) => outcomeOf(each, withImplied(said)));
		expect(outcomes(given)).toEqual(outcomes(answers));
		return { name, count: Object.keys(given).length };
	});
	const middle = median(asked.map(({ count }) => count));
	const each = asked.map(({ name, count }) => `${name} ${count}`).join(', ');
	console.warn(`Questions asked: median ${middle} of ${every} (${each})`);
	expect(middle).toBeLessThan(every);
});
