/**
 * The answers that make a difference: of each interval between two figures of the rules one, and the figures themselves.
 * Whatever holds of these holds of every answer.
 */
import { facts, type Answer, type Fact, type FactId } from './facts.ts';
import { threshold } from './evaluate.ts';
import { dayOfNumber, numberOfDay } from './days.ts';
import { isPeriod } from './leaf.ts';
import type { Condition, Leaf, Period } from './rule.ts';

export function leavesOf(condition: Condition): Leaf[] {
	if ('all' in condition) return condition.all.flatMap(leavesOf);
	if ('any' in condition) return condition.any.flatMap(leavesOf);
	if ('of' in condition) return condition.of.flatMap(leavesOf);
	if ('not' in condition) return leavesOf(condition.not);
	return [condition];
}

/** Every fact that a condition looks at. */
export function factsOf(condition: Condition): FactId[] {
	const ids = leavesOf(condition).flatMap((leaf) => {
		if ('judged' in leaf) return [];
		return 'times' in leaf && leaf.times ? [leaf.fact, leaf.times] : [leaf.fact];
	});
	return [...new Set(ids)];
}

/**
 * The figures at which something changes, in the unit of the answers, and of days their number; a figure that is multiplied
 * counts as it stands.
 * @param today ISO date
 */
export function figuresOf(id: FactId, leaves: readonly Leaf[], today: string): number[] {
	const figures = leaves.flatMap((leaf) => {
		if (!('fact' in leaf) || leaf.fact !== id || 'is' in leaf) return [];
		if (isPeriod(leaf)) return daysOf(leaf, numberOfDay(today));
		const { from, to, over, under } = leaf;
		return [from, to, over, under].flatMap((each) =>
			each === undefined ? [] : threshold(each, id)
		);
	});
	return [...new Set(figures)].sort((a, b) => a - b);
}

function daysOf({ since, until, withinDays }: Period, today: number): number[] {
	const named = [since, until].flatMap((day) => (day === undefined ? [] : numberOfDay(day)));
	return withinDays === undefined ? named : [...named, today - withinDays, today];
}

/**
 * @param figures as `figuresOf` gives them
 * @param validTo ISO date, of the ISEE values
 */
export function cellsOf(id: FactId, figures: readonly number[], validTo: string): Answer[] {
	const fact: Fact = facts[id];
	switch (fact.kind) {
		case 'yes-no':
			return [true, false];
		case 'choice':
			return [...fact.options];
		case 'isee':
			return numbers(figures, Infinity).map((cents) => ({ cents, validTo }));
		case 'number':
			return numbers(figures, fact.most);
		case 'money':
			return numbers(figures, Infinity);
		case 'date':
			return days(figures);
		case 'factor':
			return figures.length > 0 ? numbers(figures, Infinity) : [1, 2];
	}
}

/** The number of a day before 1970 is less than none. */
function days(figures: readonly number[]): string[] {
	const start = (figures[0] ?? 0) - 1;
	const shifted = figures.map((figure) => figure - start);
	return numbers(shifted, Infinity).map((number) => dayOfNumber(number + start));
}

function numbers(figures: readonly number[], most: number): number[] {
	const found = new Set<number>();
	const last = figures.at(-1);
	for (const [index, figure] of figures.entries()) {
		const before = figures[index - 1] ?? -1;
		if (figure - before > 1) found.add(Math.max(0, Math.floor((before + figure) / 2)));
		found.add(figure);
	}
	found.add(last === undefined ? 0 : last + 1);
	return [...found].filter((value) => value >= 0 && value <= most);
}
