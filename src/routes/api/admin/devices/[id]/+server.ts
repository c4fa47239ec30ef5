import { renameDeviceSchema } from '$lib/domain/administration/devices';
import { administratorOf } from '$lib/server/administrator';
import { getApp } from '$lib/server/current-app';
import { errorAnswer, jsonAnswer, readJson } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Renames a tablet: 200 DeviceView, 400, 401, 403, 404. */
export const PUT: RequestHandler = async ({ locals, params, request }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	const body = await readJson(request, renameDeviceSchema);
	if (!body.ok) return body.answer;
	const { devices } = getApp().administration;
	const renamed = devices.rename(params.id, body.value.name, who.caller.userId);
	return renamed.ok ? jsonAnswer(renamed.value) : errorAnswer(404, renamed.error);
};
