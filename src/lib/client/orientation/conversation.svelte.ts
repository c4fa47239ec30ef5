/**
 * One conversation: what has been answered, what comes of it, and what to ask next. It lives in the memory of its page and is
 * written nowhere.
 */
import type { Answer, Answers, FactId } from '$lib/domain/orientation/facts';
import { withImplied } from '$lib/domain/orientation/implied';
import { nextQuestion } from '$lib/domain/orientation/next-question';
import { orient, type Orientation } from '$lib/domain/orientation/orient';
import type { PublishedRule } from '$lib/domain/orientation/rule-set';

/**
 * @param rules of today's set
 * @param today ISO date
 */
export function createConversation(rules: () => readonly PublishedRule[], today: () => string) {
	let answers = $state.raw<Answers>({});
	/** In the order in which they were answered. */
	let asked = $state.raw<readonly FactId[]>([]);
	/** Asked again, because somebody wants to change it. */
	let changing = $state.raw<FactId | null>(null);

	const known = $derived(withImplied(answers));
	const results: Orientation<PublishedRule> = $derived(orient(rules(), known, today()));
	/** Of rules that do not hold today no answer is asked. */
	const open = $derived([...results.yes, ...results.toVerify, ...results.no]);
	const next = $derived(
		nextQuestion(
			open.map(({ rule }) => rule.when),
			open.map(({ finding }) => finding),
			known,
			today()
		)
	);

	return {
		/** As they were given. */
		get answers() {
			return answers;
		},
		/** With what follows from them. */
		get known() {
			return known;
		},
		get asked() {
			return asked;
		},
		get results() {
			return results;
		},
		/** Null when no answer would change anything any more. */
		get question(): FactId | null {
			return changing ?? next;
		},
		get canGoBack() {
			return asked.length > 0 && changing !== asked[0];
		},
		/** @param answer null is "non so" */
		answer(id: FactId, answer: Answer | null): void {
			answers = { ...answers, [id]: answer };
			if (!asked.includes(id)) asked = [...asked, id];
			changing = null;
		},
		change(id: FactId): void {
			changing = id;
		},
		/** To the question before this one, whose answer stays until there is another. */
		back(): void {
			const at = changing === null ? asked.length : asked.indexOf(changing);
			changing = asked[Math.max(0, at - 1)] ?? null;
		},
		restart(): void {
			answers = {};
			asked = [];
			changing = null;
		}
	};
}
