import { describe, expect, it } from 'vitest';
import { deviceAlarms, type DeviceView } from './device-view.ts';
import { LITTLE_SPACE_BYTES } from './space.ts';

const aDevice = (about: Partial<DeviceView>): DeviceView => ({
	...{ id: 'd', name: 'Banco 1', accessPointId: 'a', enrolledAt: 0, enrolledBy: 'Ada' },
	...{ lastContactAt: 0, appVersion: null, unsent: 0, missing: 0, freeBytes: null },
	...{ persisted: true, cloned: false, revokedAt: null, wipeRequestedAt: null, wipedAt: null },
	...about
});

describe('a tablet to look after', () => {
	it('has little room left', () => {
		expect(deviceAlarms(aDevice({ freeBytes: LITTLE_SPACE_BYTES - 1 }), 1)).toEqual([
			'little-space'
		]);
		expect(deviceAlarms(aDevice({ freeBytes: 0 }), 1)).toEqual(['little-space']);
	});

	it('is not one that has room, does not say, or is no longer in use', () => {
		expect(deviceAlarms(aDevice({ freeBytes: LITTLE_SPACE_BYTES }), 1)).toEqual([]);
		expect(deviceAlarms(aDevice({ freeBytes: null }), 1)).toEqual([]);
		expect(deviceAlarms(aDevice({ freeBytes: 0, revokedAt: 1 }), 1)).toEqual([]);
		expect(deviceAlarms(aDevice({ freeBytes: 0, wipedAt: 1 }), 1)).toEqual([]);
	});
});
