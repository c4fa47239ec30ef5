import { enrolRequestSchema } from '$lib/domain/devices/device-api';
import { getApp } from '$lib/server/current-app';
import {
	clientAddress,
	errorAnswer,
	jsonAnswer,
	readJson,
	throttledAnswer
} from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Enrols a tablet with a code: 200 EnrolResponse, 403 wrong-code, 429 throttled with Retry-After. */
export const POST: RequestHandler = async (event) => {
	const body = await readJson(event.request, enrolRequestSchema);
	if (!body.ok) return body.answer;
	const result = await getApp().enrolment.enrol(body.value, clientAddress(event), Date.now());
	if (result.ok) return jsonAnswer(result.value);
	switch (result.error.kind) {
		case 'wrong-code':
			return errorAnswer(403, result.error);
		case 'bad-key':
			return errorAnswer(400, { kind: 'invalid', fields: ['publicKey'] });
		case 'throttled':
			return throttledAnswer(result.error);
	}
};
