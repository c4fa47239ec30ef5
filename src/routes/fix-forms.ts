/** Which refused records can be corrected where they stand, and what the form begins with. */
import { people } from '$lib/client/people.svelte';
import { requests } from '$lib/client/requests.svelte';
import { leftFor } from '$lib/client/vouchers.svelte';
import type { ItemToFix } from '$lib/client/sync-status.svelte';
import type { IntentArgs, IntentName } from '$lib/domain/model';
import { nextStatuses } from '$lib/domain/requests/status';

/** A refused record's arguments; the device has checked them when they were written. */
export function argsOf<Name extends IntentName>(
	{ item }: ItemToFix,
	name: Name
): IntentArgs<Name> | null {
	return item.name === name ? (item.args as unknown as IntentArgs<Name>) : null;
}

/** A refusal that no other words would change: it is retried, put aside or carried by hand. */
function isFinal(reason: string): boolean {
	return reason === 'erased' || reason === 'actor-mismatch' || reason === 'not-your-role';
}

export function canCorrect({ item, reason }: ItemToFix): boolean {
	if (isFinal(reason)) return false;
	switch (item.name) {
		case 'request.register':
		case 'request.note':
		case 'person.register':
			return true;
		case 'request.edit':
			return requests.get(item.target.key) !== undefined;
		case 'request.move': {
			const request = requests.get(item.target.key);
			return request !== undefined && nextStatuses(request.status).length > 0;
		}
		case 'person.edit':
			return people.get(item.target.key) !== undefined;
		case 'voucher.spend':
			return reason === 'voucher-balance-too-low' && leftFor(item.target) > 0;
		case 'voucher.grant':
			return reason === 'fund-budget-exceeded' && leftFor(item.target) > 0;
		default:
			return false;
	}
}
