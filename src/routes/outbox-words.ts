/** How the drawer names what is on its way, from what was written. */
import { m } from '$lib/paraglide/messages';
import {
	syncStatus,
	type OutboxItem,
	type SendResult,
	type SyncStatus
} from '$lib/client/sync-status.svelte';
import { people } from '$lib/client/people.svelte';
import { requests } from '$lib/client/requests.svelte';
import type { Json } from '$lib/domain/intent-types';

function text(value: Json | undefined): string {
	return typeof value === 'string' ? value.trim() : '';
}

function fields(value: Json | undefined): { [field: string]: Json } {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** The request an item belongs to: as it stands on the device, or as it was written when it never got that far. */
function requestOf({ args, target }: OutboxItem): { personName: string; code: string } {
	const request = requests.get(target.key);
	const written = syncStatus.writtenAs(target) ?? args;
	return {
		personName: request?.personName.trim() || text(written.personName),
		code: request?.code ?? text(written.code)
	};
}

/** "di Anna B.", the receipt code, or "anonima". */
function whoseRequest(item: OutboxItem): string {
	const { personName, code } = requestOf(item);
	if (personName) return m.item_whose({ name: personName });
	return code || m.item_anonymous();
}

export function receiptCode(item: OutboxItem): string | null {
	return item.target.collection === 'requests' ? requestOf(item).code || null : null;
}

export function itemTitle(item: OutboxItem): string {
	const { args, target } = item;
	switch (item.name) {
		case 'request.register': {
			const { personName } = requestOf(item);
			return m.item_request({
				whose: personName ? m.item_whose({ name: personName }) : m.item_anonymous()
			});
		}
		case 'request.edit':
			return m.item_edit({ whose: whoseRequest(item) });
		case 'request.note': {
			const whose = whoseRequest(item);
			return args.kind === 'answer' ? m.item_answer({ whose }) : m.item_note({ whose });
		}
		case 'request.assign':
			return m.item_assign({ whose: whoseRequest(item) });
		case 'request.move':
			return m.item_move({ whose: whoseRequest(item) });
		case 'person.register': {
			const name = text(fields(args.details).name);
			return name ? m.item_person({ name }) : m.item_person_unnamed();
		}
		case 'person.edit': {
			const name = text(fields(args.changes).name) || (people.get(target.key)?.name ?? '');
			return name ? m.item_person_edit({ name }) : m.item_person_unnamed();
		}
	}
}

type Counts = Pick<SyncStatus, 'unsent' | 'toFix' | 'waiting'>;

/** What came of trying by hand. `before` and `after` count what was unsent and what was to be fixed. */
export function sendResultWords(result: SendResult, before: Counts, after: Counts): string {
	const { unsent: count } = after;
	const sentences = (first: string, then: string) => (count > 0 ? `${first} ${then}` : first);
	switch (result) {
		case 'sent': {
			const refused = Math.max(0, after.toFix - before.toFix);
			const waiting = Math.max(0, after.waiting - before.waiting);
			const sent = Math.max(0, before.unsent - after.unsent - refused - waiting);
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
	}
}
