import type { Handle } from '@sveltejs/kit';
import { SESSION_COOKIE } from '../auth/lucia.ts';
import { getApp } from '../current-app.ts';
import { bearerToken } from '../devices/device-auth.ts';

type Event = Parameters<Handle>[0]['event'];

async function readToken({ locals }: Event, token: string) {
	const caller = await getApp().deviceAuth.caller(token);
	switch (caller?.kind) {
		case 'device':
			locals.device = caller.device;
			break;
		case 'person': {
			const { caller: person, deviceId, signedInAt } = caller.session;
			locals.caller = person;
			locals.session = { deviceId, signedInAt };
			break;
		}
		case undefined:
			break;
	}
}

async function readCookie({ locals, cookies }: Event, cookie: string) {
	const session = await getApp().auth.session(cookie);
	// The cookie of an ended session stays: an answer that deletes it may come after that of a new sign-in.
	if (!session) return;
	locals.caller = session.caller;
	locals.session = { deviceId: session.deviceId, signedInAt: session.signedInAt };
	const renewed = session.renewedCookie;
	if (renewed) cookies.set(renewed.name, renewed.value, renewed.attributes);
}

/**
 * Who is calling: `locals.caller`, null for whoever is not signed in, from a cookie or from a person's token on a
 * tablet; `locals.device` from a tablet's own token. A request with a token is the token's: a cookie beside it, left
 * from before the browser was enrolled, does not count.
 */
export const readSession: Handle = async ({ event, resolve }) => {
	const { locals, cookies, request, url } = event;
	locals.caller = null;
	locals.session = null;
	locals.device = null;
	// Pages hold no data and are the same for everybody: only the API asks who is calling.
	if (url.pathname.startsWith('/api/')) {
		const token = bearerToken(request.headers.get('authorization'));
		const cookie = cookies.get(SESSION_COOKIE);
		if (token !== undefined) await readToken(event, token);
		else if (cookie) await readCookie(event, cookie);
	}
	return resolve(event);
};
