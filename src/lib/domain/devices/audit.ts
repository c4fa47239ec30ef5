/**
 * Who did what, without content: the kinds of what is noted, and how the administrator reads it (`/api/admin/audit`).
 * Moments are milliseconds since the epoch, server's reckoning.
 */
import * as v from 'valibot';

export const auditKinds = [
	'sign-in',
	'sign-in-failed',
	/** Of a tablet, by a person, offline or not. */
	'unlock',
	'case-read',
	/** Something left the server, or a device, as a file; of unsent records, the detail is how many. */
	'export',
	/** Of a tablet's unsent records, in a file, by somebody else; the detail is how many. */
	'carried',
	/** Of a tablet, or of a person. */
	'revocation',
	/** To people, access points or tablets. */
	'change',
	'quarantine-decision',
	'erasure'
] as const;
export type AuditKind = (typeof auditKinds)[number];

/** What happened within a kind: a code, never words that somebody wrote. A number stands for itself. */
export const auditDetails = [
	'wrong-credentials',
	'throttled',
	/** The phrase was right, the tablet another desk's. */
	'not-this-desk',
	'added',
	'changed',
	'passphrase',
	'disabled',
	'enabled',
	'enrolment-code',
	'revoked',
	'wipe',
	'accepted',
	'set-aside',
	'audit',
	/** Of what a tablet has noted: learnt when it had been revoked by then; it stands instead of a number. */
	'from-revoked'
] as const;
export type AuditDetail = (typeof auditDetails)[number];

/** What an event can be about; a subject is `<collection>/<id>`, without the id of a record that was erased. Those that are no records of the desk: */
export const auditCollections = ['users', 'access-points', 'devices', 'quarantine'] as const;
export type AuditCollection = (typeof auditCollections)[number];

export function auditSubject(collection: string, id: string): string {
	return `${collection}/${id}`;
}

/** A person, or a tablet; the name is null when this server knows no such one. */
const whoSchema = v.object({
	kind: v.picklist(['person', 'tablet']),
	id: v.string(),
	name: v.nullable(v.string())
});

export const auditViewSchema = v.object({
	id: v.string(),
	at: v.number(),
	kind: v.picklist(auditKinds),
	/** Null when nobody could be named: an unknown username, the command line. */
	actor: v.nullable(whoSchema),
	device: v.nullable(v.object({ id: v.string(), name: v.nullable(v.string()) })),
	/** The name of people who sign in, access points and tablets; never one out of a case. */
	subject: v.nullable(
		v.object({ collection: v.string(), id: v.string(), name: v.nullable(v.string()) })
	),
	/** One of `auditDetails`, as far as this version knows it. */
	detail: v.nullable(v.string())
});
export type AuditView = v.InferOutput<typeof auditViewSchema>;

const momentSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const idSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** What is looked for; nothing given is everything. */
export const auditFilterSchema = v.object({
	kind: v.optional(v.picklist(auditKinds)),
	/** A person. */
	actor: v.optional(idSchema),
	deviceId: v.optional(idSchema),
	subject: v.optional(v.pipe(v.string(), v.maxLength(128))),
	/** The first moment that counts. */
	from: v.optional(momentSchema),
	/** The first moment that does not. */
	to: v.optional(momentSchema)
});
export type AuditFilter = v.InferOutput<typeof auditFilterSchema>;

/** Where a page ends: `<at>.<id>`, so that events of one moment are told apart. */
export const AUDIT_CURSOR = /^(\d{1,16})\.([0-9a-f-]{36})$/;

export const auditPageSchema = v.object({
	/** The newest first. */
	events: v.array(auditViewSchema),
	/** Asks for what is older; null at the end. */
	cursor: v.nullable(v.string())
});
export type AuditPage = v.InferOutput<typeof auditPageSchema>;

export const auditExportSchema = v.object({
	events: v.array(auditViewSchema),
	/** There is more than an export takes: the oldest are not in it. */
	truncated: v.boolean()
});
export type AuditExport = v.InferOutput<typeof auditExportSchema>;
