import { unlockRequestSchema } from '$lib/domain/devices/device-api';
import { getApp } from '$lib/server/current-app';
import { errorAnswer, jsonAnswer, readJson } from '$lib/server/http';
import { deriveOccurredAt } from '../../../../../sync/merge/occurred-at';
import type { RequestHandler } from './$types';

/**
 * A person has unlocked this tablet: 200 UnlockResponse. 401 unknown-device; 401 grant-ended, when they are to sign in
 * with their passphrase; 403 with the reason in every other case.
 */
export const POST: RequestHandler = async ({ request, locals }) => {
	const { device } = locals;
	if (!device) return errorAnswer(401, { kind: 'unknown-device' });
	const body = await readJson(request, unlockRequestSchema);
	if (!body.ok) return body.answer;
	const { peopleOnDevice, audit } = getApp();
	const now = Date.now();
	const result = await peopleOnDevice.unlock(device, body.value, now);
	if (result.ok) {
		const { id: actor } = result.value.info.user;
		const { at: deviceNow, noted } = body.value;
		const event = { kind: 'unlock', actor, deviceId: device.id } as const;
		if (noted) {
			const at = deriveOccurredAt(noted.at, deviceNow, now).occurredAt;
			audit.recordNoted([{ ...event, id: noted.id, at }]);
		} else audit.record(event);
		return jsonAnswer(result.value);
	}
	return errorAnswer(result.error.kind === 'grant-ended' ? 401 : 403, result.error);
};
