/**
 * The life cycle of a session: the one file that knows Lucia. See docs/decisions/0004 for how it would be replaced.
 *
 * Invariants
 * - The database holds only the SHA-256 of a session's id: a copy of it signs nobody in.
 * - A session ends after 14 days without use, and 30 days after signing in whatever its use.
 * - A disabled person has no session, from the next request on.
 * - Whoever is signed in reads on while the disk is full: their session is prolonged when there is room.
 */
import { createHash } from 'node:crypto';
import { Lucia, TimeSpan, type Adapter } from 'lucia';
import { isDiskFull } from '../../../../db/disk-full.ts';
import type { Sessions } from '../../../../db/sessions.ts';

const IDLE = new TimeSpan(14, 'd');
const ABSOLUTE_MS = new TimeSpan(30, 'd').milliseconds();

/** `__Host-`: only over a secure connection, for this host alone, for every path. */
export const SESSION_COOKIE = '__Host-sportello-session';

declare module 'lucia' {
	interface Register {
		Lucia: Lucia<Attributes>;
		DatabaseSessionAttributes: Attributes;
	}
}

interface Attributes {
	deviceId: string | null;
	createdAt: number;
}

export interface LiveSession {
	userId: string;
	deviceId: string | null;
	/** When the person signed in, milliseconds since the epoch. */
	createdAt: number;
	/** Set when the expiry has moved on: the cookie must be sent again. */
	renewedCookie: SessionCookie | null;
}

export interface SessionCookie {
	name: string;
	value: string;
	attributes: {
		path: string;
		secure: boolean;
		httpOnly: boolean;
		sameSite: 'lax';
		maxAge?: number;
	};
}

export type SessionLife = ReturnType<typeof createSessionLife>;

function hashOf(sessionId: string): string {
	return createHash('sha256').update(sessionId).digest('hex');
}

function createAdapter(sessions: Sessions): Adapter {
	return {
		async getSessionAndUser(sessionId) {
			const found = sessions.find(hashOf(sessionId));
			if (!found) return [null, null];
			const { userId, deviceId, createdAt, expiresAt, absoluteExpiresAt } = found.session;
			const session = {
				id: sessionId,
				userId,
				expiresAt: new Date(Math.min(expiresAt, absoluteExpiresAt)),
				attributes: { deviceId, createdAt }
			};
			// A session without a person is deleted by Lucia.
			return [session, found.enabled ? { id: userId, attributes: {} } : null];
		},
		async getUserSessions() {
			throw new Error('Ids of sessions are not kept: they cannot be listed.');
		},
		async setSession({ id, userId, expiresAt, attributes }) {
			sessions.add({
				idHash: hashOf(id),
				userId,
				deviceId: attributes.deviceId,
				createdAt: attributes.createdAt,
				expiresAt: expiresAt.getTime(),
				absoluteExpiresAt: attributes.createdAt + ABSOLUTE_MS
			});
		},
		async updateSessionExpiration(sessionId, expiresAt) {
			try {
				sessions.extend(hashOf(sessionId), expiresAt.getTime());
			} catch (error) {
				if (!isDiskFull(error)) throw error;
			}
		},
		async deleteSession(sessionId) {
			sessions.end(hashOf(sessionId));
		},
		async deleteUserSessions(userId) {
			sessions.endOfUser(userId);
		},
		async deleteExpiredSessions() {
			sessions.endExpired(Date.now());
		}
	};
}

export function createSessionLife(sessions: Sessions) {
	const lucia = new Lucia(createAdapter(sessions), {
		sessionExpiresIn: IDLE,
		sessionCookie: { name: SESSION_COOKIE },
		getSessionAttributes: (attributes) => attributes
	});

	function cookieFor(sessionId: string): SessionCookie {
		const { value, attributes } = lucia.createSessionCookie(sessionId);
		return {
			name: SESSION_COOKIE,
			value,
			attributes: {
				path: '/',
				secure: true,
				httpOnly: true,
				sameSite: 'lax',
				maxAge: attributes.maxAge
			}
		};
	}

	async function validSession(sessionId: string) {
		try {
			return (await lucia.validateSession(sessionId)).session;
		} catch (error) {
			// Only one that has ended is written to, and it has ended whether or not it can be deleted.
			if (isDiskFull(error)) return null;
			throw error;
		}
	}

	return {
		/** @returns the cookie, and when the session began, milliseconds since the epoch */
		async start(userId: string, deviceId: string | null) {
			const createdAt = Date.now();
			const session = await lucia.createSession(userId, { deviceId, createdAt });
			return { cookie: cookieFor(session.id), createdAt };
		},

		/** The live session of a cookie's value, or null. */
		async find(sessionId: string): Promise<LiveSession | null> {
			const session = await validSession(sessionId);
			if (!session) return null;
			const { userId, deviceId, createdAt, fresh } = session;
			return { userId, deviceId, createdAt, renewedCookie: fresh ? cookieFor(sessionId) : null };
		},

		end: (sessionId: string): Promise<void> => lucia.invalidateSession(sessionId),
		endOfUser: (userId: string): number => sessions.endOfUser(userId),
		endOfDevice: (deviceId: string): number => sessions.endOfDevice(deviceId),
		endExpired: (): Promise<void> => lucia.deleteExpiredSessions()
	};
}
