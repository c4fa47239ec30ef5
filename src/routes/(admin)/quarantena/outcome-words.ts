/** What came of a decision, in the words of an administrator. */
import type { QuarantineProblem } from '$lib/client/quarantine';
import type { QuarantineOutcome } from '$lib/domain/quarantine';
import { m } from '$lib/paraglide/messages';
import { refusalWords } from '$lib/ui/refusal-words';

export function outcomeWords({ outcome, reason }: QuarantineOutcome): string {
	switch (outcome) {
		case 'accepted':
			return m.quarantine_was_accepted();
		case 'held':
			return m.quarantine_was_held();
		case 'erased':
			return m.quarantine_was_erased();
		case 'rejected':
		case 'blocked':
			return m.quarantine_was_refused({ reason: refusalWords(reason ?? '') });
		case 'quarantined':
			return m.quarantine_still_unreadable();
	}
}

export function problemWords(problem: QuarantineProblem): string {
	switch (problem.kind) {
		case 'unknown':
			return m.quarantine_unknown();
		case 'already-decided':
			return m.quarantine_already_decided();
		case 'no-author':
			return m.quarantine_no_author();
		case 'no-answer':
			return m.quarantine_no_answer();
		case 'signed-out':
			return `${m.quarantine_signed_out()} ${m.quarantine_signed_out_text()}`;
		case 'failed':
			return `${m.quarantine_failed()} ${m.quarantine_failed_text()}`;
	}
}
