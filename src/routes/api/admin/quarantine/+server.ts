import * as v from 'valibot';
import { quarantineViews } from '$lib/domain/quarantine';
import { administratorOf } from '$lib/server/administrator';
import { getApp } from '$lib/server/current-app';
import { errorAnswer, jsonAnswer } from '$lib/server/http';
import type { RequestHandler } from './$types';

const viewSchema = v.optional(v.picklist(quarantineViews), 'waiting');

/** What the server could not read, by `view`: 200 QuarantineList, 400, 401, 403 for anybody but an administrator. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const who = administratorOf(locals);
	if (!who.ok) return who.answer;
	const view = v.safeParse(viewSchema, url.searchParams.get('view') ?? undefined);
	if (!view.success) return errorAnswer(400, { kind: 'invalid', fields: ['view'] });
	return jsonAnswer(await getApp().quarantine.list(view.output));
};
