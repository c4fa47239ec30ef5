/** What a draft lacks, in words, and the field where it is put right. */
import type { DraftProblem } from '$lib/domain/requests/request-draft';
import { m } from '$lib/paraglide/messages';
import type { Complaint } from './complaints.svelte';

interface Screen {
	/** Whether there is a desk to choose from at all. */
	hasDesks: boolean;
	/** Whether the person is still being looked for among those the desk knows. */
	isSearching: boolean;
}

export function complaintOf(problem: DraftProblem, { hasDesks, isSearching }: Screen): Complaint {
	switch (problem) {
		case 'no-desk':
			return hasDesks
				? { fieldId: 'desk', message: m.problem_choose_desk() }
				: { fieldId: 'summary-title', message: m.problem_no_desk() };
		case 'nobody':
			return isSearching
				? { fieldId: 'person-search', message: m.problem_nobody_searched() }
				: { fieldId: 'person-name', message: m.problem_nobody_new() };
		case 'phone-unreadable':
			return { fieldId: 'person-phone', message: m.problem_phone() };
		case 'acting-for-nobody':
			return { fieldId: 'person-acting-name', message: m.problem_acting() };
		case 'no-need':
			return { fieldId: 'need-needs', message: m.problem_no_need() };
	}
}
