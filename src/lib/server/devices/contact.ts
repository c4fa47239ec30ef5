/**
 * A tablet says how it is, and is told who may no longer work on it and what is to become of it. A revoked tablet is
 * answered as well: it is to know, even while the disk is full and how it is cannot be noted.
 */
import { isDiskFull } from '../../../../db/disk-full.ts';
import type { Device, Devices } from '../../../../db/devices.ts';
import type { ContactResponse } from '../../domain/devices/device-api.ts';
import type { DeviceStates } from './device-state.ts';
import type { PeopleOnDevice } from './people-on-device.ts';

/** As `contactRequestSchema` reads it. */
export interface ContactReport {
	appVersion: string;
	unsent: number;
	lost: number;
	freeBytes: number | null;
	persisted: boolean | null;
	people: string[];
	wiped: boolean;
}

export type Contacts = ReturnType<typeof createContacts>;

export function createContacts(
	devices: Pick<Devices, 'recordContact' | 'markWiped'>,
	people: Pick<PeopleOnDevice, 'revokedAmong'>,
	stateOf: DeviceStates
) {
	function note(device: Device, report: ContactReport, now: number) {
		try {
			devices.recordContact(device.id, report, now);
			if (report.wiped) devices.markWiped(device.id, now);
		} catch (error) {
			if (!isDiskFull(error)) throw error;
		}
	}

	return {
		take(device: Device, report: ContactReport, now: number): ContactResponse {
			note(device, report, now);
			return {
				device: stateOf(device, now),
				revokedPeople: people.revokedAmong(device, report.people),
				revoked: device.revokedAt !== null,
				wipe: device.wipeRequestedAt !== null
			};
		}
	};
}
