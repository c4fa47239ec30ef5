/**
 * Who is signed in on this browser. The server is asked only at sign-in and sign-out; afterwards the desk works from what
 * is kept here, for as long as the network stays away.
 */
import * as v from 'valibot';
import { sessionInfoSchema, type SessionInfo } from '$lib/domain/session';
import { deviceId } from './device-id';
import { isTablet } from './tablet/is-tablet';

const KEY = 'sportello.session';
/** Checking a passphrase takes the server a second under load. */
const TIMEOUT_MS = 20_000;

export type SignInResult =
	| { ok: true }
	| {
			ok: false;
			error:
				| { kind: 'wrong-credentials' }
				| { kind: 'throttled'; retryAfterS: number }
				| { kind: 'offline' }
				| { kind: 'server' };
	  };

function stored(): SessionInfo | null {
	const text = globalThis.localStorage?.getItem(KEY);
	// On a tablet whoever is at it is known in memory alone.
	if (!text || isTablet()) return null;
	try {
		const parsed = v.safeParse(sessionInfoSchema, JSON.parse(text));
		return parsed.success ? parsed.output : null;
	} catch {
		// Not JSON: nobody is signed in, and signing in again mends it.
		return null;
	}
}

let current = $state.raw<SessionInfo | null>(stored());

function keep(session: SessionInfo | null) {
	if (session) localStorage.setItem(KEY, JSON.stringify(session));
	else localStorage.removeItem(KEY);
	current = session;
}

/** What is still to be sent in a session that has ended here. */
let lastWords: Promise<unknown> = Promise.resolve();

// Another tab signed in or out.
globalThis.addEventListener?.('storage', (event) => {
	if (isTablet()) return;
	if (event.key === KEY || event.key === null) current = stored();
});

async function request(init: RequestInit): Promise<Response | null> {
	try {
		return await fetch('/api/session', {
			...init,
			headers: { 'content-type': 'application/json' },
			cache: 'no-store',
			// A network that swallows what it is given never says no.
			signal: AbortSignal.timeout(TIMEOUT_MS)
		});
	} catch {
		return null;
	}
}

async function readSession(response: Response): Promise<SessionInfo | null> {
	try {
		const parsed = v.safeParse(sessionInfoSchema, await response.json());
		return parsed.success ? parsed.output : null;
	} catch {
		// A page that is not ours, such as a captive portal's.
		return null;
	}
}

export const session = {
	get current(): SessionInfo | null {
		return current;
	},

	/** Of the city, IANA name; the device's own while nobody is signed in. */
	get timezone(): string {
		return current?.city.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
	},

	async signIn(username: string, passphrase: string): Promise<SignInResult> {
		// Their cookie would end with the session before them.
		await lastWords;
		const body = JSON.stringify({ username, passphrase, deviceId: deviceId() });
		const response = await request({ method: 'POST', body });
		if (!response) {
			return { ok: false, error: { kind: navigator.onLine ? 'server' : 'offline' } };
		}
		if (response.status === 401) return { ok: false, error: { kind: 'wrong-credentials' } };
		if (response.status === 429) {
			const retryAfterS = Number(response.headers.get('retry-after') ?? 60);
			return { ok: false, error: { kind: 'throttled', retryAfterS } };
		}
		const info = response.ok ? await readSession(response) : null;
		if (!info) return { ok: false, error: { kind: 'server' } };
		keep(info);
		return { ok: true };
	},

	/**
	 * Ends the session here at once, and on the server when it can be reached.
	 * @param sent what is still sent in it, not for long
	 */
	async signOut(sent: Promise<void> = Promise.resolve()): Promise<void> {
		keep(null);
		lastWords = sent;
		await sent;
		// Somebody has signed in in another tab, which ended the one before.
		if (!current) await request({ method: 'DELETE' });
	},

	/** On a tablet: whoever has unlocked it, in memory alone. */
	hold(info: SessionInfo): void {
		current = info;
	},

	/** The browser has become a tablet: whoever was signed in is so no longer. */
	async forget(): Promise<void> {
		localStorage.removeItem(KEY);
		current = null;
		await request({ method: 'DELETE' });
	},

	/** Takes over what has changed on the server: names, desks, colleagues. Silent without network. */
	async refresh(): Promise<void> {
		const response = await request({ method: 'GET' });
		const info = response?.ok ? await readSession(response) : null;
		if (info && current && info.user.id === current.user.id) keep(info);
	}
};
