import { expect, it } from 'vitest';
import { DeviceStoreError } from '../../../../sync/client/ports.ts';
import { sendNow } from './send-now.ts';

it('whoever tries by hand hears that the device could not be written', async () => {
	const contactNow = () => Promise.reject(new DeviceStoreError('storage-full'));
	expect(await sendNow({ contactNow })).toBe('failed');
});
