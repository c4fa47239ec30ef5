import { administratorOf } from '$lib/server/administrator';
import { getApp } from '$lib/server/current-app';
import { errorAnswer, jsonAnswer } from '$lib/server/http';
import { syncTrouble } from '$lib/server/sync-answers';
import type { RequestHandler } from './$types';

/** Marks it as looked at and left: 200, 401, 403, 404 unknown, 409 already-decided. */
export const POST: RequestHandler = async ({ locals, params }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	const { quarantine, log } = getApp();
	const decision = { by: who.caller.userId, at: Date.now() };
	try {
		const result = await quarantine.setAside(params.id, decision);
		if (!result.ok) return errorAnswer(result.error.kind === 'unknown' ? 404 : 409, result.error);
		log.info(
			{ requestId: locals.requestId, userId: decision.by, quarantined: params.id },
			'quarantined set aside'
		);
		return jsonAnswer(result.value);
	} catch (error) {
		return syncTrouble(error);
	}
};
