import type { Device } from '../../db/devices.ts';
import type { createDevices } from '../../db/devices.ts';
import { uuid } from './sync-world.ts';

export const TABLET = uuid(90, 1);

/** Enrols a tablet at the desk of Cambonino through a code, as an administrator and a tablet do. */
export function aDevice(
	devices: ReturnType<typeof createDevices>,
	changes: Partial<Pick<Device, 'id' | 'name' | 'accessPointId' | 'tokenHash' | 'publicKey'>> = {},
	now = Date.now()
): Device {
	const { id = TABLET, name = 'Tablet 1', accessPointId = 'cambonino' } = changes;
	const { tokenHash = `hash of ${id}`, publicKey = 'key' } = changes;
	const code = { codeHash: id, name, accessPointId, createdBy: 'ada', expiresAt: now + 1 };
	devices.addCode(code);
	const device = devices.enrol(id, { id, tokenHash, publicKey, appVersion: '0.1.0' }, now);
	if (!device) throw new Error('The code was not taken.');
	return device;
}
