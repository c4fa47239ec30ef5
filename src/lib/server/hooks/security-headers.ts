import type { Handle } from '@sveltejs/kit';
import { getApp } from '../current-app.ts';
import { FALLBACK_POLICY, securityHeaders } from '../security-headers.ts';

export const setSecurityHeaders: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const headers = securityHeaders(getApp().settings.origin);
	for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
	if (!response.headers.has('content-security-policy')) {
		response.headers.set('content-security-policy', FALLBACK_POLICY);
	}
	return response;
};
