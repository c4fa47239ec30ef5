/** What the sync endpoints answer when they cannot do their work: nothing is acknowledged, and the device tries again. */
import { isDiskFull } from '../../../db/disk-full.ts';
import { ForeignStoreError } from '../../../sync/server/decide-push.ts';
import { errorAnswer } from './http.ts';

const BUSY_RETRY_S = '2';

function codeOf(error: unknown): string {
	const code = (error as { code?: unknown } | null)?.code;
	return typeof code === 'string' ? code : '';
}

/**
 * A full disk is 507, a busy database 503; both pass by themselves. A store that is somebody else's is 403.
 * @throws what it does not know
 */
export function syncTrouble(error: unknown): Response {
	if (error instanceof ForeignStoreError) return errorAnswer(403, { kind: 'another-store' });
	if (isDiskFull(error)) return errorAnswer(507, { kind: 'storage-full' });
	if (codeOf(error).startsWith('SQLITE_BUSY')) {
		return errorAnswer(503, { kind: 'busy' }, { 'retry-after': BUSY_RETRY_S });
	}
	throw error;
}

/**
 * Whether a push holds only what somebody else than the caller wrote: two people share a browser, and the session has
 * changed hands under an open store. It is that person's to send, and nothing of it is taken in the caller's name.
 */
export function isOfAnotherPerson(intents: readonly unknown[], userId: string): boolean {
	const isAnothers = (intent: unknown) => {
		const actor = (intent as { actor?: unknown } | null)?.actor;
		return typeof actor === 'string' && actor !== userId;
	};
	return intents.length > 0 && intents.every(isAnothers);
}
