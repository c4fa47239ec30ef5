import { getApp } from '$lib/server/current-app';
import { jsonAnswer } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** For whoever watches the server: 200 when it works, 503 when its database does not answer. */
export const GET: RequestHandler = async () => {
	const health = await getApp().health();
	return jsonAnswer(health, health.status === 'ok' ? 200 : 503);
};
