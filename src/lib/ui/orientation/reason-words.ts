/** Why a rule came out as it did, in a sentence with what was answered and what is asked for. */
import { threshold, type Reason } from '$lib/domain/orientation/evaluate';
import { dayOfNumber, numberOfDay } from '$lib/domain/orientation/days';
import type { Answer, Answers } from '$lib/domain/orientation/facts';
import { isPeriod } from '$lib/domain/orientation/leaf';
import type { Choice, Judged, Leaf, Period, Range } from '$lib/domain/orientation/rule';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { dateText } from '../catalogue/words';
import { answerText, bareFigureText, factText, figureText, optionText } from './fact-words';

/**
 * "ISEE ordinario: 8.400 €. Il limite è 9.796 €"; "Manca: Legge 104. È per: articolo 3 comma 3".
 * @param isAlternative it would do instead of one that comes before it: "Oppure manca: …"
 */
export function reasonText(
	{ leaf, verdict, negated, missing, isExpired }: Reason,
	answers: Answers,
	isAlternative = false
): string {
	if ('judged' in leaf) {
		const what = leaf.judged[getLocale()];
		return isAlternative ? m.orientation_or_judged({ what }) : m.orientation_judged({ what });
	}
	let rule = ruleText(leaf, negated, answers);
	if (missing.length > 0) {
		const names = missing.map(factText).join(', ');
		const what = rule === '' ? names : `${names}. ${rule}`;
		if (isExpired) return m.orientation_missing_expired({ what });
		return isAlternative ? m.orientation_or_missing({ what }) : m.orientation_missing({ what });
	}
	const what = factText(leaf.fact);
	// Of what they are it is enough to say that it fits; a figure is said with its limit.
	if ('is' in leaf && verdict === 'yes') rule = '';
	const value = answerText(leaf.fact, answers[leaf.fact] ?? null);
	return rule === ''
		? m.orientation_reason({ what, value })
		: m.orientation_reason_for({ what, value, rule });
}

function ruleText(leaf: Exclude<Leaf, Judged>, negated: boolean, answers: Answers): string {
	if ('is' in leaf) return choiceText(leaf, negated);
	return isPeriod(leaf) ? periodText(leaf, answers[leaf.fact] ?? null) : rangeText(leaf, answers);
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
	const list = new Intl.ListFormat(getLocale(), { type: 'disjunction' });
	const options = list.format(is.map((option) => optionText(fact, option)));
	return negated ? m.orientation_rule_not({ options }) : m.orientation_rule_one_of({ options });
}

function rangeText({ fact, from, to, over, under, times }: Range, answers: Answers): string {
	const scale = times === undefined ? null : (answers[times] ?? null);
	const text = (figure: number) => {
		const plain = figureText(fact, threshold(figure, fact));
		if (times === undefined) return plain;
		if (typeof scale !== 'number') return m.orientation_times_scale({ figure: plain });
		return m.orientation_times_scale_is({
			product: figureText(fact, threshold(figure, fact, scale)),
			figure: plain,
			scale: figureText(times, scale)
		});
	};
	const low = from ?? over;
	const high = to ?? under;
	if (low !== undefined && high !== undefined) {
		const first = times === undefined ? bareFigureText(fact, threshold(low, fact)) : text(low);
		return m.orientation_rule_between({ from: first, to: text(high) });
	}
	if (to !== undefined) return m.orientation_rule_to({ to: text(to) });
	if (under !== undefined) return m.orientation_rule_under({ to: text(under) });
	if (over !== undefined) return m.orientation_rule_over({ from: text(over) });
	return from === undefined ? '' : m.orientation_rule_from({ from: text(from) });
}
