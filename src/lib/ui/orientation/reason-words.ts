/** Why a rule came out as it did, in a sentence with what was answered and what is asked for. */
import { threshold, type Reason } from '$lib/domain/orientation/evaluate';
import { dayOfNumber, numberOfDay } from '$lib/domain/orientation/days';
import type { Answer, Answers } from '$lib/domain/orientation/facts';
import { isPeriod } from '$lib/domain/orientation/leaf';
import type { Choice, Judged, Leaf, Period, Range } from '$lib/domain/orientation/rule';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { dateText } from '../catalogue/words';
import { answerText, factText, figureText, optionText } from './fact-words';

/** "ISEE ordinario: 8.400 €. Il limite è 9.796 €"; "Manca: Legge 104. È per: sì, art. 3 comma 3". */
export function reasonText(
	{ leaf, verdict, negated, missing, isExpired }: Reason,
	answers: Answers
): string {
	if ('judged' in leaf) return m.orientation_judged({ what: leaf.judged[getLocale()] });
	const answer = answers[leaf.fact] ?? null;
	let rule = ruleText(leaf, negated, answer);
	if (missing.length > 0) {
		const names = missing.map(factText).join(', ');
		const what = rule === '' ? names : `${names}. ${rule}`;
		return isExpired ? m.orientation_missing_expired({ what }) : m.orientation_missing({ what });
	}
	const what = factText(leaf.fact);
	// Of what they are it is enough to say that it fits; a figure is said with its limit.
	if ('is' in leaf && verdict === 'yes') rule = '';
	const value = answerText(leaf.fact, answer);
	return rule === ''
		? m.orientation_reason({ what, value })
		: m.orientation_reason_for({ what, value, rule });
}

function ruleText(leaf: Exclude<Leaf, Judged>, negated: boolean, answer: Answer | null): string {
	if ('is' in leaf) return choiceText(leaf, negated);
	return isPeriod(leaf) ? periodText(leaf, answer) : rangeText(leaf);
}

/** "Il limite è 68 giorni. Ultimo giorno utile: 19 gennaio 2027", which is what whoever asks has to know. */
function periodText({ since, until, withinDays }: Period, answer: Answer | null): string {
	const parts: string[] = [];
	if (since !== undefined && until !== undefined) {
		parts.push(m.orientation_rule_during({ from: dateText(since), to: dateText(until) }));
	} else if (since !== undefined) parts.push(m.orientation_rule_since({ day: dateText(since) }));
	else if (until !== undefined) parts.push(m.orientation_rule_until({ day: dateText(until) }));
	if (withinDays !== undefined) {
		parts.push(
			typeof answer === 'string'
				? m.orientation_rule_within_until({
						count: withinDays,
						day: dateText(dayOfNumber(numberOfDay(answer) + withinDays))
					})
				: m.orientation_rule_within({ count: withinDays })
		);
	}
	return parts.join('. ');
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
