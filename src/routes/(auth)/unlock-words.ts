/** Why a tablet did not open, in words. */
import type { ApiError } from '$lib/client/tablet/tablet-api';
import type { UnlockError } from '$lib/client/tablet/tablet.svelte';
import { m } from '$lib/paraglide/messages';

export function unlockProblem({ kind, retryAfterS, triesLeft }: UnlockError): string {
	switch (kind) {
		case 'wrong-pin':
			return m.unlock_wrong_pin({ count: triesLeft ?? 1 });
		case 'pin-spent':
			return m.unlock_pin_spent();
		case 'no-pin':
			return m.unlock_no_pin();
		case 'wrong-phrase':
			return m.unlock_wrong_phrase();
		case 'wrong-credentials':
			return m.sign_in_wrong();
		case 'throttled':
			return m.sign_in_throttled({ count: retryAfterS ?? 60 });
		case 'offline':
			return m.unlock_first_offline();
		case 'grant-ended':
			return m.unlock_grant_ended();
		case 'not-this-desk':
			return m.unlock_not_this_desk();
		case 'device-revoked':
		case 'unknown-device':
			return m.unlock_device_revoked();
		case 'person-revoked':
		case 'grant-revoked':
		case 'no-slot':
			return m.unlock_person_revoked();
		case 'storage-full':
			return m.unlock_storage_full();
		default:
			return m.sign_in_server();
	}
}

export function enrolProblem({ kind, retryAfterS }: ApiError): string {
	switch (kind) {
		case 'wrong-code':
		case 'invalid':
			return m.enrol_wrong_code();
		case 'throttled':
			return m.sign_in_throttled({ count: retryAfterS ?? 60 });
		case 'offline':
			return m.enrol_offline();
		case 'storage-full':
			return m.enrol_storage_full();
		default:
			return m.sign_in_server();
	}
}
