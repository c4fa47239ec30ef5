/**
 * What a first answer brings, drawn once where nobody sees it while the question is being read: the code has run then, and the
 * first answer is there as soon as the tenth.
 */
import { flushSync, mount, unmount } from 'svelte';
import { clock } from '$lib/client/clock.svelte';
import type { Conversation } from '$lib/client/orientation/conversation.svelte';
import type { FactId } from '$lib/domain/orientation/facts';
import KnownFacts from '$lib/ui/orientation/KnownFacts.svelte';
import QuestionCard from '$lib/ui/orientation/QuestionCard.svelte';
import ResultGroups from '$lib/ui/orientation/ResultGroups.svelte';
import type { RulesHere } from './orientation-here.svelte';

/** From choices to a figure, and back to fewer choices: the ways a card has from one question to the next. */
const ASKED = ['work', 'age', 'citizenship'] as const satisfies FactId[];

const nothing = () => undefined;
const nowhere = () => document.createElement('div');

/** @returns a step of a few milliseconds each, as a person may answer in between; done once, they do nothing */
export function drawnBeforehand(
	here: RulesHere,
	conversation: Conversation,
	toYou: boolean
): (() => void)[] {
	return [once(drawQuestions), once(drawKnown), once(drawCard)];

	function drawQuestions() {
		const props = $state({
			id: ASKED[0] as FactId,
			visit: 0,
			answer: undefined,
			today: here.today,
			canGoBack: true,
			toYou,
			onanswer: nothing,
			ontyped: nothing,
			onback: nothing
		});
		const card = mount(QuestionCard, { target: nowhere(), props });
		for (const id of ASKED) {
			props.id = id;
			flushSync();
		}
		void unmount(card);
	}

	function drawKnown() {
		const { answers } = conversation;
		const props = { ids: [ASKED[0]], answers, onchange: nothing };
		void unmount(mount(KnownFacts, { target: nowhere(), props }));
	}

	/** One with a price, and groups that are folded: what there may be none of before the first answer. */
	function drawCard() {
		const { answers, results } = conversation;
		const { entries } = here;
		const priced = results.toVerify.find(
			({ rule }) => entries.get(rule.serviceId ?? '')?.priceBands
		);
		const one = priced ? [priced] : results.toVerify.slice(0, 1);
		const groups = { yes: one, toVerify: [], no: one, expired: [], notYet: [] };
		const props = { results: groups, answers, entries, now: clock.now };
		const drawn = mount(ResultGroups, { target: nowhere(), props });
		flushSync();
		void unmount(drawn);
	}
}

function once(step: () => void): () => void {
	let isDone = false;
	return () => {
		if (isDone) return;
		isDone = true;
		step();
	};
}
