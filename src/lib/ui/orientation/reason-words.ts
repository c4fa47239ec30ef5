/** Why a rule came out as it did, in a sentence with what was answered and what is asked for. */
import { threshold, type Reason } from '$lib/domain/orientation/evaluate';
import type { Answers } from '$lib/domain/orientation/facts';
import type { Choice, Range } from '$lib/domain/orientation/rule';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { answerText, factText, figureText, optionText } from './fact-words';

/** "ISEE ordinario: 8.400 €. Il limite è 9.796 €"; "Manca: Legge 104. È per: sì, art. 3 comma 3". */
export function reasonText(
	{ leaf, negated, missing, isExpired }: Reason,
	answers: Answers
): string {
	if ('judged' in leaf) return m.orientation_judged({ what: leaf.judged[getLocale()] });
	const rule = 'is' in leaf ? choiceText(leaf, negated) : rangeText(leaf);
	if (missing.length > 0) {
		const names = missing.map(factText).join(', ');
		const what = rule === '' ? names : `${names}. ${rule}`;
		return isExpired ? m.orientation_missing_expired({ what }) : m.orientation_missing({ what });
	}
	const what = factText(leaf.fact);
	const value = answerText(leaf.fact, answers[leaf.fact] ?? null);
	return rule === ''
		? m.orientation_reason({ what, value })
		: m.orientation_reason_for({ what, value, rule });
}

/** Of a question with yes and no the answer says all. */
function choiceText({ fact, is }: Choice, negated: boolean): string {
	if (typeof is === 'boolean') return '';
	const options = is.map((option) => optionText(fact, option)).join(', ');
	return negated ? m.orientation_rule_not({ options }) : m.orientation_rule_one_of({ options });
}

function rangeText({ fact, from, to, over, under, times }: Range): string {
	const text = (figure: number) => {
		const plain = figureText(fact, threshold(figure, fact));
		return times === undefined ? plain : m.orientation_times_scale({ figure: plain });
	};
	const low = from ?? over;
	const high = to ?? under;
	if (low !== undefined && high !== undefined) {
		return m.orientation_rule_between({ from: text(low), to: text(high) });
	}
	if (to !== undefined) return m.orientation_rule_to({ to: text(to) });
	if (under !== undefined) return m.orientation_rule_under({ to: text(under) });
	if (over !== undefined) return m.orientation_rule_over({ from: text(over) });
	return from === undefined ? '' : m.orientation_rule_from({ from: text(from) });
}
