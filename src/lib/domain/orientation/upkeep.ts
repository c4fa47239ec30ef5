/** What whoever looks after the rules has to know: which of them are running out, and which questions stay without an answer. */
import { factIds, type Answers, type FactId } from './facts.ts';
import { statusOn } from './orient.ts';
import type { Rule } from './rule.ts';
import { addDays } from '../follow-ups/city-time.ts';

/** Long enough to have an act read and a rule written. */
export const NOTICE_DAYS = 60;

/**
 * The rules that have expired or will within NOTICE_DAYS, the first to expire first.
 * @param today ISO date
 */
export function runningOut<R extends Rule>(rules: readonly R[], today: string): R[] {
	const until = addDays(today, NOTICE_DAYS);
	return rules
		.filter((rule) => statusOn(rule, today) === 'expired' || rule.validTo <= until)
		.sort((a, b) => a.validTo.localeCompare(b.validTo) || a.id.localeCompare(b.id));
}

/** How often each question was answered with "non so", the most often first; those that never were stand nowhere. */
export function unanswered(conversations: readonly Answers[]): { id: FactId; count: number }[] {
	return factIds
		.map((id) => ({ id, count: conversations.filter((answers) => answers[id] === null).length }))
		.filter(({ count }) => count > 0)
		.sort((a, b) => b.count - a.count);
}
