/**
 * Who signs in, where they work, and their sessions. Read and written by db/accounts.ts and db/sessions.ts.
 */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { roles } from '../../src/lib/domain/roles.ts';

/** One row: the city this server serves. */
export const cities = sqliteTable('cities', {
	id: text().primaryKey(),
	name: text().notNull(),
	/** IANA name, such as `Europe/Rome`: opening hours and due dates are the city's. */
	timezone: text().notNull()
});

export const neighbourhoods = sqliteTable('neighbourhoods', {
	id: text().primaryKey(),
	name: text().notNull(),
	/** The order in which the city names them. */
	position: integer().notNull()
});

export const accessPoints = sqliteTable('access_points', {
	id: text().primaryKey(),
	name: text().notNull(),
	neighbourhoodId: text('neighbourhood_id')
		.notNull()
		.references(() => neighbourhoods.id),
	note: text().notNull().default(''),
	position: integer().notNull()
});

export const users = sqliteTable('users', {
	id: text().primaryKey(),
	/** Lower case: the case in which it is typed does not count. */
	username: text().notNull().unique(),
	name: text().notNull(),
	role: text({ enum: roles }).notNull(),
	/** Argon2id in PHC form, parameters included. */
	passphraseHash: text('passphrase_hash').notNull(),
	disabled: integer({ mode: 'boolean' }).notNull().default(false),
	createdAt: integer('created_at').notNull()
});

export const userAccessPoints = sqliteTable(
	'user_access_points',
	{
		userId: text('user_id')
			.notNull()
			.references(() => users.id, { onDelete: 'cascade' }),
		accessPointId: text('access_point_id')
			.notNull()
			.references(() => accessPoints.id)
	},
	(table) => [primaryKey({ columns: [table.userId, table.accessPointId] })]
);

/** A copy of this table signs nobody in: it holds only the SHA-256 of each session id. */
export const sessions = sqliteTable(
	'sessions',
	{
		idHash: text('id_hash').primaryKey(),
		userId: text('user_id')
			.notNull()
			.references(() => users.id, { onDelete: 'cascade' }),
		/** Null for a browser that is not a tablet of a desk. */
		deviceId: text('device_id'),
		createdAt: integer('created_at').notNull(),
		/** Moves on with use, never past `absoluteExpiresAt`. */
		expiresAt: integer('expires_at').notNull(),
		absoluteExpiresAt: integer('absolute_expires_at').notNull()
	},
	(table) => [
		index('sessions_by_user').on(table.userId),
		index('sessions_by_device').on(table.deviceId),
		index('sessions_by_expiry').on(table.expiresAt)
	]
);

/** That somebody tried to sign in, and how it ended. No name, no address: an unknown username leaves no trace of it. */
export const signIns = sqliteTable(
	'sign_ins',
	{
		id: integer().primaryKey({ autoIncrement: true }),
		at: integer().notNull(),
		outcome: text({ enum: ['signed-in', 'wrong-credentials', 'throttled'] }).notNull(),
		userId: text('user_id'),
		deviceId: text('device_id')
	},
	(table) => [index('sign_ins_by_time').on(table.at)]
);
