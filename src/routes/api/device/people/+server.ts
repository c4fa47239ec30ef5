import { firstSignInSchema } from '$lib/domain/devices/device-api';
import { getApp } from '$lib/server/current-app';
import {
	clientAddress,
	errorAnswer,
	jsonAnswer,
	readJson,
	throttledAnswer
} from '$lib/server/http';
import type { RequestHandler } from './$types';

/**
 * Signs a person in on this tablet for the first time: 200 UnlockResponse, 401 unknown-device or wrong-credentials, 403
 * device-revoked or not-this-desk, 429 throttled with Retry-After.
 */
export const POST: RequestHandler = async (event) => {
	const { device } = event.locals;
	if (!device) return errorAnswer(401, { kind: 'unknown-device' });
	const body = await readJson(event.request, firstSignInSchema);
	if (!body.ok) return body.answer;
	const { peopleOnDevice } = getApp();
	const result = await peopleOnDevice.signIn(device, body.value, clientAddress(event), Date.now());
	if (result.ok) return jsonAnswer(result.value);
	switch (result.error.kind) {
		case 'wrong-credentials':
			return errorAnswer(401, result.error);
		case 'device-revoked':
		case 'not-this-desk':
			return errorAnswer(403, result.error);
		case 'bad-key':
			return errorAnswer(400, { kind: 'invalid', fields: ['publicKey'] });
		case 'throttled':
			return throttledAnswer(result.error);
	}
};
