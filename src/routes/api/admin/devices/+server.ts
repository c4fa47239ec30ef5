import { newCodeSchema } from '$lib/domain/administration/devices';
import { administratorOf } from '$lib/server/administrator';
import { getApp } from '$lib/server/current-app';
import { errorAnswer, jsonAnswer, readJson } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Every tablet and how it is: 200 DeviceList, 401, 403 for anybody but an administrator. */
export const GET: RequestHandler = ({ locals }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	return jsonAnswer(getApp().administration.devices.list());
};

/** Makes a code that enrols a tablet: 201 MadeCode, 400, 401, 403, 409 unknown-access-point. */
export const POST: RequestHandler = async ({ locals, request }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	const body = await readJson(request, newCodeSchema);
	if (!body.ok) return body.answer;
	const made = getApp().administration.devices.makeCode(body.value, who.caller.userId);
	return made.ok ? jsonAnswer(made.value, 201) : errorAnswer(409, made.error);
};
