import { describe, expect, it } from 'vitest';
import { deviceAlarms, SILENT_AFTER_MS, type DeviceView } from './device-view.ts';
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

	/** Seen to fail with `>` for `>=`, with twenty-five hours for twenty-four, and with the enrolment not counted. */
	it.each([
		['its last contact', { lastContactAt: 1000 }, 1000],
		['its enrolment, when it was never in contact', { enrolledAt: 5000, lastContactAt: null }, 5000]
	])('has said nothing for a day since %s, and not a moment sooner', (_, about, since) => {
		expect(SILENT_AFTER_MS).toBe(24 * 60 * 60 * 1000);
		expect(deviceAlarms(aDevice(about), since + SILENT_AFTER_MS - 1)).toEqual([]);
		expect(deviceAlarms(aDevice(about), since + SILENT_AFTER_MS)).toEqual(['silent']);
	});

	it('is not one that was revoked, however long it says nothing', () => {
		expect(deviceAlarms(aDevice({ revokedAt: 1 }), 90 * SILENT_AFTER_MS)).toEqual([]);
	});
});
