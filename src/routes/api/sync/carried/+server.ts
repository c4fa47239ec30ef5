import { getApp } from '$lib/server/current-app';
import { errorAnswer, jsonAnswer, readJson } from '$lib/server/http';
import { syncTrouble } from '$lib/server/sync-answers';
import { carriedRequestSchema } from '../../../../../sync/protocol/carried';
import { PROTOCOL } from '../../../../../sync/protocol/version';
import type { RequestHandler } from './$types';

/**
 * Takes a part of a tablet's queue out of a file, from anybody signed in: 200 CarriedCounts. 401 when nobody is, 400 when
 * it is no such part, or not sealed, or newer than this server (`newer`), 409 when it names a tablet this server does not
 * know (`unknown-device`) or another one's store (`another-store`), 413 when it is too large, 507 when the disk is full;
 * then nothing of it was taken.
 */
export const POST: RequestHandler = async ({ request, locals }) => {
	const { caller } = locals;
	if (!caller) return errorAnswer(401, { kind: 'not-signed-in' });
	const body = await readJson(request, carriedRequestSchema);
	if (!body.ok) return body.answer;
	// Kept for review, it would be in the tablet's way when that sends it itself.
	if (body.value.protocol > PROTOCOL) return errorAnswer(400, { kind: 'newer' });
	try {
		const result = await getApp().takeCarried(body.value, caller.userId, Date.now());
		return result.ok ? jsonAnswer(result.counts) : errorAnswer(409, result.error);
	} catch (error) {
		return syncTrouble(error);
	}
};
