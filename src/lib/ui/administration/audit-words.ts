/** Who did what, in the words of an administrator. */
import type { AuditCollection, AuditDetail, AuditKind, AuditView } from '$lib/domain/devices/audit';
import { m } from '$lib/paraglide/messages';

export const auditKindWords: Record<AuditKind, () => string> = {
	'sign-in': m.audit_kind_sign_in,
	'sign-in-failed': m.audit_kind_sign_in_failed,
	unlock: m.audit_kind_unlock,
	'case-read': m.audit_kind_case_read,
	export: m.audit_kind_export,
	carried: m.audit_kind_carried,
	revocation: m.audit_kind_revocation,
	change: m.audit_kind_change,
	'quarantine-decision': m.audit_kind_quarantine,
	erasure: m.audit_kind_erasure
};

const detailWords: Record<AuditDetail, () => string> = {
	'wrong-credentials': m.audit_detail_wrong_credentials,
	throttled: m.audit_detail_throttled,
	'not-this-desk': m.audit_detail_not_this_desk,
	added: m.audit_detail_added,
	changed: m.audit_detail_changed,
	passphrase: m.audit_detail_passphrase,
	disabled: m.audit_detail_disabled,
	enabled: m.audit_detail_enabled,
	'enrolment-code': m.audit_detail_enrolment_code,
	revoked: m.audit_detail_revoked,
	wipe: m.audit_detail_wipe,
	accepted: m.audit_detail_accepted,
	'set-aside': m.audit_detail_set_aside,
	audit: m.audit_detail_audit,
	'from-revoked': m.audit_detail_from_revoked
};

type Collection = AuditCollection | 'people' | 'requests' | 'offers';

const subjectWords: Record<Collection, (named: { name: string; id: string }) => string> = {
	users: m.audit_about_person,
	'access-points': m.audit_about_desk,
	devices: m.audit_about_tablet,
	quarantine: m.audit_about_quarantine,
	people: m.audit_about_people,
	requests: m.audit_about_requests,
	offers: m.audit_about_offers
};

/** A code this version has no words for is said as it is. */
export function auditDetailWords({
	kind,
	detail,
	actor
}: Pick<AuditView, 'kind' | 'detail' | 'actor'>): string {
	if (detail === null) return '';
	if (kind === 'export' && /^\d+$/.test(detail)) {
		const isLocked = actor?.kind === 'tablet';
		return (isLocked ? m.audit_detail_unsent_locked : m.audit_detail_unsent)({ count: detail });
	}
	return Object.hasOwn(detailWords, detail) ? detailWords[detail as AuditDetail]() : detail;
}

/** Ids are long; their beginning tells them apart on a screen. */
const SHOWN_OF_ID = 8;

export function auditSubjectWords(subject: AuditView['subject']): string {
	if (subject === null) return '';
	const { collection } = subject;
	if (subject.id === '') return m.audit_about_erased();
	const id = subject.id.slice(0, SHOWN_OF_ID);
	const name = subject.name ?? id;
	if (!Object.hasOwn(subjectWords, collection)) return m.audit_about_other({ collection, id });
	return subjectWords[collection as Collection]({ name, id });
}

/** A tablet's name stands beside it, and might be taken for somebody's. */
export function auditActorWords(actor: AuditView['actor']): string {
	if (actor === null) return m.audit_nobody();
	if (actor.kind === 'tablet') return m.audit_tablet_itself();
	return actor.name ?? m.audit_unknown_person();
}

export function auditTabletWords(device: AuditView['device']): string {
	if (device === null) return '';
	return device.name ?? m.audit_unknown_tablet();
}
