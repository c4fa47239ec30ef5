/**
 * Sessions and the audit of sign-ins. A session is known here only by the hash of its id.
 */
import { eq, lt, sql } from 'drizzle-orm';
import type { Connection } from './connection.ts';
import { sessions, signIns, users } from './schema/accounts.ts';

export type SessionRow = typeof sessions.$inferSelect;
export type SignInOutcome = (typeof signIns.$inferSelect)['outcome'];

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions({ orm }: Pick<Connection, 'orm'>) {
	/** Prepared, because every request asks. */
	const byIdHash = orm
		.select({ session: sessions, disabled: users.disabled })
		.from(sessions)
		.innerJoin(users, eq(users.id, sessions.userId))
		.where(eq(sessions.idHash, sql.placeholder('idHash')))
		.prepare();

	return {
		add(session: SessionRow): void {
			orm.insert(sessions).values(session).run();
		},

		/** The session, when its person may still sign in. */
		find(idHash: string): { session: SessionRow; enabled: boolean } | undefined {
			const row = byIdHash.get({ idHash });
			return row && { session: row.session, enabled: !row.disabled };
		},

		/** Moves the expiry on, as far as the session's absolute end. Never back. */
		extend(idHash: string, expiresAt: number): void {
			const session = orm.select().from(sessions).where(eq(sessions.idHash, idHash)).get();
			if (!session) return;
			const until = Math.min(expiresAt, session.absoluteExpiresAt);
			if (until <= session.expiresAt) return;
			orm.update(sessions).set({ expiresAt: until }).where(eq(sessions.idHash, idHash)).run();
		},

		end(idHash: string): void {
			orm.delete(sessions).where(eq(sessions.idHash, idHash)).run();
		},

		/** @returns how many were ended */
		endOfUser(userId: string): number {
			return orm.delete(sessions).where(eq(sessions.userId, userId)).run().changes;
		},

		/** Ends every session of one tablet, whoever signed in on it. @returns how many were ended */
		endOfDevice(deviceId: string): number {
			return orm.delete(sessions).where(eq(sessions.deviceId, deviceId)).run().changes;
		},

		endExpired(now: number): void {
			orm.delete(sessions).where(lt(sessions.expiresAt, now)).run();
		},

		recordSignIn(entry: {
			at: number;
			outcome: SignInOutcome;
			userId: string | null;
			deviceId: string | null;
		}): void {
			orm.insert(signIns).values(entry).run();
		},

		forgetSignInsBefore(at: number): void {
			orm.delete(signIns).where(lt(signIns.at, at)).run();
		}
	};
}
