/**
 * Signing in, and who is calling.
 */
import { randomUUID } from 'node:crypto';
import type { Accounts, StaffMember, User } from '../../../../db/accounts.ts';
import type { Sessions } from '../../../../db/sessions.ts';
import type { Caller } from '../../../../sync/merge/model.ts';
import { scopesOfRole, type Role } from '../../domain/roles.ts';
import { normaliseUsername, type SessionInfo, type SignIn } from '../../domain/session.ts';
import { createSessionLife, type SessionCookie } from './lucia.ts';
import { hashPassphrase, verifyPassphrase } from './passphrases.ts';
import { createThrottle } from './throttle.ts';

/** The person behind a request: what every query that reads personal data asks for. */
export interface SignedInCaller extends Caller {
	role: Role;
	accessPointIds: readonly string[];
}

export interface SignedInSession {
	caller: SignedInCaller;
	deviceId: string | null;
	/** Milliseconds since the epoch. */
	signedInAt: number;
	/** To be sent again, when use has moved the session's expiry on. */
	renewedCookie: SessionCookie | null;
}

export type SignInError =
	{ kind: 'wrong-credentials' } | { kind: 'throttled'; retryAfterMs: number };

export type CredentialsResult = { ok: true; user: User } | { ok: false; error: SignInError };

export type SignInResult =
	{ ok: true; cookie: SessionCookie; info: SessionInfo } | { ok: false; error: SignInError };

export type Auth = ReturnType<typeof createAuth>;

/** Before a city has been entered. */
const NO_CITY = { id: '', name: '', timezone: 'Europe/Rome', neighbourhoods: [] };

/** The person as every rule asks for them. */
export function callerOf(user: User): SignedInCaller {
	return {
		userId: user.id,
		name: user.name,
		role: user.role,
		scopes: scopesOfRole(user.role, user.accessPointIds, user.id),
		accessPointIds: user.accessPointIds
	};
}

/** An operator learns of the people at their own desks, and of nobody's other desks. */
function staffFor({ role, accessPointIds }: User, staff: StaffMember[]): StaffMember[] {
	if (role === 'manager') return staff;
	if (role !== 'operator') return [];
	return staff
		.map((member) => ({
			...member,
			accessPointIds: member.accessPointIds.filter((id) => accessPointIds.includes(id))
		}))
		.filter((member) => member.role === 'manager' || member.accessPointIds.length > 0);
}

export function createAuth(accounts: Accounts, sessions: Sessions, throttle = createThrottle()) {
	const life = createSessionLife(sessions);
	// An unknown username is checked against this, so that it takes as long to refuse as a wrong passphrase.
	const decoyHash = hashPassphrase(randomUUID());

	function infoOf(user: User, signedInAt: number): SessionInfo {
		const { id, name, role } = user;
		const ofCity = accounts.accessPoints();
		return {
			user: { id, name, role },
			accessPoints:
				role === 'manager' ? ofCity : ofCity.filter(({ id }) => user.accessPointIds.includes(id)),
			scopes: scopesOfRole(role, user.accessPointIds, user.id),
			staff: staffFor(user, accounts.staff()),
			city: accounts.city() ?? NO_CITY,
			signedInAt
		};
	}

	/** The person whose username and passphrase these are. @param address whom to slow down; never kept */
	async function checkCredentials(
		{ username, passphrase, deviceId }: SignIn,
		address: string
	): Promise<CredentialsResult> {
		const account = normaliseUsername(username);
		const credentials = accounts.credentials(account);
		const userId = credentials?.userId ?? null;
		const attempt = await throttle.attempt(account, address);
		if (!attempt.ok) {
			sessions.recordSignIn({ at: Date.now(), outcome: 'throttled', userId, deviceId });
			return { ok: false, error: { kind: 'throttled', retryAfterMs: attempt.retryAfterMs } };
		}
		const hash = credentials?.passphraseHash ?? (await decoyHash);
		const right = await verifyPassphrase(hash, passphrase);
		const user = credentials && right ? accounts.userById(credentials.userId) : undefined;
		// The person may have been disabled while the passphrase was checked.
		if (!user || user.disabled) {
			sessions.recordSignIn({ at: Date.now(), outcome: 'wrong-credentials', userId, deviceId });
			return { ok: false, error: { kind: 'wrong-credentials' } };
		}
		await attempt.succeeded();
		return { ok: true, user };
	}

	/** Signs a person in whose identity is established. */
	async function start(user: User, deviceId: string | null) {
		const { cookie, createdAt } = await life.start(user.id, deviceId);
		sessions.recordSignIn({ at: createdAt, outcome: 'signed-in', userId: user.id, deviceId });
		return { cookie, info: infoOf(user, createdAt) };
	}

	return {
		checkCredentials,

		/** A session on an enrolled tablet. Its id travels in a token and in no cookie. */
		async startOnDevice(
			user: User,
			deviceId: string
		): Promise<{ sessionId: string; info: SessionInfo }> {
			const { cookie, info } = await start(user, deviceId);
			return { sessionId: cookie.value, info };
		},

		/** @param address whom to slow down; never kept @param previous the session this browser had, which ends */
		async signIn(
			credentials: SignIn,
			address: string,
			previous: string | undefined
		): Promise<SignInResult> {
			const checked = await checkCredentials(credentials, address);
			if (!checked.ok) return checked;
			if (previous) await life.end(previous);
			return { ok: true, ...(await start(checked.user, credentials.deviceId)) };
		},

		/** The live session of a cookie's value, or null. */
		async session(cookieValue: string): Promise<SignedInSession | null> {
			const session = await life.find(cookieValue);
			const user = session && accounts.userById(session.userId);
			if (!session || !user) return null;
			return {
				caller: callerOf(user),
				deviceId: session.deviceId,
				signedInAt: session.createdAt,
				renewedCookie: session.renewedCookie
			};
		},

		/** What the caller's device may know; null when the person is gone. */
		info(userId: string, signedInAt: number): SessionInfo | null {
			const user = accounts.userById(userId);
			return user ? infoOf(user, signedInAt) : null;
		},

		signOut: (cookieValue: string): Promise<void> => life.end(cookieValue),

		/** Ends every session of one tablet. @returns how many */
		endSessionsOfDevice: (deviceId: string): number => life.endOfDevice(deviceId),

		endExpiredSessions: (): Promise<void> => life.endExpired()
	};
}
