import * as v from 'valibot';
import { AUDIT_CURSOR, auditFilterSchema } from '$lib/domain/devices/audit';
import { administratorOf } from '$lib/server/administrator';
import { getApp } from '$lib/server/current-app';
import { errorAnswer, jsonAnswer } from '$lib/server/http';
import type { RequestHandler } from './$types';

const numberSchema = v.optional(v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number)));

/** As an address has it: numbers are text there. */
const querySchema = v.object({
	...v.omit(auditFilterSchema, ['from', 'to']).entries,
	from: numberSchema,
	to: numberSchema,
	cursor: v.optional(v.pipe(v.string(), v.regex(AUDIT_CURSOR)))
});

/** Who did what, the newest first: 200 AuditPage, 400, 401, 403 for anybody but an administrator. */
export const GET: RequestHandler = ({ locals, url }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	const query = v.safeParse(querySchema, Object.fromEntries(url.searchParams));
	if (!query.success) {
		const fields = [...new Set(query.issues.map((issue) => v.getDotPath(issue) ?? ''))];
		return errorAnswer(400, { kind: 'invalid', fields });
	}
	return jsonAnswer(getApp().administration.audit.page(query.output));
};
