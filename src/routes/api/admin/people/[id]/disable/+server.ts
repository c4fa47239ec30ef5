import { accountErrorAnswer } from '$lib/server/administration/answers';
import { administratorOf } from '$lib/server/administrator';
import { getApp } from '$lib/server/current-app';
import { jsonAnswer } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Signs the person out everywhere, for good: 200 AccountView, 401, 403, 404, 409 last-administrator. */
export const POST: RequestHandler = ({ locals, params }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	const result = getApp().administration.people.disable(params.id, who.caller.userId);
	return result.ok ? jsonAnswer(result.value) : accountErrorAnswer(result.error);
};
