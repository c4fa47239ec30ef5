import { administratorOf } from '$lib/server/administrator';
import { getApp } from '$lib/server/current-app';
import { errorAnswer, jsonAnswer } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** One with what was sent: 200 QuarantineDetail, 401, 403, 404. It may be about a person, so that it was read is logged. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	const { quarantine, log } = getApp();
	const { userId } = who.caller;
	const detail = await quarantine.read(params.id, userId);
	if (!detail) return errorAnswer(404, { kind: 'unknown' });
	log.info({ requestId: locals.requestId, userId, quarantined: detail.id }, 'quarantined read');
	return jsonAnswer(detail);
};
