import { randomUUID } from 'node:crypto';
import type { Handle } from '@sveltejs/kit';
import { getApp } from '../current-app.ts';

/**
 * Gives each request an id and logs how it ended. The route is logged, not the path: a path can hold the code of a
 * citizen's receipt.
 */
export const requestLog: Handle = async ({ event, resolve }) => {
	const { log } = getApp();
	const startedAt = performance.now();
	event.locals.requestId = randomUUID();
	const response = await resolve(event);
	log.info(
		{
			requestId: event.locals.requestId,
			method: event.request.method,
			route: event.route.id,
			status: response.status,
			ms: Math.round(performance.now() - startedAt),
			role: event.locals.caller?.role
		},
		'request'
	);
	response.headers.set('x-request-id', event.locals.requestId);
	return response;
};
