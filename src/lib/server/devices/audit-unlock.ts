/**
 * That somebody unlocked a tablet, into the log of who did what, as the tablet asks for their token: under the id and at
 * the time it has noted it with. Asked again, or told with what else it has noted, it is one.
 */
import type { Audit } from '../../../../db/audit.ts';
import { deriveOccurredAt } from '../../../../sync/merge/occurred-at.ts';
import type { UnlockRequest } from '../../domain/devices/device-api.ts';

/** @param now milliseconds since the epoch */
export function auditUnlock(
	audit: Pick<Audit, 'record' | 'recordNoted'>,
	by: { actor: string; deviceId: string },
	{ at: deviceNow, noted }: Pick<UnlockRequest, 'at' | 'noted'>,
	now: number
): void {
	const event = { kind: 'unlock', ...by } as const;
	// An app of before it was noted.
	if (!noted) return audit.record(event);
	const at = deriveOccurredAt(noted.at, deviceNow, now).occurredAt;
	audit.recordNoted([{ ...event, id: noted.id, at }]);
}
