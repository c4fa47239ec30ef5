import { accountErrorAnswer } from '$lib/server/administration/answers';
import { administratorOf } from '$lib/server/administrator';
import { getApp } from '$lib/server/current-app';
import { jsonAnswer } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Makes another passphrase, answered once; the old one opens nothing any more: 200 AccountWithPassphrase, 401, 403, 404. */
export const POST: RequestHandler = async ({ locals, params }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	const { people } = getApp().administration;
	const made = await people.newPassphrase(params.id, who.caller.userId);
	return made.ok ? jsonAnswer(made.value) : accountErrorAnswer(made.error);
};
