/**
 * The audit as the administrator reads it: names beside ids, of people who sign in, access points and tablets, and of
 * nobody who came to a desk.
 */
import type { Audit, AuditEvent } from '../../../../db/audit.ts';
import type { Sessions } from '../../../../db/sessions.ts';
import type { AuditExport, AuditFilter, AuditPage, AuditView } from '../../domain/devices/audit.ts';
import { deviceOfActor } from '../../domain/devices/device-api.ts';

/** What fits a screen or two. */
const PAGE = 50;
/** Some months of a city: a file that every spreadsheet opens. */
const EXPORTED = 20_000;

/** Each answers null for what it does not know. */
export interface Names {
	person(id: string): string | null;
	device(id: string): string | null;
	accessPoint(id: string): string | null;
}

export type AuditReading = ReturnType<typeof createAuditReading>;

/** Asks for each name once: a page names the same few people over and over. */
function remembering(find: (id: string) => string | null): (id: string) => string | null {
	const known = new Map<string, string | null>();
	return (id) => {
		const name = known.has(id) ? known.get(id)! : find(id);
		known.set(id, name);
		return name;
	};
}

export function createAuditReading(audit: Audit, names: Names) {
	function viewer() {
		const person = remembering(names.person);
		const device = remembering(names.device);
		const accessPoint = remembering(names.accessPoint);
		const nameIn: { readonly [collection: string]: (id: string) => string | null } = {
			users: person,
			devices: device,
			'access-points': accessPoint
		};

		function actorOf(actor: string): AuditView['actor'] {
			const deviceId = deviceOfActor(actor);
			if (deviceId !== null) return { kind: 'tablet', id: deviceId, name: device(deviceId) };
			return { kind: 'person', id: actor, name: person(actor) };
		}

		function subjectOf(subject: string): AuditView['subject'] {
			const [collection = '', ...rest] = subject.split('/');
			const id = rest.join('/');
			return { collection, id, name: nameIn[collection]?.(id) ?? null };
		}

		return ({ id, at, kind, actor, deviceId, subject, detail }: AuditEvent): AuditView => ({
			id,
			at,
			kind,
			actor: actor === null ? null : actorOf(actor),
			device: deviceId === null ? null : { id: deviceId, name: device(deviceId) },
			subject: subject === null ? null : subjectOf(subject),
			detail
		});
	}

	return {
		page(filter: AuditFilter & { cursor?: string }): AuditPage {
			const { events, cursor } = audit.list(filter, PAGE);
			return { events: events.map(viewer()), cursor };
		},

		/** That it was taken away is itself noted, and so in the next export. */
		export(filter: AuditFilter, by: string): AuditExport {
			const { events, cursor } = audit.list(filter, EXPORTED);
			audit.record({ kind: 'export', actor: by, detail: 'audit' });
			return { events: events.map(viewer()), truncated: cursor !== null };
		}
	};
}

/** Notes sign-ins in the audit as well, whoever records them. */
export function auditingSignIns(sessions: Sessions, audit: Audit): Sessions {
	return {
		...sessions,
		recordSignIn(entry) {
			sessions.recordSignIn(entry);
			const { at, outcome, userId: actor, deviceId } = entry;
			if (outcome === 'signed-in') audit.record({ kind: 'sign-in', at, actor, deviceId });
			else audit.record({ kind: 'sign-in-failed', at, actor, deviceId, detail: outcome });
		}
	};
}
