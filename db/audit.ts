/**
 * Who did what, without content. Append-only: nothing here changes or deletes an event.
 */
import { and, desc, eq, gte, lt, or, type SQL } from 'drizzle-orm';
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

export type Audit = ReturnType<typeof createAudit>;

function olderThan(cursor: string): SQL | undefined {
	const [, at, id] = AUDIT_CURSOR.exec(cursor) ?? [];
	if (at === undefined || id === undefined) return undefined;
	const moment = Number(at);
	return or(lt(auditEvents.at, moment), and(eq(auditEvents.at, moment), lt(auditEvents.id, id)));
}

export function createAudit({ orm }: Pick<Connection, 'orm'>, now: () => number = Date.now) {
	return {
		record({ kind, actor, at, deviceId, subject, detail }: NewAuditEvent): void {
			const receivedAt = now();
			const row = {
				id: uuidv7(),
				at: at ?? receivedAt,
				receivedAt,
				kind,
				actor,
				deviceId: deviceId ?? null,
				subject: subject ?? null,
				detail: detail ?? null
			};
			orm.insert(auditEvents).values(row).run();
		},

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
