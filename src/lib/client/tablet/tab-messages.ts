/**
 * What the tabs of a shared tablet tell each other.
 *
 * Each tab reads what its own person may, or nothing while it is locked. So none is told what another one has read or
 * written: it looks into the store itself, and opens there what it can.
 */
import type { TabMessage } from '../../../../sync/client/sync-client.ts';

export function withoutContent(message: TabMessage): TabMessage {
	if (message.kind === 'reload') return message;
	switch (message.event.kind) {
		case 'appended':
		case 'superseded':
		case 'pulled':
			return { kind: 'reload' };
		default:
			return message;
	}
}
