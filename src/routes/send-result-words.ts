/** What is said after trying by hand. */
import type { SendResult } from '$lib/client/sync/send-now';
import type { SyncStatus } from '$lib/client/sync/status';
import { m } from '$lib/paraglide/messages';

type Counts = Pick<SyncStatus, 'unsent' | 'toFix' | 'waiting' | 'stuck'>;

/**
 * What came of trying by hand. `before` and `after` count what was unsent, what was to be fixed and what waits for that.
 * @param isLeaving what becomes of the rest is said beside it
 */
export function sendResultWords(
	result: SendResult,
	before: Counts,
	after: Counts,
	isLeaving = false
): string {
	const { unsent: count } = after;
	const sentences = (first: string, then: string) =>
		count > 0 && !isLeaving ? `${first} ${then}` : first;
	switch (result) {
		case 'sent': {
			const refused = Math.max(0, after.toFix - before.toFix);
			const waiting = Math.max(0, after.waiting - before.waiting);
			const sent = Math.max(0, before.unsent - after.unsent - (after.stuck - before.stuck));
			if (sent === 0 && refused === 0 && count === 0) return m.send_result_nothing();
			const parts = [
				sent > 0 ? m.send_result_sent({ count: sent }) : '',
				refused > 0 ? m.sync_to_fix({ count: refused }) : '',
				waiting > 0 ? m.fix_waiting_count({ count: waiting }) : '',
				count > 0 ? m.sync_to_send({ count }) : ''
			];
			return `${parts.filter(Boolean).join(', ')}.`;
		}
		case 'offline':
			return sentences(m.send_result_offline(), m.send_result_stay({ count }));
		case 'server-silent':
			return sentences(m.send_result_server_silent(), m.send_result_stay({ count }));
		case 'captive-portal':
			return sentences(m.send_result_captive_portal(), m.send_result_stay_sign_in({ count }));
		case 'sign-in-needed':
			return sentences(m.send_result_sign_in_needed(), m.send_result_stay_sign_in({ count }));
		case 'failed':
			return m.desk_failed_failed();
	}
}
