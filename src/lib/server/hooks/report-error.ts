import type { HandleServerError } from '@sveltejs/kit';
import { getApp } from '../current-app.ts';

/** The client gets an id to quote, the log gets the error. */
export const reportError: HandleServerError = ({ error, event, status }) => {
	const { requestId } = event.locals;
	const { log } = getApp();
	if (status >= 500) log.error({ requestId, route: event.route.id, err: error }, 'request failed');
	return { message: status >= 500 ? 'internal' : 'not-found', requestId };
};
