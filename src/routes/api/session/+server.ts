import { signInSchema } from '$lib/domain/session';
import { SESSION_COOKIE } from '$lib/server/auth/lucia';
import { getApp } from '$lib/server/current-app';
import { clientAddress, errorAnswer, jsonAnswer, readJson } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** Signs in: 200 SessionInfo, 401 wrong-credentials, 429 throttled with Retry-After. */
export const POST: RequestHandler = async (event) => {
	const { request, cookies } = event;
	const body = await readJson(request, signInSchema);
	if (!body.ok) return body.answer;
	const { auth } = getApp();
	const result = await auth.signIn(body.value, clientAddress(event), cookies.get(SESSION_COOKIE));
	if (result.ok) {
		cookies.set(result.cookie.name, result.cookie.value, result.cookie.attributes);
		return jsonAnswer(result.info);
	}
	switch (result.error.kind) {
		case 'wrong-credentials':
			return errorAnswer(401, result.error);
		case 'throttled': {
			const retryAfterS = Math.max(1, Math.ceil(result.error.retryAfterMs / 1000));
			return errorAnswer(429, result.error, { 'retry-after': String(retryAfterS) });
		}
	}
};

/** Who is signed in: 200 SessionInfo, 401 when nobody is. */
export const GET: RequestHandler = ({ locals }) => {
	const { caller, session } = locals;
	const info = caller && session && getApp().auth.info(caller.userId, session.signedInAt);
	return info ? jsonAnswer(info) : errorAnswer(401, { kind: 'not-signed-in' });
};

/** Signs out. Signing out twice is no error. */
export const DELETE: RequestHandler = async ({ cookies }) => {
	const cookie = cookies.get(SESSION_COOKIE);
	if (cookie) await getApp().auth.signOut(cookie);
	cookies.delete(SESSION_COOKIE, { path: '/', secure: true });
	return new Response(null, { status: 204 });
};
