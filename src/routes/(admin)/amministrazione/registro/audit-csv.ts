/** The log as a table for spreadsheets. */
import { toCsv } from '$lib/domain/csv';
import type { AuditView } from '$lib/domain/devices/audit';
import { m } from '$lib/paraglide/messages';
import {
	auditActorWords,
	auditDetailWords,
	auditKindWords,
	auditSubjectWords,
	auditTabletWords
} from '$lib/ui/administration/audit-words';

const pad = (part: number) => String(part).padStart(2, '0');

/** "2026-11-26 09:04:05", by the clock of the person reading: it sorts, and spreadsheets know it. */
function moment(at: number): string {
	const date = new Date(at);
	const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
	const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(':');
	return `${day} ${time}`;
}

export function auditCsv(events: readonly AuditView[]): string {
	const head = [
		m.audit_column_when(),
		m.audit_column_what(),
		m.audit_column_detail(),
		m.audit_column_who(),
		m.audit_column_about(),
		m.audit_column_tablet(),
		m.audit_column_id()
	];
	const rows = events.map((event) => [
		moment(event.at),
		auditKindWords[event.kind](),
		auditDetailWords(event),
		auditActorWords(event.actor),
		auditSubjectWords(event.subject),
		auditTabletWords(event.device),
		event.subject ? `${event.subject.collection}/${event.subject.id}` : ''
	]);
	return toCsv([head, ...rows]);
}
