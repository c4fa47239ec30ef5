/**
 * Tablets, who may work on them, and who did what. Read and written by db/devices.ts and db/audit.ts.
 */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { accessPoints, users } from './accounts.ts';

export const devices = sqliteTable('devices', {
	id: text().primaryKey(),
	name: text().notNull(),
	accessPointId: text('access_point_id')
		.notNull()
		.references(() => accessPoints.id),
	/** SHA-256 of the token it sends with, hex. */
	tokenHash: text('token_hash').notNull().unique(),
	/** Its own ECDSA key, base64url. */
	publicKey: text('public_key').notNull(),
	enrolledAt: integer('enrolled_at').notNull(),
	enrolledBy: text('enrolled_by').notNull(),
	/** As it last said; null before the first contact. */
	lastContactAt: integer('last_contact_at'),
	appVersion: text('app_version'),
	unsent: integer().notNull().default(0),
	lost: integer().notNull().default(0),
	freeBytes: integer('free_bytes'),
	persisted: integer({ mode: 'boolean' }),
	revokedAt: integer('revoked_at'),
	wipeRequestedAt: integer('wipe_requested_at'),
	wipedAt: integer('wiped_at')
});

/** A short code that enrols one tablet, once, for a quarter of an hour. Used and expired ones are deleted. */
export const enrolmentCodes = sqliteTable('enrolment_codes', {
	/** SHA-256 of the code, hex. */
	codeHash: text('code_hash').primaryKey(),
	name: text().notNull(),
	accessPointId: text('access_point_id')
		.notNull()
		.references(() => accessPoints.id),
	createdBy: text('created_by').notNull(),
	expiresAt: integer('expires_at').notNull()
});

/** What was given to a person on a tablet; see `grantClaimsSchema`. Kept for ever: late records are checked against it. */
export const grants = sqliteTable(
	'grants',
	{
		id: text().primaryKey(),
		userId: text('user_id')
			.notNull()
			.references(() => users.id),
		deviceId: text('device_id')
			.notNull()
			.references(() => devices.id),
		publicKey: text('public_key').notNull(),
		issuedAt: integer('issued_at').notNull(),
		endsAt: integer('ends_at').notNull(),
		/** Set when the person or the tablet was revoked; what was sealed before then is sent as it was. */
		revokedAt: integer('revoked_at')
	},
	(table) => [
		index('grants_by_user').on(table.userId),
		index('grants_by_device').on(table.deviceId)
	]
);

/**
 * The current key of each vault, by id: the key itself is derived from the server's secret, which is not in the database.
 * A new row for a scope is a new key.
 */
export const vaults = sqliteTable(
	'vaults',
	{
		id: text().primaryKey(),
		scope: text().notNull(),
		/** The server's history in which it was made: after a restore another is made. */
		epoch: text().notNull(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [index('vaults_by_scope').on(table.scope, table.createdAt)]
);

/** Content keys as they came, sealed; they open with the server's keys alone. */
export const sealedSessions = sqliteTable('sealed_sessions', {
	id: text().primaryKey(),
	deviceId: text('device_id').notNull(),
	actor: text().notNull(),
	/** `SealedSession` as JSON. */
	body: text().notNull(),
	receivedAt: integer('received_at').notNull()
});

/** Who did what, without content. Append-only, but for readings: see db/audit.ts. */
export const auditEvents = sqliteTable(
	'audit_events',
	{
		id: text().primaryKey(),
		/** When it happened, server's reckoning. */
		at: integer().notNull(),
		/** When the server learnt of it. */
		receivedAt: integer('received_at').notNull(),
		kind: text().notNull(),
		/** Person or `device:<id>`; null when nobody could be named. */
		actor: text(),
		deviceId: text('device_id'),
		/** What it was about: a row's `collection/key`, a person, a tablet. */
		subject: text(),
		/** Codes, never words that somebody wrote. */
		detail: text()
	},
	(table) => [
		index('audit_by_time').on(table.at),
		// Most of them are readings: the others are found among them.
		index('audit_by_kind').on(table.kind, table.at),
		index('audit_by_subject').on(table.subject)
	]
);
