/**
 * Readings that a device has noted, into the log of who did what.
 *
 * Invariants
 * - From a browser's session come the readings of its own person alone; the endpoint sees to that.
 * - From a tablet come those of whoever was ever let in on it. Of anybody else nothing is taken, and nothing is lost: the
 *   tablet keeps it, as after a restore the server learns of them when they unlock.
 * - A reading is placed when it happened by the server's reckoning, and counts once.
 * - Of a record that was erased it is kept that one was read, and not which.
 */
import type { Audit, NewReading } from '../../../../db/audit.ts';
import type { Device, Devices } from '../../../../db/devices.ts';
import { deriveOccurredAt } from '../../../../sync/merge/occurred-at.ts';
import type { ErasedList } from '../../../../sync/server/erased.ts';
import type { AuditDetail } from '../../domain/devices/audit.ts';
import type { Reading, ReadingsRequest, ReadingsResponse } from '../../domain/readings/reading.ts';

export type ReadingsSender =
	| { kind: 'tablet'; device: Device }
	/** `deviceId` as the browser called itself when it signed in. */
	| { kind: 'person'; userId: string; deviceId: string | null };

interface Parts {
	devices: Pick<Devices, 'everyoneOn'>;
	audit: Pick<Audit, 'recordReadings'>;
	erased: Pick<ErasedList, 'read'>;
}

export function createTakeReadings({ devices, audit, erased }: Parts) {
	function known(sender: ReadingsSender): ReadonlySet<string> {
		return sender.kind === 'tablet'
			? devices.everyoneOn(sender.device.id)
			: new Set([sender.userId]);
	}

	/** @param now milliseconds since the epoch */
	return function takeReadings(
		{ deviceNow, readings }: ReadingsRequest,
		sender: ReadingsSender,
		now: number
	): ReadingsResponse {
		const people = known(sender);
		const gone = erased.read();
		const deviceId = sender.kind === 'tablet' ? sender.device.id : sender.deviceId;
		const isRevoked = sender.kind === 'tablet' && sender.device.revokedAt !== null;
		const detail: AuditDetail | null = isRevoked ? 'from-revoked' : null;
		const taken = readings.filter(({ userId }) => people.has(userId));
		const eventOf = ({ id, userId, collection, key, at }: Reading): NewReading => ({
			...{ id, userId, deviceId, collection, detail },
			at: deriveOccurredAt(at, deviceNow, now).occurredAt,
			key: gone.has({ collection, key }) ? null : key
		});
		audit.recordReadings(taken.map(eventOf));
		const others = readings.map(({ userId }) => userId).filter((id) => !people.has(id));
		return { taken: taken.map(({ id }) => id), unknownPeople: [...new Set(others)] };
	};
}
