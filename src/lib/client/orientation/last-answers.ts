/**
 * What somebody has answered by themselves, for when they come back to the page of orientation: from the card of a service, or
 * in another language. It is in memory alone, for a while, and for the same person. At a tablet where nobody is signed in
 * whoever comes next may be somebody else: there the answers go with the page.
 */
import type { Answers } from '$lib/domain/orientation/facts';
import { session } from '../session.svelte';
import { isTablet } from '../tablet/is-tablet';

/** Since the last answer. */
export const KEPT_MS = 10 * 60_000;

let last: { answers: Answers; by: string; at: number } | null = null;

/** The person signed in; "" for nobody. */
const whose = () => session.current?.user.id ?? '';

/**
 * @param answers those that are kept already, the same object, grow no younger
 * @param at milliseconds since the epoch
 */
export function keepAnswers(answers: Answers, at: number): void {
	const since = last?.answers === answers ? last.at : at;
	last = { answers, by: whose(), at: since };
}

/** To be said when somebody goes to another page. */
export function leaveAnswers(): void {
	if (isTablet() && session.current === null) last = null;
}

/** @param at milliseconds since the epoch */
export function lastAnswers(at: number): Answers {
	return last && last.by === whose() && at - last.at < KEPT_MS ? last.answers : {};
}
