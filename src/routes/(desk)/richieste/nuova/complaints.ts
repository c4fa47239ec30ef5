/** What a draft lacks, in words, and the field where it is put right. */
import type { DraftProblem } from '$lib/domain/requests/request-draft';
import { m } from '$lib/paraglide/messages';

export interface Complaint {
	fieldId: string;
	message: string;
}

/** @param hasDesks whether there is a desk to choose from at all. */
export function complaintOf(problem: DraftProblem, hasDesks: boolean): Complaint {
	switch (problem) {
		case 'no-desk':
			return hasDesks
				? { fieldId: 'desk', message: m.problem_choose_desk() }
				: { fieldId: 'summary-title', message: m.problem_no_desk() };
		case 'nobody':
			return { fieldId: 'person-name', message: m.problem_nobody() };
		case 'phone-unreadable':
			return { fieldId: 'person-phone', message: m.problem_phone() };
		case 'acting-for-nobody':
			return { fieldId: 'person-acting-name', message: m.problem_acting() };
		case 'no-need':
			return { fieldId: 'need-needs', message: m.problem_no_need() };
	}
}
