import { accessPointInputSchema } from '$lib/domain/administration/access-points';
import { administratorOf } from '$lib/server/administrator';
import { getApp } from '$lib/server/current-app';
import { errorAnswer, jsonAnswer, readJson } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Every access point: 200 AccessPointList, 401, 403 for anybody but an administrator. */
export const GET: RequestHandler = ({ locals }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	return jsonAnswer(getApp().administration.accessPoints.list());
};

/** Adds one: 201 with its id, 400, 401, 403, 409 name-taken or unknown-neighbourhood. */
export const POST: RequestHandler = async ({ locals, request }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	const body = await readJson(request, accessPointInputSchema);
	if (!body.ok) return body.answer;
	const added = getApp().administration.accessPoints.add(body.value, who.caller.userId);
	return added.ok ? jsonAnswer(added.value, 201) : errorAnswer(409, added.error);
};
