/** Trying by hand, and what came of it. */
import type { SyncClient } from '../../../../sync/client/sync-client';

export type SendResult = 'sent' | 'offline' | 'server-silent' | 'captive-portal' | 'sign-in-needed';

export async function sendNow(client: Pick<SyncClient, 'contactNow'>): Promise<SendResult> {
	const { kind } = await client.contactNow();
	switch (kind) {
		case 'ok':
			return 'sent';
		case 'not-understood':
			return 'server-silent';
		default:
			return kind;
	}
}
