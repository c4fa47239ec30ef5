/** What comes of answers: reckoned once, by whoever foresees an answer or by whoever gives it. */
import type { Answers, FactId } from '$lib/domain/orientation/facts';
import { nextQuestion } from '$lib/domain/orientation/next-question';
import { orient, type Orientation } from '$lib/domain/orientation/orient';
import type { PublishedRule } from '$lib/domain/orientation/rule-set';

export interface Reckoned {
	results: Orientation<PublishedRule>;
	/** What to ask; null when no answer would change anything any more. */
	next: FactId | null;
}

/** What is foreseen of a few questions: of hundreds of rules each takes a third of a megabyte. */
export const MOST_KEPT = 32;

export function createReckoning() {
	let of: { rules: readonly PublishedRule[]; today: string } | null = null;
	/** By the answers; the oldest first. */
	const known = new Map<string, Reckoned>();

	/** @param today ISO date */
	return (rules: readonly PublishedRule[], answers: Answers, today: string): Reckoned => {
		if (of?.rules !== rules || of.today !== today) {
			of = { rules, today };
			known.clear();
		}
		const key = JSON.stringify(answers);
		const before = known.get(key);
		if (before) return before;
		const results = orient(rules, answers, today);
		// Of rules that do not hold today no answer is asked.
		const open = [...results.yes, ...results.toVerify, ...results.no];
		const next = nextQuestion(
			open.map(({ rule }) => rule.when),
			open.map(({ finding }) => finding),
			answers,
			today
		);
		const reckoned = { results, next };
		known.set(key, reckoned);
		const [oldest] = known.keys();
		if (oldest !== undefined && known.size > MOST_KEPT) known.delete(oldest);
		return reckoned;
	};
}
