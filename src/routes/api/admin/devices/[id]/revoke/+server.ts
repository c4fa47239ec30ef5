import { administratorOf } from '$lib/server/administrator';
import { getApp } from '$lib/server/current-app';
import { errorAnswer, jsonAnswer } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Nobody works on this tablet any more: 200 DeviceView, 401, 403, 404. Twice is no error. */
export const POST: RequestHandler = ({ locals, params }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	const result = getApp().administration.devices.revoke(params.id, who.caller.userId);
	return result.ok ? jsonAnswer(result.value) : errorAnswer(404, result.error);
};
