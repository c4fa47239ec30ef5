import { accountChangeSchema } from '$lib/domain/administration/people';
import { accountErrorAnswer } from '$lib/server/administration/answers';
import { administratorOf } from '$lib/server/administrator';
import { getApp } from '$lib/server/current-app';
import { jsonAnswer, readJson } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Another name, role or access points: 200 AccountView, 400, 401, 403, 404, 409 last-administrator among others. */
export const PUT: RequestHandler = async ({ locals, params, request }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	const body = await readJson(request, accountChangeSchema);
	if (!body.ok) return body.answer;
	const { people } = getApp().administration;
	const changed = people.change(params.id, body.value, who.caller.userId);
	return changed.ok ? jsonAnswer(changed.value) : accountErrorAnswer(changed.error);
};
