import { MAX_SENT_READINGS, readingsRequestSchema } from '$lib/domain/readings/reading';
import { getApp } from '$lib/server/current-app';
import { errorAnswer, jsonAnswer, readJson, tooLarge } from '$lib/server/http';
import { syncTrouble } from '$lib/server/sync-answers';
import type { RequestHandler } from './$types';

/**
 * Takes what a device has noted, without content: 200 ReadingsResponse, from a revoked tablet too. 401 when neither a
 * person nor a tablet calls, 403 when a session sends what another person did, 400 when there is anything in it that
 * does not belong there, 413 when they are too many, 507 when the disk is full; then nothing of it was taken.
 */
export const POST: RequestHandler = async ({ request, locals }) => {
	const { caller, device, session } = locals;
	if (!caller && !device) return errorAnswer(401, { kind: 'not-signed-in' });
	const body = await readJson(request, readingsRequestSchema);
	if (!body.ok) return body.answer;
	const { readings } = body.value;
	if (readings.length > MAX_SENT_READINGS) return tooLarge();
	if (caller && readings.some(({ userId }) => userId !== caller.userId)) {
		return errorAnswer(403, { kind: 'another-person' });
	}
	const { takeReadings } = getApp();
	try {
		if (device) return jsonAnswer(takeReadings(body.value, { kind: 'tablet', device }, Date.now()));
		const { userId } = caller!;
		const sender = { kind: 'person', userId, deviceId: session?.deviceId ?? null } as const;
		return jsonAnswer(takeReadings(body.value, sender, Date.now()));
	} catch (error) {
		return syncTrouble(error);
	}
};
