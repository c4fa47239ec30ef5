/**
 * What to ask next: whatever settles most of what is still open. A rule is settled when nothing that could be asked would
 * change it any more; what only a person can judge is not asked here.
 */
import { cellsOf, factsOf, figuresOf, leavesOf } from './cells.ts';
import { askableOf, standingOf, type Finding } from './evaluate.ts';
import { factIds, type Answer, type Answers, type FactId } from './facts.ts';
import type { Condition } from './rule.ts';

/** Beside how many it settles at once, how far it brings the others. */
const PROGRESS = 0.1;
/** Of hundreds of rules those that lack least are weighed: what they ask is what settles anything soon. */
const WEIGHED = 80;
/** A statement of income that counts on every day. */
const FOR_EVER = '9999-12-31';

interface Open {
	condition: Condition;
	/** Of which an answer could decide it; never empty. */
	askable: readonly FactId[];
}

type Cells = ReadonlyMap<FactId, readonly Answer[]>;
/** They are the same at each answer of a conversation, and of each conversation of a day. */
const cellsOfConditions = new WeakMap<Condition, { today: string; cells: Cells }>();

/** The answers that make a difference to a condition, by what it looks at. */
function cellsOfCondition(condition: Condition, today: string): Cells {
	const known = cellsOfConditions.get(condition);
	if (known?.today === today) return known.cells;
	const leaves = leavesOf(condition);
	const cells = new Map(
		factsOf(condition).map((id) => [id, cellsOf(id, figuresOf(id, leaves, today), FOR_EVER)])
	);
	cellsOfConditions.set(condition, { today, cells });
	return cells;
}

/** Not answered at all: neither with "non so", nor with a statement that has expired, for which there is no better yet. */
function openOf(
	conditions: readonly Condition[],
	findings: readonly Finding[],
	answers: Answers
): Open[] {
	return conditions.flatMap((condition, index) => {
		const askable = askableOf(findings[index]!, answers);
		return askable.length > 0 ? [{ condition, askable }] : [];
	});
}

/**
 * @param findings of the conditions, in their order, with these answers
 * @param today ISO date
 * @returns null when no answer would change anything any more
 */
export function nextQuestion(
	conditions: readonly Condition[],
	findings: readonly Finding[],
	answers: Answers,
	today: string
): FactId | null {
	const scores = new Map<FactId, number>();
	const nearest = openOf(conditions, findings, answers)
		.sort((a, b) => a.askable.length - b.askable.length)
		.slice(0, WEIGHED);
	for (const open of nearest) {
		const progress = PROGRESS / open.askable.length;
		for (const id of open.askable) {
			const settled = settledBy(id, open.condition, answers, today);
			scores.set(id, (scores.get(id) ?? 0) + settled + progress);
		}
	}
	let best: FactId | null = null;
	for (const id of factIds) {
		const score = scores.get(id);
		if (score !== undefined && (best === null || score > scores.get(best)!)) best = id;
	}
	return best;
}

/** The share of the answers to a question after which nothing else has to be asked for a condition. */
function settledBy(id: FactId, condition: Condition, answers: Answers, today: string): number {
	const cells = cellsOfCondition(condition, today).get(id)!;
	const after: { [each in FactId]?: Answer | null } = { ...answers };
	let settled = 0;
	for (const answer of cells) {
		after[id] = answer;
		if (standingOf(condition, after, today) !== 'open') settled += 1;
	}
	return settled / cells.length;
}
