/** Tablets as the administrator sees them: `/api/admin/devices`. Moments are milliseconds since the epoch. */
import * as v from 'valibot';
import { isLittleSpace } from './space.ts';

export const deviceViewSchema = v.object({
	id: v.string(),
	name: v.string(),
	accessPointId: v.string(),
	enrolledAt: v.number(),
	enrolledBy: v.string(),
	/** Null before the first. */
	lastContactAt: v.nullable(v.number()),
	appVersion: v.nullable(v.string()),
	/** As it last said. */
	unsent: v.number(),
	/** Records that the server knows it is missing, and that the tablet says it has lost. */
	missing: v.number(),
	freeBytes: v.nullable(v.number()),
	persisted: v.nullable(v.boolean()),
	/** Two tablets say they are this one. */
	cloned: v.boolean(),
	revokedAt: v.nullable(v.number()),
	wipeRequestedAt: v.nullable(v.number()),
	wipedAt: v.nullable(v.number())
});
export type DeviceView = v.InferOutput<typeof deviceViewSchema>;

/** A tablet that is not heard of for this long is on the administrator's first page. */
export const SILENT_AFTER_MS = 24 * 60 * 60 * 1000;

export type DeviceAlarm = 'silent' | 'gap' | 'cloned' | 'little-space';

/** Why somebody should look after a tablet; nothing of one that was revoked. */
export function deviceAlarms(device: DeviceView, now: number): DeviceAlarm[] {
	if (device.revokedAt !== null) return [];
	const alarms: DeviceAlarm[] = [];
	if (device.missing > 0) alarms.push('gap');
	if (device.cloned) alarms.push('cloned');
	if (device.wipedAt === null && isLittleSpace(device.freeBytes)) alarms.push('little-space');
	if (now - (device.lastContactAt ?? device.enrolledAt) >= SILENT_AFTER_MS) alarms.push('silent');
	return alarms;
}
