/** What a tablet is told of itself, at enrolment and at each contact. */
import type { Accounts } from '../../../../db/accounts.ts';
import type { Device } from '../../../../db/devices.ts';
import type { DeviceState } from '../../domain/devices/device-api.ts';
import type { ServerKeys } from './server-keys.ts';

export type DeviceStates = ReturnType<typeof createDeviceStates>;

export function createDeviceStates(
	accounts: Pick<Accounts, 'accessPoints' | 'city'>,
	keys: Pick<ServerKeys, 'list'>,
	idleLockMinutes: number
) {
	return function stateOf(device: Device, now: number): DeviceState {
		const accessPoint = accounts.accessPoints().find(({ id }) => id === device.accessPointId);
		const city = accounts.city();
		if (!accessPoint || !city) throw new Error('A tablet stands at a desk of a city.');
		return {
			id: device.id,
			name: device.name,
			accessPoint,
			city: { id: city.id, name: city.name, timezone: city.timezone },
			serverKeys: keys.list().map(({ kid, publicKey }) => ({ kid, publicKey })),
			idleLockMinutes,
			serverNow: now
		};
	};
}
