/**
 * What a device has noted, readings most of all, into the log of who did what.
 *
 * Invariants
 * - From a browser's session come the readings of its own person alone; the endpoint sees to that.
 * - From a tablet come those of whoever was ever let in on it. Of anybody else nothing is taken, and nothing is lost: the
 *   tablet keeps it, as after a restore the server learns of them when they unlock.
 * - In the tablet's own name comes that a file was saved, and nothing else.
 * - Each is placed when it happened by the server's reckoning, and counts once.
 * - Of a record that was erased it is kept that one was read, and not which.
 */
import type { Audit, NotedEvent } from '../../../../db/audit.ts';
import type { Device, Devices } from '../../../../db/devices.ts';
import { deriveOccurredAt } from '../../../../sync/merge/occurred-at.ts';
import type { ErasedList } from '../../../../sync/server/erased.ts';
import { auditSubject, type AuditDetail } from '../../domain/devices/audit.ts';
import { deviceActor } from '../../domain/devices/device-api.ts';
import type { Noted, ReadingsRequest, ReadingsResponse } from '../../domain/readings/reading.ts';

export type ReadingsSender =
	| { kind: 'tablet'; device: Device }
	/** `deviceId` as the browser called itself when it signed in. */
	| { kind: 'person'; userId: string; deviceId: string | null };

interface Parts {
	devices: Pick<Devices, 'everyoneOn'>;
	audit: Pick<Audit, 'recordNoted'>;
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
		const mark: AuditDetail | null = isRevoked ? 'from-revoked' : null;
		const isTablets = (noted: Noted) =>
			'deed' in noted &&
			noted.deed === 'saved' &&
			sender.kind === 'tablet' &&
			noted.userId === deviceActor(sender.device.id);
		const isKnown = (noted: Noted) => people.has(noted.userId) || isTablets(noted);
		const eventOf = (noted: Noted): NotedEvent => {
			const { id, userId: actor } = noted;
			const at = deriveOccurredAt(noted.at, deviceNow, now).occurredAt;
			return { id, actor, deviceId, at, ...whatOf(noted) };
		};
		const whatOf = (noted: Noted): Pick<NotedEvent, 'kind' | 'subject' | 'detail'> => {
			if (!('deed' in noted)) {
				const { collection, key } = noted;
				const subject = auditSubject(collection, gone.has({ collection, key }) ? '' : key);
				return { kind: 'case-read', subject, detail: mark };
			}
			switch (noted.deed) {
				case 'unlock':
					return { kind: 'unlock', detail: mark };
				case 'saved':
					return { kind: 'export', detail: mark ?? String(noted.records) };
			}
		};
		const taken = readings.filter(isKnown);
		audit.recordNoted(taken.map(eventOf));
		const others = readings.filter((noted) => !isKnown(noted)).map(({ userId }) => userId);
		return { taken: taken.map(({ id }) => id), unknownPeople: [...new Set(others)] };
	};
}
