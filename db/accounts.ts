/**
 * The city, its access points, and the people who sign in.
 */
import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Role } from '../src/lib/domain/roles.ts';
import type { Connection } from './connection.ts';
import {
	accessPoints,
	cities,
	neighbourhoods,
	userAccessPoints,
	users
} from './schema/accounts.ts';

export interface Neighbourhood {
	id: string;
	name: string;
}

export interface AccessPoint {
	id: string;
	name: string;
	neighbourhoodId: string;
}

export interface City {
	id: string;
	name: string;
	timezone: string;
	neighbourhoods: Neighbourhood[];
}

/** A city as it is filled in: the order of its lists is kept. */
export interface NewCity {
	readonly id: string;
	readonly name: string;
	readonly timezone: string;
	readonly neighbourhoods: readonly { readonly id: string; readonly name: string }[];
	readonly accessPoints: readonly {
		readonly id: string;
		readonly name: string;
		readonly neighbourhoodId: string;
		readonly note: string;
	}[];
}

export interface User {
	id: string;
	username: string;
	name: string;
	role: Role;
	disabled: boolean;
	accessPointIds: string[];
}

/** What others know of somebody who works on cases. */
export interface StaffMember {
	id: string;
	name: string;
	role: 'operator' | 'manager';
	accessPointIds: string[];
}

export interface NewUser {
	id: string;
	username: string;
	name: string;
	role: Role;
	passphraseHash: string;
	accessPointIds: readonly string[];
	createdAt: number;
}

export type AddUserResult =
	| { ok: true }
	| { ok: false; error: { kind: 'username-taken' } }
	| { ok: false; error: { kind: 'unknown-access-point'; accessPointId: string } };

export type ChangeUserResult =
	{ ok: true } | { ok: false; error: { kind: 'unknown-access-point'; accessPointId: string } };

export type Accounts = ReturnType<typeof createAccounts>;

export function createAccounts({ orm }: Pick<Connection, 'orm'>) {
	function accessPointIdsByUser(userIds: string[]): Map<string, string[]> {
		const idsByUser = new Map(userIds.map((id) => [id, [] as string[]]));
		const rows = orm
			.select({ userId: userAccessPoints.userId, accessPointId: userAccessPoints.accessPointId })
			.from(userAccessPoints)
			.innerJoin(accessPoints, eq(accessPoints.id, userAccessPoints.accessPointId))
			.where(inArray(userAccessPoints.userId, userIds))
			.orderBy(asc(accessPoints.position))
			.all();
		for (const row of rows) idsByUser.get(row.userId)?.push(row.accessPointId);
		return idsByUser;
	}

	function withAccessPoints(rows: (typeof users.$inferSelect)[]): User[] {
		const idsByUser = accessPointIdsByUser(rows.map(({ id }) => id));
		return rows.map(({ id, username, name, role, disabled }) => ({
			id,
			username,
			name,
			role,
			disabled,
			accessPointIds: idsByUser.get(id) ?? []
		}));
	}

	/** Prepared, because every request asks. */
	const byId = orm
		.select()
		.from(users)
		.where(eq(users.id, sql.placeholder('id')))
		.prepare();
	const accessPointsOf = orm
		.select({ id: userAccessPoints.accessPointId })
		.from(userAccessPoints)
		.innerJoin(accessPoints, eq(accessPoints.id, userAccessPoints.accessPointId))
		.where(eq(userAccessPoints.userId, sql.placeholder('id')))
		.orderBy(asc(accessPoints.position))
		.prepare();

	function unknownAccessPoint(ids: readonly string[]): string | undefined {
		const rows = orm.select({ id: accessPoints.id }).from(accessPoints).all();
		const known = new Set(rows.map(({ id }) => id));
		return ids.find((id) => !known.has(id));
	}

	function placeAt(userId: string, accessPointIds: readonly string[]): void {
		for (const accessPointId of new Set(accessPointIds)) {
			orm.insert(userAccessPoints).values({ userId, accessPointId }).run();
		}
	}

	function addUser(user: NewUser): AddUserResult {
		return orm.transaction((tx) => {
			if (tx.select().from(users).where(eq(users.username, user.username)).get()) {
				return { ok: false, error: { kind: 'username-taken' } };
			}
			const unknown = unknownAccessPoint(user.accessPointIds);
			if (unknown !== undefined) {
				return { ok: false, error: { kind: 'unknown-access-point', accessPointId: unknown } };
			}
			const { accessPointIds, ...columns } = user;
			tx.insert(users).values(columns).run();
			placeAt(user.id, accessPointIds);
			return { ok: true };
		});
	}

	return {
		/** True until somebody can sign in: only such a database is filled with a sample. */
		isEmpty(): boolean {
			return orm.select({ id: users.id }).from(users).limit(1).get() === undefined;
		},

		city(): City | undefined {
			const city = orm.select().from(cities).limit(1).get();
			if (!city) return undefined;
			const list = orm
				.select({ id: neighbourhoods.id, name: neighbourhoods.name })
				.from(neighbourhoods)
				.orderBy(asc(neighbourhoods.position))
				.all();
			return { ...city, neighbourhoods: list };
		},

		/** Enters a whole city at once. It throws when one is there: a server serves one city. */
		addCity(city: NewCity): void {
			orm.transaction((tx) => {
				if (tx.select().from(cities).limit(1).get()) throw new Error('There is a city already.');
				tx.insert(cities).values({ id: city.id, name: city.name, timezone: city.timezone }).run();
				city.neighbourhoods.forEach(({ id, name }, position) => {
					tx.insert(neighbourhoods).values({ id, name, position }).run();
				});
				city.accessPoints.forEach(({ id, name, neighbourhoodId, note }, position) => {
					tx.insert(accessPoints).values({ id, name, neighbourhoodId, note, position }).run();
				});
			});
		},

		accessPoints(): AccessPoint[] {
			return orm
				.select({
					id: accessPoints.id,
					name: accessPoints.name,
					neighbourhoodId: accessPoints.neighbourhoodId
				})
				.from(accessPoints)
				.orderBy(asc(accessPoints.position))
				.all();
		},

		/** Everybody, disabled people too, by username. */
		users(): User[] {
			return withAccessPoints(orm.select().from(users).orderBy(asc(users.username)).all());
		},

		/** The people a request can be given to, by name: those who work on cases and can sign in. */
		staff(): StaffMember[] {
			const rows = orm
				.select()
				.from(users)
				.where(eq(users.disabled, false))
				.orderBy(asc(users.name))
				.all();
			return withAccessPoints(rows).flatMap(({ id, name, role, accessPointIds }) =>
				role === 'operator' || role === 'manager' ? [{ id, name, role, accessPointIds }] : []
			);
		},

		userById(id: string): User | undefined {
			const row = byId.get({ id });
			if (!row) return undefined;
			const { username, name, role, disabled } = row;
			const accessPointIds = accessPointsOf.all({ id }).map((point) => point.id);
			return { id, username, name, role, disabled, accessPointIds };
		},

		userByUsername(username: string): User | undefined {
			return withAccessPoints(
				orm.select().from(users).where(eq(users.username, username)).all()
			)[0];
		},

		/** What a sign-in is checked against. A disabled person has none. */
		credentials(username: string): { userId: string; passphraseHash: string } | undefined {
			const user = orm.select().from(users).where(eq(users.username, username)).get();
			if (!user || user.disabled) return undefined;
			return { userId: user.id, passphraseHash: user.passphraseHash };
		},

		addUser,

		/** Adds all of them, or none. @throws when one cannot be added */
		addUsers(list: readonly NewUser[]): void {
			orm.transaction(() => {
				for (const user of list) {
					const added = addUser(user);
					if (!added.ok) throw new Error(`${user.username}: ${added.error.kind}`);
				}
			});
		},

		/**
		 * From the next request on: what a person may do is asked for each time.
		 * @param before called in the same transaction, when nothing stands in the way and nothing has changed yet
		 */
		changeUser(
			userId: string,
			{ accessPointIds, ...columns }: Pick<User, 'name' | 'role' | 'accessPointIds'>,
			before: () => void = () => undefined
		): ChangeUserResult {
			return orm.transaction((tx) => {
				const unknown = unknownAccessPoint(accessPointIds);
				if (unknown !== undefined) {
					return { ok: false, error: { kind: 'unknown-access-point', accessPointId: unknown } };
				}
				before();
				tx.update(users).set(columns).where(eq(users.id, userId)).run();
				tx.delete(userAccessPoints).where(eq(userAccessPoints.userId, userId)).run();
				placeAt(userId, accessPointIds);
				return { ok: true };
			});
		},

		setDisabled(userId: string, disabled: boolean): void {
			orm.update(users).set({ disabled }).where(eq(users.id, userId)).run();
		},

		setPassphraseHash(userId: string, passphraseHash: string): void {
			orm.update(users).set({ passphraseHash }).where(eq(users.id, userId)).run();
		}
	};
}
