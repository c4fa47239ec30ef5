/** Why the server did not take something, in the words of a desk. */
import { m } from '$lib/paraglide/messages';

const words: { readonly [reason: string]: () => string } = {
	'not-your-desk': m.refused_not_your_desk,
	'not-your-role': m.refused_not_your_role,
	'not-your-offer': m.refused_not_your_offer,
	'request-closed': m.refused_request_closed,
	'request-not-open': m.refused_request_not_open,
	'follow-up-closed': m.refused_step_closed,
	'follow-up-open': m.refused_step_open,
	'status-not-reachable': m.refused_status_not_reachable,
	'outcome-missing': m.refused_outcome_missing,
	'already-merged': m.refused_already_merged,
	'merged-elsewhere': m.refused_already_merged,
	'merged-into-itself': m.refused_already_merged,
	'voucher-balance-too-low': m.refused_voucher_balance_plain,
	'voucher-expired': m.refused_voucher_expired,
	'voucher-not-yet': m.refused_voucher_not_yet,
	'voucher-full': m.refused_voucher_full,
	'voucher-outlives-fund': m.refused_voucher_outlives_fund,
	'spend-not-open': m.refused_spend_not_open,
	'fund-budget-exceeded': m.refused_fund_budget,
	'fund-expired': m.refused_fund_expired,
	'depends-on-refused': m.refused_depends_on_refused,
	'depends-on-withheld': m.refused_depends_on_refused,
	'never-opens': m.refused_never_opens,
	quarantined: m.refused_unreadable,
	'too-large': m.refused_too_large,
	malformed: m.refused_unreadable,
	'malformed-args': m.refused_unreadable,
	'too-deep': m.refused_unreadable,
	'unknown-intent': m.refused_newer_than_server,
	'future-version': m.refused_newer_than_server,
	'actor-mismatch': m.refused_actor_mismatch,
	'id-taken': m.refused_id_taken,
	'row-not-there-yet': m.refused_row_not_there_yet,
	erased: m.refused_erased
};

/** @param reason the code of the domain or of the engine; one this version does not know gets a general sentence. */
export function refusalWords(reason: string): string {
	const sentence = Object.hasOwn(words, reason) ? words[reason] : undefined;
	return (sentence ?? m.refused_other)();
}
