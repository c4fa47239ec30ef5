import { accessPointInputSchema } from '$lib/domain/administration/access-points';
import { administratorOf } from '$lib/server/administrator';
import { getApp } from '$lib/server/current-app';
import { errorAnswer, jsonAnswer, readJson } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Renames or moves one: 200 with its id, 400, 401, 403, 404, 409 name-taken or unknown-neighbourhood. */
export const PUT: RequestHandler = async ({ locals, params, request }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	const body = await readJson(request, accessPointInputSchema);
	if (!body.ok) return body.answer;
	const { accessPoints } = getApp().administration;
	const changed = accessPoints.change(params.id, body.value, who.caller.userId);
	if (changed.ok) return jsonAnswer(changed.value);
	return errorAnswer(changed.error.kind === 'unknown' ? 404 : 409, changed.error);
};
