/**
 * One conversation: what has been answered, what comes of it, and what to ask next. It lives in the memory of its page, which
 * says whether it is written anywhere.
 */
import { cellsOf } from '$lib/domain/orientation/cells';
import type { Answer, Answers, FactId } from '$lib/domain/orientation/facts';
import { withImplied } from '$lib/domain/orientation/implied';
import { nextQuestion } from '$lib/domain/orientation/next-question';
import { nearestFirst, orient, type Orientation } from '$lib/domain/orientation/orient';
import type { PublishedRule } from '$lib/domain/orientation/rule-set';

export interface ConversationStart {
	/** What was answered before. */
	answers?: Answers;
	/** What is known without being asked; an answer counts more. */
	known?: () => Answers;
}

const idsOf = (answers: Answers) => Object.keys(answers) as FactId[];
const nothing: Answers = {};

/**
 * @param rules of today's set
 * @param today ISO date
 */
export function createConversation(
	rules: () => readonly PublishedRule[],
	today: () => string,
	{ answers: before = nothing, known = () => nothing }: ConversationStart = {}
) {
	let given = $state.raw<Answers>(before);
	let givenIds = $state.raw<readonly FactId[]>(idsOf(before));
	const answers: Answers = $derived(withImplied({ ...known(), ...given }));
	/** What was known, then in the order in which they were answered. */
	const asked: readonly FactId[] = $derived([
		...idsOf(known()).filter((id) => !givenIds.includes(id)),
		...givenIds
	]);
	/** Nobody was asked: it is shown all the same, and can be said otherwise. */
	const implied = $derived(idsOf(answers).filter((id) => !asked.includes(id)));
	/** Asked again, because somebody wants to change it. */
	let changing = $state.raw<FactId | null>(null);

	const results: Orientation<PublishedRule> = $derived(orient(rules(), answers, today()));
	/** Of rules that do not hold today no answer is asked. */
	const open = $derived([...results.yes, ...results.toVerify, ...results.no]);
	const next = $derived(
		nextQuestion(
			open.map(({ rule }) => rule.when),
			open.map(({ finding }) => finding),
			answers,
			today()
		)
	);

	return {
		/** With what is known, and what follows. */
		get answers() {
			return answers;
		},
		/** Without either. */
		get given() {
			return given;
		},
		get asked() {
			return asked;
		},
		/** All that counts, whoever said it. */
		get counted(): readonly FactId[] {
			return [...asked, ...implied];
		},
		get results() {
			return results;
		},
		/**
		 * What some answers would lead to, each to be tried beforehand: nothing comes of it but that the same is quicker when
		 * somebody waits for it. The first answer of a page would be the slowest of all.
		 */
		get rehearsals(): (() => void)[] {
			const id = next;
			if (id === null) return [];
			const [set, now, day] = [rules(), answers, today()];
			return cellsOf(id, [], day).map((answer) => () => {
				const said = withImplied({ ...now, [id]: answer });
				const { yes, toVerify, no } = orient(set, said, day);
				const tried = [...yes, ...nearestFirst(toVerify), ...no];
				nextQuestion(
					tried.map(({ rule }) => rule.when),
					tried.map(({ finding }) => finding),
					said,
					day
				);
			});
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
			given = { ...given, [id]: answer };
			if (!givenIds.includes(id)) givenIds = [...givenIds, id];
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
			given = nothing;
			givenIds = [];
			changing = null;
		}
	};
}
export type Conversation = ReturnType<typeof createConversation>;
