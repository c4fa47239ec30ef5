/**
 * What is wrong with a rule beyond its form. Every combination of answers that could make a difference is tried, so that
 * what is found is certain, and what is not found is not there.
 */
import * as v from 'valibot';
import { cellsOf, factsOf, figuresOf, leavesOf } from './cells.ts';
import { evaluate } from './evaluate.ts';
import { dayOfNumber, numberOfDay } from './days.ts';
import type { Answers } from './facts.ts';
import { isPeriod } from './leaf.ts';
import { ruleSchema, type Condition, type Leaf, type Rule } from './rule.ts';

export interface Problem {
	/** Where in the file: `when.all.1`. */
	path: string;
	problem:
		| 'form'
		| 'nobody-fits'
		| 'changes-nothing'
		| 'too-many-combinations'
		| 'ends-before-it-begins'
		| 'expired'
		| 'checked-in-the-future';
	/** Of `form`, what is wrong. */
	detail?: string;
}

const MOST_COMBINATIONS = 200_000;
const ALWAYS = '9999-12-31';

/** @param today ISO date */
export function lintRule(
	given: unknown,
	today: string
): { rule: Rule | null; problems: Problem[] } {
	const parsed = v.safeParse(ruleSchema, given);
	if (!parsed.success) {
		const problems = parsed.issues.map((issue): Problem => {
			return { path: v.getDotPath(issue) ?? '', problem: 'form', detail: issue.message };
		});
		return { rule: null, problems };
	}
	const rule = parsed.output;
	const problems: Problem[] = [];
	if (rule.validTo < rule.validFrom)
		problems.push({ path: 'validTo', problem: 'ends-before-it-begins' });
	if (rule.validTo < today) problems.push({ path: 'validTo', problem: 'expired' });
	if (rule.checkedOn > today)
		problems.push({ path: 'checkedOn', problem: 'checked-in-the-future' });
	return { rule, problems: [...problems, ...problemsOfCondition(rule)] };
}

/** All that a condition can be told apart by. */
type World = Answers & { readonly [judgement: `?${string}`]: boolean };
/** On a day of the rule's own: what is right all its life is not wrong when it comes to be read. */
interface OnDay {
	day: string;
	world: World;
}

function problemsOfCondition({ when, validFrom, validTo }: Rule): Problem[] {
	const onDays: OnDay[] = [];
	for (const day of daysToTry(when, validFrom, validTo)) {
		const worlds = worldsOf(when, day, MOST_COMBINATIONS - onDays.length);
		if (!worlds) return [{ path: 'when', problem: 'too-many-combinations' }];
		for (const world of worlds) onDays.push({ day, world });
	}
	const outcomes = onDays.map(({ day, world }) => holds(when, world, day));
	if (!outcomes.includes(true)) return [{ path: 'when', problem: 'nobody-fits' }];
	return withoutOne(when, 'when')
		.filter(({ rest }) =>
			onDays.every(({ day, world }, index) => holds(rest, world, day) === outcomes[index])
		)
		.map(({ path }) => ({ path, problem: 'changes-nothing' }));
}

/**
 * What is within so many days of today moves on past the days that are named: of each way in which they can lie to each other
 * one day, and the first and the last on which the rule holds.
 */
function daysToTry(when: Condition, validFrom: string, validTo: string): string[] {
	const periods = leavesOf(when).filter(isPeriod);
	const windows = periods.flatMap(({ withinDays }) => withinDays ?? []);
	if (windows.length === 0) return [validFrom];
	const named = periods
		.flatMap(({ since, until }) => [since, until])
		.flatMap((day) => (day === undefined ? [] : numberOfDay(day)));
	const turns = named
		.flatMap((day) => [0, ...windows].map((window) => day + window))
		.flatMap((day) => [day - 1, day, day + 1])
		.map(dayOfNumber)
		.filter((day) => validFrom < day && day < validTo);
	return [...new Set([validFrom, ...turns, validTo])];
}

/** A leaf that no cell of a fact decides: words, and figures that are multiplied. */
function judgementOf(leaf: Leaf): `?${string}` | undefined {
	const isFree = 'judged' in leaf || ('times' in leaf && leaf.times !== undefined);
	return isFree ? `?${JSON.stringify(leaf)}` : undefined;
}

function worldsOf(condition: Condition, today: string, most: number): World[] | undefined {
	const leaves = leavesOf(condition);
	const plain = leaves.filter((leaf) => judgementOf(leaf) === undefined);
	const axes: [string, readonly unknown[]][] = [
		...factsOf({ all: plain }).map((id): [string, readonly unknown[]] => [
			id,
			cellsOf(id, figuresOf(id, plain, today), ALWAYS)
		]),
		...[...new Set(leaves.map(judgementOf))].flatMap((name): [string, readonly unknown[]][] =>
			name === undefined ? [] : [[name, [true, false]]]
		)
	];
	const count = axes.reduce((product, [, values]) => product * values.length, 1);
	if (count > most) return undefined;
	return axes.reduce<World[]>(
		(worlds, [name, values]) =>
			worlds.flatMap((world) => values.map((value) => ({ ...world, [name]: value }) as World)),
		[{}]
	);
}

function holds(condition: Condition, world: World, today: string): boolean {
	if ('all' in condition) return condition.all.every((each) => holds(each, world, today));
	if ('any' in condition) return condition.any.some((each) => holds(each, world, today));
	if ('not' in condition) return !holds(condition.not, world, today);
	if ('of' in condition) {
		return condition.of.filter((each) => holds(each, world, today)).length >= condition.atLeast;
	}
	const judgement = judgementOf(condition);
	if (judgement) return world[judgement]!;
	return evaluate(condition, world, today).verdict === 'yes';
}

/** The condition without one of its branches, for each branch there is beside others. */
function withoutOne(condition: Condition, path: string): { path: string; rest: Condition }[] {
	const inside = (
		name: string,
		parts: readonly Condition[],
		make: (parts: Condition[]) => Condition
	) =>
		parts.flatMap((part, index) => {
			const others = parts.filter((_each, other) => other !== index);
			const here = `${path}.${name}.${index}`;
			const whole = others.length > 0 ? [{ path: here, rest: make(others) }] : [];
			const deeper = withoutOne(part, here).map((each) => ({
				path: each.path,
				rest: make(parts.map((same, other) => (other === index ? each.rest : same)))
			}));
			return [...whole, ...deeper];
		});
	if ('all' in condition) return inside('all', condition.all, (all) => ({ all }));
	if ('any' in condition) return inside('any', condition.any, (any) => ({ any }));
	if ('of' in condition) {
		const { atLeast } = condition;
		return inside('of', condition.of, (of) => ({ atLeast, of }));
	}
	if ('not' in condition) {
		return withoutOne(condition.not, `${path}.not`).map((each) => ({
			path: each.path,
			rest: { not: each.rest }
		}));
	}
	return [];
}
