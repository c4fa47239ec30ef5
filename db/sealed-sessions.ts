/** Content keys as tablets sent them, sealed: they open with the server's keys alone. */
import { eq } from 'drizzle-orm';
import type { SealedSession } from '../sync/protocol/sealed.ts';
import type { Connection } from './connection.ts';
import { sealedSessions } from './schema/devices.ts';

export type SealedSessions = ReturnType<typeof createSealedSessions>;

export function createSealedSessions({ orm }: Pick<Connection, 'orm'>) {
	return {
		/** Keeps one for ever; the first that came under an id stays. */
		put(session: SealedSession, receivedAt: number): void {
			const { id, deviceId, actor } = session;
			orm
				.insert(sealedSessions)
				.values({ id, deviceId, actor, body: JSON.stringify(session), receivedAt })
				.onConflictDoNothing()
				.run();
		},

		get(id: string): SealedSession | undefined {
			const row = orm.select().from(sealedSessions).where(eq(sealedSessions.id, id)).get();
			return row && (JSON.parse(row.body) as SealedSession);
		}
	};
}
