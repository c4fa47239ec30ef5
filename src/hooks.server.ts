import { sequence } from '@sveltejs/kit/hooks';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { building } from '$app/environment';
import { startApp, stopApp } from '$lib/server/current-app';
import { guardWrites } from '$lib/server/hooks/guard-writes';
import { reportError } from '$lib/server/hooks/report-error';
import { requestLog } from '$lib/server/hooks/request-log';
import { setSecurityHeaders } from '$lib/server/hooks/security-headers';
import { readSession } from '$lib/server/hooks/session';

// While building, the shell is prerendered without settings, database or people.
const plain: Handle = ({ event, resolve }) => resolve(event);

export const init: ServerInit = async () => {
	if (building) return;
	await startApp(process.env);
	process.once('sveltekit:shutdown', () => void stopApp());
};

export const handle: Handle = building
	? plain
	: sequence(requestLog, setSecurityHeaders, guardWrites, readSession);

export const handleError: HandleServerError = reportError;
