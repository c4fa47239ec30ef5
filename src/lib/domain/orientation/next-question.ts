/**
 * What to ask next: whatever settles most of what is still open. A rule is settled when nothing that could be asked would
 * change it any more; what only a person can judge is not asked here.
 */
import { cellsOf, figuresOf, leavesOf } from './cells.ts';
import { evaluate, missingOf, type Finding } from './evaluate.ts';
import { factIds, type Answers, type FactId } from './facts.ts';
import type { Condition } from './rule.ts';

/** Beside how many it settles at once, how far it brings the others. */
const PROGRESS = 0.1;

interface Open {
	condition: Condition;
	/** What is missing and can be asked. */
	missing: readonly FactId[];
}

/** Not answered at all: neither with "non so", nor with a statement that has expired, for which there is no better yet. */
function askable(missing: readonly FactId[], answers: Answers): FactId[] {
	return missing.filter((id) => answers[id] === undefined);
}

function openOf(
	conditions: readonly Condition[],
	findings: readonly Finding[],
	answers: Answers
): Open[] {
	return conditions.flatMap((condition, index) => {
		const missing = askable(missingOf(findings[index]!), answers);
		return missing.length > 0 ? [{ condition, missing }] : [];
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
	const open = openOf(conditions, findings, answers);
	let best: { id: FactId; score: number } | null = null;
	for (const id of factIds) {
		const concerned = open.filter(({ missing }) => missing.includes(id));
		if (concerned.length === 0) continue;
		const score = scoreOf(id, concerned, answers, today);
		if (best === null || score > best.score) best = { id, score };
	}
	return best?.id ?? null;
}

function scoreOf(id: FactId, concerned: readonly Open[], answers: Answers, today: string): number {
	let score = 0;
	for (const { condition, missing } of concerned) {
		const cells = cellsOf(id, figuresOf(id, leavesOf(condition)), today);
		const settling = cells.filter((answer) => {
			const after = { ...answers, [id]: answer };
			return askable(missingOf(evaluate(condition, after, today)), after).length === 0;
		});
		score += settling.length / cells.length + PROGRESS / missing.length;
	}
	return score;
}
