/**
 * One conversation: what has been answered, what comes of it, and what to ask next. It lives in the memory of its page, which
 * says whether it is written anywhere.
 */
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import { cellsOf } from '$lib/domain/orientation/cells';
import { facts, type Answer, type Answers, type FactId } from '$lib/domain/orientation/facts';
import { withImplied } from '$lib/domain/orientation/implied';
import { priceQuestion } from '$lib/domain/orientation/price-question';
import type { PublishedRule } from '$lib/domain/orientation/rule-set';
import { createReckoning } from './reckoning';

export interface ConversationStart {
	/** What was answered before. */
	answers?: Answers;
	/** What is known without being asked; an answer counts more. */
	known?: () => Answers;
	/** Services of the rules, by their id. */
	entries?: () => ReadonlyMap<string, CatalogueEntry>;
}

const idsOf = (answers: Answers) => Object.keys(answers) as FactId[];
const nothing: Answers = {};
const noEntries: ReadonlyMap<string, CatalogueEntry> = new Map();

/**
 * @param rules of today's set
 * @param today ISO date
 */
export function createConversation(
	rules: () => readonly PublishedRule[],
	today: () => string,
	{
		answers: before = nothing,
		known = () => nothing,
		entries = () => noEntries
	}: ConversationStart = {}
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

	/** Raised when somebody goes to a question by themselves: what they had begun to type there before is not theirs any more. */
	let visit = $state(0);

	const reckon = createReckoning();
	const { results, next } = $derived(reckon(rules(), answers, today()));
	const question: FactId | null = $derived(
		changing ?? next ?? priceQuestion(results, entries(), answers, today())
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
		 * What each answer to this question would lead to, to be reckoned beforehand: whoever taps on it then does not wait for
		 * hundreds of rules. What is typed is for `rehearse`.
		 */
		get rehearsals(): (() => void)[] {
			const id = question;
			if (id === null) return [];
			const [set, said, day] = [rules(), { ...known(), ...given }, today()];
			const foreseen = ['choice', 'yes-no'].includes(facts[id].kind) ? cellsOf(id, [], day) : [];
			return [null, ...foreseen].map((answer) => () => {
				reckon(set, withImplied({ ...said, [id]: answer }), day);
			});
		},
		/** The same, of what has been typed and not been confirmed yet. */
		rehearse(id: FactId, answer: Answer): void {
			reckon(rules(), withImplied({ ...known(), ...given, [id]: answer }), today());
		},
		/** Null when no answer would change anything any more. */
		get question(): FactId | null {
			return question;
		},
		get visit() {
			return visit;
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
			visit += 1;
			changing = id;
		},
		/** To the question before this one, whose answer stays until there is another. */
		back(): void {
			visit += 1;
			const at = changing === null ? asked.length : asked.indexOf(changing);
			changing = asked[Math.max(0, at - 1)] ?? null;
		},
		restart(): void {
			visit += 1;
			given = nothing;
			givenIds = [];
			changing = null;
		}
	};
}
export type Conversation = ReturnType<typeof createConversation>;
