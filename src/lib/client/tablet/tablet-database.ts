/**
 * What makes a browser an enrolled tablet: its name and token, and the slots of those who work on it. Its records lie in a
 * `DeviceDatabase` of their own.
 *
 * The token and the tablet's own key stand in clear: on the disk of a browser nothing can hide them. They open nothing;
 * they send, until the administrator revokes them.
 */
import { Dexie, type EntityTable } from 'dexie';
import * as v from 'valibot';
import { deviceStateSchema } from '../../domain/devices/device-api.ts';
import type { Slot } from '../vault/slot.ts';

export const storedDeviceSchema = v.object({
	name: v.literal('device'),
	/** As the server last said. */
	state: deviceStateSchema,
	token: v.string(),
	/** PKCS #8, base64url: signs what is registered without unlocking. */
	signingKey: v.string(),
	/** The administrator has revoked it: it sends, and nobody works on it. */
	revoked: v.boolean()
});
export type StoredDevice = v.InferOutput<typeof storedDeviceSchema>;

export class TabletDatabase extends Dexie {
	declare device: EntityTable<StoredDevice, 'name'>;
	declare slots: EntityTable<Slot, 'userId'>;

	constructor() {
		super('sportello-device', { chromeTransactionDurability: 'strict' });
		this.version(1).stores({ device: 'name', slots: 'userId' });
	}
}
