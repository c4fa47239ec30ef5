/** Seen to fail: how a contact went that was under way, told to whoever wanted one of their own. */
import { expect, it } from 'vitest';
import type { Contact } from '../../../../sync/client/contact.ts';
import { DeviceStoreError } from '../../../../sync/client/ports.ts';
import type { ContactState } from '../../../../sync/client/sync-client.ts';
import { sendNow } from './send-now.ts';

const contact: ContactState = {
	...{ last: null, running: false, sending: null, stopped: null },
	...{ clockWrong: false, serverPutBack: false }
};

it('whoever tries by hand hears that the device could not be written', async () => {
	const contactNow = () => Promise.reject(new DeviceStoreError('storage-full'));
	expect(await sendNow({ contact, contactNow })).toBe('failed');
});

it('whoever tries by hand hears how it went since, and not before', async () => {
	const outcomes: Contact[] = [{ kind: 'server-silent', retryAfterMs: null }, { kind: 'ok' }];
	const contactNow = () => Promise.resolve(outcomes.shift()!);
	expect(await sendNow({ contact: { ...contact, running: true }, contactNow })).toBe('sent');
	expect(outcomes).toEqual([]);
});
