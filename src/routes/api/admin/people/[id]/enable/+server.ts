import { accountErrorAnswer } from '$lib/server/administration/answers';
import { administratorOf } from '$lib/server/administrator';
import { getApp } from '$lib/server/current-app';
import { jsonAnswer } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Lets the person sign in again, with the passphrase they had: 200 AccountView, 401, 403, 404. */
export const POST: RequestHandler = ({ locals, params }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	const result = getApp().administration.people.enable(params.id, who.caller.userId);
	return result.ok ? jsonAnswer(result.value) : accountErrorAnswer(result.error);
};
