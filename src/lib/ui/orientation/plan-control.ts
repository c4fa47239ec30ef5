/** What a card of orientation needs of the plan it can be added to. */
import type { Outcome } from '$lib/domain/orientation/orient';

export interface PlanControl {
	has(ruleId: string): boolean;
	/** Adds it, or takes it out again. */
	toggle(outcome: Outcome): void;
}
