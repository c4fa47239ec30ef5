import { getApp } from '$lib/server/current-app';
import { errorAnswer, jsonAnswer, readJson } from '$lib/server/http';
import { syncTrouble } from '$lib/server/sync-answers';
import { MAX_PULL_ROWS } from '../../../../../sync/protocol/limits';
import { pullRequestSchema } from '../../../../../sync/protocol/pull';
import type { RequestHandler } from './$types';

/** One page of one scope: 200 PullResponse, 401 when nobody is signed in, 403 for a scope that is not the caller's. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const { caller } = locals;
	if (!caller) return errorAnswer(401, { kind: 'not-signed-in' });
	const body = await readJson(request, pullRequestSchema);
	if (!body.ok) return body.answer;
	if (!caller.scopes.includes(body.value.scope)) {
		return errorAnswer(403, { kind: 'not-your-scope' });
	}
	const { syncStore, turnToPull } = getApp();
	await turnToPull();
	try {
		const options = { pageRows: MAX_PULL_ROWS, serverNow: Date.now() };
		return jsonAnswer(await syncStore.pullPage(body.value, caller, options));
	} catch (error) {
		return syncTrouble(error);
	}
};
