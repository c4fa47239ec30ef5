/**
 * What somebody began to write about a request goes when the request has left this device: it was erased, or is another desk's
 * now. No page would lead to it, and it could be saved nowhere.
 */
import type { Replica } from '../../../sync/client/replica.ts';
import { afterContacts, type Contacting } from './after-contacts.ts';
import { requestOfDraft } from './draft-ids.ts';
import type { DraftStore } from './store/draft-store.ts';

/**
 * Looks after each contact that went well. One contact alone may have found the server in the middle of being put back: what is
 * missing after two of them is gone.
 * @returns what ends it
 */
export function forgetDraftsOfGone(
	client: Contacting & { readonly replica: Pick<Replica, 'row'> },
	drafts: Pick<DraftStore, 'ids' | 'delete'>
): () => void {
	let missingBefore = new Set<string>();
	const isGone = (id: string) => {
		const request = requestOfDraft(id);
		return request !== null && !client.replica.row({ collection: 'requests', key: request });
	};
	async function look() {
		const missing = (await drafts.ids()).filter(isGone);
		const gone = missing.filter((id) => missingBefore.has(id));
		missingBefore = new Set(missing);
		for (const id of gone) await drafts.delete(id);
	}
	// A database that cannot be read now is read after the next contact.
	return afterContacts(client, () => void look().catch(() => undefined));
}
