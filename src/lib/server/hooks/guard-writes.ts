import type { Handle } from '@sveltejs/kit';
import { getApp } from '../current-app.ts';
import { errorAnswer, tooLarge } from '../http.ts';

const READS = ['GET', 'HEAD', 'OPTIONS'];

interface Write {
	method: string;
	path: string;
	headers: Headers;
	/** The origin of this server, as browsers see it. */
	origin: string;
	maxBodyBytes: number;
}

/**
 * Why a write is not let in, or null. A write comes from a page of this very origin: browsers say so in two headers
 * that no page can forge, and a cookie that is sent along by mistake then opens nothing.
 */
export function refusalOf({ method, path, headers, origin, maxBodyBytes }: Write): Response | null {
	if (READS.includes(method)) return null;
	if (headers.get('origin') !== origin) return errorAnswer(403, { kind: 'foreign-origin' });
	const site = headers.get('sec-fetch-site');
	if (site !== null && site !== 'same-origin') return errorAnswer(403, { kind: 'foreign-origin' });
	const hasBody =
		headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0;
	const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
	// A body may come without either header (HTTP/2): its type then tells.
	if (path.startsWith('/api/') && (hasBody || type) && type !== 'application/json') {
		return errorAnswer(415, { kind: 'json-only' });
	}
	if (Number(headers.get('content-length') ?? 0) > maxBodyBytes) return tooLarge();
	return null;
}

export const guardWrites: Handle = async ({ event, resolve }) => {
	const refusal = refusalOf({
		method: event.request.method,
		path: event.url.pathname,
		headers: event.request.headers,
		origin: event.url.origin,
		maxBodyBytes: getApp().settings.maxBodyBytes
	});
	return refusal ?? resolve(event);
};
