import { unlockRequestSchema } from '$lib/domain/devices/device-api';
import { getApp } from '$lib/server/current-app';
import { auditUnlock } from '$lib/server/devices/audit-unlock';
import { errorAnswer, jsonAnswer, readJson } from '$lib/server/http';
import { syncTrouble } from '$lib/server/sync-answers';
import type { RequestHandler } from './$types';

/**
 * A person has unlocked this tablet: 200 UnlockResponse. 401 unknown-device; 401 grant-ended, when they are to sign in
 * with their passphrase; 403 with the reason in every other case. 507 when the disk is full.
 */
export const POST: RequestHandler = async ({ request, locals }) => {
	const { device } = locals;
	if (!device) return errorAnswer(401, { kind: 'unknown-device' });
	const body = await readJson(request, unlockRequestSchema);
	if (!body.ok) return body.answer;
	const { peopleOnDevice, audit } = getApp();
	const now = Date.now();
	try {
		const result = await peopleOnDevice.unlock(device, body.value, now);
		if (result.ok) {
			const { id: actor } = result.value.info.user;
			auditUnlock(audit, { actor, deviceId: device.id }, body.value, now);
			return jsonAnswer(result.value);
		}
		return errorAnswer(result.error.kind === 'grant-ended' ? 401 : 403, result.error);
	} catch (error) {
		return syncTrouble(error);
	}
};
