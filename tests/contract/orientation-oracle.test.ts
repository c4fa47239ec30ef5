/**
 * Publicodes, a rules engine of its own, says the same of the same households: a yes, a no, or that something is missing.
 * The seed of a run is printed: `ORACLE_SEED=… npx vitest run tests/contract/orientation-oracle.test.ts` plays it again.
 */
import fc from 'fast-check';
import Engine from 'publicodes';
import { describe, expect, it } from 'vitest';
import {
	evaluate,
	isIsee,
	threshold,
	type Verdict
} from '../../src/lib/domain/orientation/evaluate.ts';
import {
	facts,
	type Answer,
	type Answers,
	type FactId
} from '../../src/lib/domain/orientation/facts.ts';
import { isPeriod } from '../../src/lib/domain/orientation/leaf.ts';
import type { Condition, Leaf } from '../../src/lib/domain/orientation/rule.ts';
import { factsOf } from '../../src/lib/domain/orientation/cells.ts';
import { anyAnswers, anyCondition, TODAY } from '../builders/orientation.ts';

const RULES = 250;
const HOUSEHOLDS = 40;

/** Names there hold no dots, no capitals after a space, and no digits at the beginning. */
const nameOf = (id: FactId) => id.replaceAll('.', ' ').toLowerCase();

type Formula = string | { [mechanism: string]: Formula[] };
const every = (parts: Formula[]): Formula => ({ 'toutes ces conditions': parts });
const some = (parts: Formula[]): Formula => ({ 'une de ces conditions': parts });

/** Publicodes knows no negation of a formula and no "at least": both are written out. */
function formulaOf(condition: Condition, negated = false): Formula {
	const join = (isAll: boolean, parts: readonly Condition[]) =>
		(isAll === negated ? some : every)(parts.map((part) => formulaOf(part, negated)));
	if ('all' in condition) return join(true, condition.all);
	if ('any' in condition) return join(false, condition.any);
	if ('not' in condition) return formulaOf(condition.not, !negated);
	if ('of' in condition) {
		const groups = groupsOf(condition.of, condition.atLeast);
		return formulaOf({ any: groups.map((all) => ({ all })) }, negated);
	}
	return leafFormula(condition, negated);
}

/** Every choice of so many. */
function groupsOf<Item>([first, ...others]: readonly Item[], size: number): Item[][] {
	if (size === 0) return [[]];
	if (first === undefined) return [];
	const withFirst = groupsOf(others, size - 1).map((group) => [first, ...group]);
	return [...withFirst, ...groupsOf(others, size)];
}

function leafFormula(leaf: Leaf, negated: boolean): Formula {
	if ('judged' in leaf) throw new Error('Publicodes asks no person');
	const name = nameOf(leaf.fact);
	if ('is' in leaf) {
		if (typeof leaf.is === 'boolean') return `${name} = ${leaf.is === negated ? 'non' : 'oui'}`;
		const among = leaf.is.map((option) => `${name} ${negated ? '!=' : '='} '${option}'`);
		return negated ? every(among) : some(among);
	}
	if (isPeriod(leaf)) {
		const ends = [
			...(leaf.since === undefined ? [] : [dayNumber(leaf.since)].map((day) => ['>=', '<', day])),
			...(leaf.until === undefined ? [] : [dayNumber(leaf.until)].map((day) => ['<=', '>', day])),
			...(leaf.withinDays === undefined
				? []
				: [
						['>=', '<', dayNumber(TODAY) - leaf.withinDays],
						['<=', '>', dayNumber(TODAY)]
					])
		];
		const parts = ends.map(([is, isNot, day]) => `${name} ${negated ? isNot : is} ${day}`);
		return negated ? some(parts) : every(parts);
	}
	const times = leaf.times ? ` * ${nameOf(leaf.times)}` : '';
	const compare = (operator: string, contrary: string, figure: number | undefined) => {
		if (figure === undefined) return [];
		return [`${name} ${negated ? contrary : operator} ${threshold(figure, leaf.fact)}${times}`];
	};
	const parts = [
		...compare('>=', '<', leaf.from),
		...compare('<=', '>', leaf.to),
		...compare('>', '<=', leaf.over),
		...compare('<', '>=', leaf.under)
	];
	return negated ? some(parts) : every(parts);
}

/** It reckons with numbers; of a day the one that a calendar of its own gives. */
function dayNumber(day: string): number {
	const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
	return Date.UTC(year, month - 1, date) / 86_400_000;
}

function valueOf(id: FactId, answer: Answer): string | number {
	if (facts[id].kind === 'date') return dayNumber(String(answer));
	if (isIsee(answer)) return answer.cents;
	if (typeof answer === 'boolean') return answer ? 'oui' : 'non';
	return typeof answer === 'string' ? `'${answer}'` : answer;
}

function situationOf(answers: Answers, known: readonly FactId[]) {
	return Object.fromEntries(
		known.flatMap((id) => {
			const answer = answers[id];
			return answer === undefined || answer === null ? [] : [[nameOf(id), valueOf(id, answer)]];
		})
	);
}

const silent = { log: () => undefined, warn: () => undefined, error: () => undefined };

function publicodesVerdicts(condition: Condition, households: readonly Answers[]): Verdict[] {
	const known = factsOf(condition);
	const questions = Object.fromEntries(known.map((id) => [nameOf(id), null]));
	const rules = { ...questions, fits: formulaOf(condition) };
	const engine = new Engine(rules as never, { logger: silent });
	return households.map((answers) => {
		engine.setSituation(situationOf(answers, known) as never);
		const { nodeValue } = engine.evaluate('fits');
		return nodeValue === true ? 'yes' : nodeValue === false ? 'no' : 'to-verify';
	});
}

describe('orientation and Publicodes', () => {
	it(`agree about ${RULES} rules and ${HOUSEHOLDS} households of each`, () => {
		expect(Object.keys(facts).map((id) => nameOf(id as FactId))).toHaveLength(
			new Set(Object.keys(facts).map((id) => nameOf(id as FactId))).size
		);
		const seed = Number(process.env.ORACLE_SEED ?? Date.now() % 1_000_000);
		console.log(`ORACLE_SEED=${seed}`);
		const seen: Record<Verdict, number> = { yes: 0, no: 0, 'to-verify': 0 };
		fc.assert(
			fc.property(
				anyCondition({ words: false }),
				fc.array(anyAnswers, { minLength: HOUSEHOLDS, maxLength: HOUSEHOLDS }),
				(condition, households) => {
					const ours = households.map((answers) => evaluate(condition, answers, TODAY).verdict);
					for (const verdict of ours) seen[verdict] += 1;
					expect(ours).toEqual(publicodesVerdicts(condition, households));
				}
			),
			{ numRuns: RULES, seed }
		);
		expect(seen.yes + seen.no + seen['to-verify']).toBe(10_000);
		// None of the three is so rare that agreeing about it would mean little.
		expect(Math.min(...Object.values(seen))).toBeGreaterThan((RULES * HOUSEHOLDS) / 20);
	});
});
