/** Trying by hand, and what came of it. */
import type { SyncClient } from '../../../../sync/client/sync-client';

export type SendResult =
	| 'sent'
	| 'offline'
	| 'server-silent'
	| 'captive-portal'
	| 'sign-in-needed'
	/** The device could not be read or written: what came of the sending is not known here. */
	| 'failed';

export async function sendNow(
	client: Pick<SyncClient, 'contact' | 'contactNow'>
): Promise<SendResult> {
	// One that is under way has asked before anybody wanted it: how it went says nothing of now.
	if (client.contact.running) await client.contactNow().catch(() => null);
	// The engine has put what went wrong into its state.
	const contact = await client.contactNow().catch(() => null);
	if (!contact) return 'failed';
	switch (contact.kind) {
		case 'ok':
			return 'sent';
		case 'not-understood':
			return 'server-silent';
		default:
			return contact.kind;
	}
}
