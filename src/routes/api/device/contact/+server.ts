import { contactRequestSchema } from '$lib/domain/devices/device-api';
import { getApp } from '$lib/server/current-app';
import { errorAnswer, jsonAnswer, readJson } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** A tablet says how it is: 200 ContactResponse, a revoked one too; 401 unknown-device. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const { device } = locals;
	if (!device) return errorAnswer(401, { kind: 'unknown-device' });
	const body = await readJson(request, contactRequestSchema);
	if (!body.ok) return body.answer;
	return jsonAnswer(getApp().contacts.take(device, body.value, Date.now()));
};
