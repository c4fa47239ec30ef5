/** The administrator's work on tablets. */
import type { Accounts } from '../../../../db/accounts.ts';
import type { Audit } from '../../../../db/audit.ts';
import type { Device, Devices } from '../../../../db/devices.ts';
import type {
	DeviceError,
	DeviceList,
	MadeCode,
	NewCode
} from '../../domain/administration/devices.ts';
import { auditSubject, type AuditDetail, type AuditKind } from '../../domain/devices/audit.ts';
import { ENROLMENT_CODE_MS } from '../../domain/devices/device-api.ts';
import type { DeviceView } from '../../domain/devices/device-view.ts';
import type { Enrolment } from '../devices/enrolment.ts';

type Result<Value> = { ok: true; value: Value } | { ok: false; error: DeviceError };

export interface DevicesParts {
	devices: Devices;
	enrolment: Pick<Enrolment, 'makeCode'>;
	accounts: Pick<Accounts, 'userById'>;
	audit: Pick<Audit, 'record'>;
	now?: () => number;
}

export type DeviceAdministration = ReturnType<typeof createDeviceAdministration>;

export function createDeviceAdministration({
	devices,
	enrolment,
	accounts,
	audit,
	now = Date.now
}: DevicesParts) {
	function note(id: string, by: string, detail: AuditDetail, kind: AuditKind = 'change'): void {
		const subject = auditSubject('devices', id);
		audit.record({ kind, actor: by, deviceId: id, subject, detail });
	}

	function named(view: DeviceView): DeviceView {
		return { ...view, enrolledBy: accounts.userById(view.enrolledBy)?.name ?? view.enrolledBy };
	}

	/** What was asked is noted once: asking again for what has been done changes nothing. */
	function end(
		id: string,
		by: string,
		detail: 'revoked' | 'wipe',
		column: 'revokedAt' | 'wipeRequestedAt',
		act: (id: string, now: number) => Device | undefined
	): Result<DeviceView> {
		const before = devices.byId(id);
		act(id, now());
		const view = devices.view(id);
		if (!before || !view) return { ok: false, error: { kind: 'unknown' } };
		if (before[column] === null) note(id, by, detail, 'revocation');
		return { ok: true, value: named(view) };
	}

	return {
		list: (): DeviceList => ({ devices: devices.list().map(named) }),

		/** A code that enrols one tablet, once, for a quarter of an hour. @param by the administrator */
		makeCode({ name, accessPointId }: NewCode, by: string): Result<MadeCode> {
			const made = enrolment.makeCode({ name, accessPointId, createdBy: by }, now());
			if (!made.ok) return made;
			const subject = auditSubject('access-points', accessPointId);
			audit.record({ kind: 'change', actor: by, subject, detail: 'enrolment-code' });
			return { ok: true, value: { code: made.code, goodForMs: ENROLMENT_CODE_MS } };
		},

		rename(id: string, name: string, by: string): Result<DeviceView> {
			const view = devices.rename(id, name) && devices.view(id);
			if (!view) return { ok: false, error: { kind: 'unknown' } };
			note(id, by, 'changed');
			return { ok: true, value: named(view) };
		},

		/** Nobody works on it any more; what it still sends is taken for review. */
		revoke: (id: string, by: string) => end(id, by, 'revoked', 'revokedAt', devices.revoke),

		/** At its next contact it sends what it holds, then clears itself. */
		wipe: (id: string, by: string) => end(id, by, 'wipe', 'wipeRequestedAt', devices.requestWipe)
	};
}
