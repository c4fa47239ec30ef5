/** What a desk knows of somebody before any question: nothing is guessed. */
import type { Answers } from './facts.ts';

/** @param neighbourhoodId of the city; null where it was not asked */
export function knownAnswers({ neighbourhoodId }: { neighbourhoodId: string | null }): Answers {
	return neighbourhoodId ? { residence: 'city' } : {};
}
