/**
 * Who did what, without content.
 *
 * Invariants
 * - Append-only: nothing changes or deletes an event but a reading. Which record was read is taken away when that is
 *   erased, and a reading goes when its period is over.
 * - What a device has noted counts once, however often it is sent: its id is the one it was noted with. An id is taken by
 *   the same kind of deed of the same person alone: nobody hides what another did, nor their own under another name.
 */
import { and, count, desc, eq, gte, lt, or, type SQL } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { AUDIT_CURSOR, type AuditFilter, type AuditKind } from '../src/lib/domain/devices/audit.ts';
import type { Connection } from './connection.ts';
import { auditEvents } from './schema/devices.ts';

export type AuditEvent = Omit<typeof auditEvents.$inferSelect, 'kind'> & { kind: AuditKind };

export interface NewAuditEvent {
	kind: AuditKind;
	/** Milliseconds since the epoch; when the server learns of it, unless it happened before. */
	at?: number;
	/** A person's id or `device:<id>`; null when nobody can be named. */
	actor: string | null;
	deviceId?: string | null;
	/** See `auditSubject`. */
	subject?: string | null;
	/** A code, never words that somebody wrote. */
	detail?: string | null;
}

/** What a device has noted of somebody. */
export interface NotedEvent extends NewAuditEvent {
	/** As the device has noted it, in lower case. */
	id: string;
	/** Server's reckoning. */
	at: number;
}

export type Audit = ReturnType<typeof createAudit>;

function olderThan(cursor: string): SQL | undefined {
	const [, at, id] = AUDIT_CURSOR.exec(cursor) ?? [];
	if (at === undefined || id === undefined) return undefined;
	const moment = Number(at);
	return or(lt(auditEvents.at, moment), and(eq(auditEvents.at, moment), lt(auditEvents.id, id)));
}

/** Of what came later than it is said to have happened, the clock of a tablet may have been wrong by years. */
function readBefore(at: number): SQL | undefined {
	const { kind, at: happened, receivedAt } = auditEvents;
	return and(eq(kind, 'case-read'), lt(happened, at), lt(receivedAt, at));
}

export function createAudit({ orm }: Pick<Connection, 'orm'>, now: () => number = Date.now) {
	function rowOf({ kind, actor, at, deviceId, subject, detail }: NewAuditEvent) {
		const receivedAt = now();
		return {
			id: uuidv7(),
			at: at ?? receivedAt,
			receivedAt,
			kind,
			actor,
			deviceId: deviceId ?? null,
			subject: subject ?? null,
			detail: detail ?? null
		};
	}

	return {
		record(event: NewAuditEvent): void {
			orm.insert(auditEvents).values(rowOf(event)).run();
		},

		/** All in one transaction. Those that are here already stay as they are. */
		recordNoted(events: readonly NotedEvent[]): void {
			orm.transaction((tx) => {
				for (const event of events) {
					const { id, kind, actor } = event;
					const row = rowOf(event);
					const before = tx.select().from(auditEvents).where(eq(auditEvents.id, id)).get();
					if (before?.kind === kind && before.actor === actor) continue;
					tx.insert(auditEvents)
						.values(before ? row : { ...row, id })
						.run();
				}
			});
		},

		countReadingsBefore(at: number): number {
			const row = orm.select({ count: count() }).from(auditEvents).where(readBefore(at)).get();
			return row?.count ?? 0;
		},

		/** Ends what was kept for its period. @returns how many there were */
		forgetReadingsBefore: (at: number): number =>
			orm.delete(auditEvents).where(readBefore(at)).run().changes,

		/**
		 * The newest first.
		 * @param filter with the `cursor` of the page before, when there was one
		 */
		list(
			{ cursor, ...filter }: AuditFilter & { cursor?: string },
			limit: number
		): { events: AuditEvent[]; cursor: string | null } {
			const { kind, actor, deviceId, subject, from, to } = filter;
			const rows = orm
				.select()
				.from(auditEvents)
				.where(
					and(
						kind === undefined ? undefined : eq(auditEvents.kind, kind),
						actor === undefined ? undefined : eq(auditEvents.actor, actor),
						deviceId === undefined ? undefined : eq(auditEvents.deviceId, deviceId),
						subject === undefined ? undefined : eq(auditEvents.subject, subject),
						from === undefined ? undefined : gte(auditEvents.at, from),
						to === undefined ? undefined : lt(auditEvents.at, to),
						cursor === undefined ? undefined : olderThan(cursor)
					)
				)
				.orderBy(desc(auditEvents.at), desc(auditEvents.id))
				.limit(limit + 1)
				.all() as AuditEvent[];
			const events = rows.slice(0, limit);
			const last = events.at(-1);
			const isMore = rows.length > limit && last !== undefined;
			return { events, cursor: isMore ? `${last.at}.${last.id}` : null };
		}
	};
}
