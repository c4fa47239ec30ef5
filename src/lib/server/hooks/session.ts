import type { Handle } from '@sveltejs/kit';
import { SESSION_COOKIE } from '../auth/lucia.ts';
import { getApp } from '../current-app.ts';

/** Who is calling, from the cookie: `locals.caller`, null for whoever is not signed in. */
export const readSession: Handle = async ({ event, resolve }) => {
	const { locals, cookies } = event;
	locals.caller = null;
	locals.session = null;
	const cookie = cookies.get(SESSION_COOKIE);
	// Pages hold no data and are the same for everybody: only the API asks who is calling.
	if (cookie && event.url.pathname.startsWith('/api/')) {
		const session = await getApp().auth.session(cookie);
		if (session) {
			locals.caller = session.caller;
			locals.session = { deviceId: session.deviceId, signedInAt: session.signedInAt };
			const renewed = session.renewedCookie;
			if (renewed) cookies.set(renewed.name, renewed.value, renewed.attributes);
		} else {
			cookies.delete(SESSION_COOKIE, { path: '/', secure: true });
		}
	}
	return resolve(event);
};
