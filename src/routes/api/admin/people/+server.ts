import { newAccountSchema } from '$lib/domain/administration/people';
import { accountErrorAnswer } from '$lib/server/administration/answers';
import { administratorOf } from '$lib/server/administrator';
import { getApp } from '$lib/server/current-app';
import { jsonAnswer, readJson } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Everybody who signs in: 200 AccountList, 401, 403 for anybody but an administrator. */
export const GET: RequestHandler = ({ locals }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	return jsonAnswer(getApp().administration.people.list());
};

/** Adds a person, with a passphrase that is answered once: 201 AccountWithPassphrase, 400, 401, 403, 409. */
export const POST: RequestHandler = async ({ locals, request }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	const body = await readJson(request, newAccountSchema);
	if (!body.ok) return body.answer;
	const added = await getApp().administration.people.add(body.value, who.caller.userId);
	return added.ok ? jsonAnswer(added.value, 201) : accountErrorAnswer(added.error);
};
