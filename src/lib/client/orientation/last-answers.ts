/**
 * What somebody has answered by themselves, for when they come back to the page of orientation: from the card of a service, or
 * in another language. It is in memory alone, for a while, and for the same person. At a tablet where nobody is signed in
 * whoever comes next may be somebody else: there nothing is kept.
 */
import type { Answers } from '$lib/domain/orientation/facts';
import { session } from '../session.svelte';
import { isTablet } from '../tablet/is-tablet';

/** Since the last answer. */
export const KEPT_MS = 10 * 60_000;

let last: { answers: Answers; by: string; at: number } | null = null;

/** The person signed in; "" for whoever has a device of their own; null when nobody knows. */
function whose(): string | null {
	return session.current?.user.id ?? (isTablet() ? null : '');
}

/**
 * @param answers those that are kept already, the same object, grow no younger
 * @param at milliseconds since the epoch
 */
export function keepAnswers(answers: Answers, at: number): void {
	const by = whose();
	const since = last?.answers === answers ? last.at : at;
	last = by === null ? null : { answers, by, at: since };
}

/** @param at milliseconds since the epoch */
export function lastAnswers(at: number): Answers {
	return last && last.by === whose() && at - last.at < KEPT_MS ? last.answers : {};
}
