import type { FollowUpView } from '$lib/client/follow-ups.svelte';

interface Side {
	/** Milliseconds since the epoch. */
	value: number;
	text: string;
	who: string;
	at: number;
}

/**
 * Two people agreed on different times for a step: the one that stands, then the ones set aside. Empty when nobody
 * disagrees.
 */
export function dueSides(step: FollowUpView, words: (dueAt: number) => string): Side[] {
	const side = (value: number, who: string, at: number): Side => ({
		value,
		text: words(value),
		who,
		at
	});
	const conflicts = step.conflicts.filter(({ field }) => field === 'dueAt');
	const standing = conflicts
		.slice(0, 1)
		.map(({ standingActorName, standingAt }) => side(step.dueAt, standingActorName, standingAt));
	const aside = conflicts.map(({ value, actorName, at }) => side(Number(value), actorName, at));
	return [...standing, ...aside];
}
