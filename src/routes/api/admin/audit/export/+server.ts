import { auditFilterSchema } from '$lib/domain/devices/audit';
import { administratorOf } from '$lib/server/administrator';
import { getApp } from '$lib/server/current-app';
import { jsonAnswer, readJson } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** All that was found at once, to be taken away; that it was is noted: 200 AuditExport, 400, 401, 403. */
export const POST: RequestHandler = async ({ locals, request }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	const body = await readJson(request, auditFilterSchema);
	if (!body.ok) return body.answer;
	return jsonAnswer(getApp().administration.audit.export(body.value, who.caller.userId));
};
