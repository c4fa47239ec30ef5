import { signInSchema } from '$lib/domain/session';
import { SESSION_COOKIE } from '$lib/server/auth/lucia';
import { getApp } from '$lib/server/current-app';
import { bearerToken, sessionOfToken } from '$lib/server/devices/device-auth';
import {
	clientAddress,
	errorAnswer,
	jsonAnswer,
	readJson,
	throttledAnswer
} from '$lib/server/http';
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
		case 'throttled':
			return throttledAnswer(result.error);
	}
};

/** Who is signed in: 200 SessionInfo, 401 when nobody is. */
export const GET: RequestHandler = ({ locals }) => {
	const { caller, session } = locals;
	const info = caller && session && getApp().auth.info(caller.userId, session.signedInAt);
	return info ? jsonAnswer(info) : errorAnswer(401, { kind: 'not-signed-in' });
};

/** Signs out. Signing out twice is no error. */
export const DELETE: RequestHandler = async ({ cookies, request }) => {
	const token = bearerToken(request.headers.get('authorization'));
	if (token !== undefined) {
		const sessionId = sessionOfToken(token);
		if (sessionId !== undefined) await getApp().auth.signOut(sessionId);
		return new Response(null, { status: 204 });
	}
	const cookie = cookies.get(SESSION_COOKIE);
	// It opens nothing any more and stays: an answer that deletes it may come after that of a new sign-in.
	if (cookie) await getApp().auth.signOut(cookie);
	return new Response(null, { status: 204 });
};
