/** What an offer being written lacks, in words, and the field where it is put right. */
import type { OfferDraft, OfferProblem } from '$lib/domain/offers/offer-draft';
import { isStretchUnreadable } from '$lib/domain/offers/offer-draft';
import { m } from '$lib/paraglide/messages';
import type { Complaint } from '../../complaints.svelte';

/** @param hasDesks whether there is a desk to choose from at all. */
export function complaintOf(
	problem: OfferProblem,
	idPrefix: string,
	draft: OfferDraft,
	hasDesks: boolean
): Complaint {
	switch (problem) {
		case 'no-desk':
			return hasDesks
				? { fieldId: `${idPrefix}-desk`, message: m.problem_choose_desk() }
				: { fieldId: `${idPrefix}-name`, message: m.problem_no_desk() };
		case 'no-name':
			return { fieldId: `${idPrefix}-name`, message: m.offer_problem_name() };
		case 'phone-unreadable':
			return { fieldId: `${idPrefix}-phone`, message: m.problem_phone() };
		case 'no-skill':
			return { fieldId: `${idPrefix}-skills`, message: m.offer_problem_skill() };
		case 'hours-unreadable': {
			const wrong = draft.stretches.findIndex(isStretchUnreadable);
			return { fieldId: `${idPrefix}-from-${wrong}`, message: m.offer_problem_hours() };
		}
	}
}
