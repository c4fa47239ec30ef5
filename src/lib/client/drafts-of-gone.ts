/**
 * What somebody began to write about a request goes when the request has left this device: it was erased, or is another desk's
 * now. No page would lead to it, and it could be saved nowhere.
 */
import type { Replica } from '../../../sync/client/replica.ts';
import { afterContacts, type Contacting } from './after-contacts.ts';
import { requestOfDraft } from './draft-ids.ts';
import type { DraftStore } from './store/draft-store.ts';

/**
 * A request can be away for a while: of a server that was put back until its author's tablet is there again, or when this app
 * cannot read a row before it. Nobody writes about it in that time.
 */
export const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Looks after each contact that went well and brought everything.
 * @param now milliseconds since the epoch
 * @returns what ends it
 */
export function forgetDraftsOfGone(
	client: Contacting & { readonly replica: Pick<Replica, 'row' | 'own'> },
	drafts: Pick<DraftStore, 'list' | 'delete'>,
	now: () => number = Date.now
): () => void {
	function isGone(id: string): boolean {
		const key = requestOfDraft(id);
		if (key === null) return false;
		const ref = { collection: 'requests', key };
		// One that was refused is not shown, and is there again when it has been put right.
		return !client.replica.row(ref) && client.replica.own(ref).length === 0;
	}
	async function look() {
		if (client.contact.stopped !== null) return;
		for (const { id, updatedAt } of await drafts.list()) {
			if (isGone(id) && now() - updatedAt > KEPT_MS) await drafts.delete(id);
		}
	}
	// A database that cannot be read now is read after the next contact.
	return afterContacts(client, () => void look().catch(() => undefined));
}
