import type { SyncClient } from '../../../sync/client/sync-client.ts';

export type Contacting = Pick<SyncClient, 'contact' | 'subscribe'>;

/** After each contact that went well. @returns what ends it */
export function afterContacts(client: Contacting, work: () => void): () => void {
	let wasRunning = client.contact.running;
	return client.subscribe(() => {
		const { running, last } = client.contact;
		if (wasRunning && !running && last?.kind === 'ok') work();
		wasRunning = running;
	});
}
