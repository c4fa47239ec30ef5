/**
 * Access points as the administrator changes them. None is deleted: people, tablets and records refer to them.
 */
import { asc, count, eq, isNull, and } from 'drizzle-orm';
import type {
	AccessPointError,
	AccessPointInput,
	AccessPointView
} from '../src/lib/domain/administration/access-points.ts';
import type { Connection } from './connection.ts';
import { accessPoints, neighbourhoods, userAccessPoints, users } from './schema/accounts.ts';
import { devices } from './schema/devices.ts';

export type AccessPointResult = { ok: true } | { ok: false; error: AccessPointError };

export type AccessPoints = ReturnType<typeof createAccessPoints>;

function comparable(name: string): string {
	return name.trim().toLocaleLowerCase('it');
}

export function createAccessPoints({ orm }: Pick<Connection, 'orm'>) {
	/** Why it cannot be so; `id` is the one that is changed. */
	function problem(
		{ name, neighbourhoodId }: AccessPointInput,
		id: string
	): AccessPointError | null {
		const known = orm
			.select({ id: neighbourhoods.id })
			.from(neighbourhoods)
			.where(eq(neighbourhoods.id, neighbourhoodId))
			.get();
		if (!known) return { kind: 'unknown-neighbourhood' };
		const others = orm.select({ id: accessPoints.id, name: accessPoints.name }).from(accessPoints);
		const taken = others
			.all()
			.some((other) => other.id !== id && comparable(other.name) === comparable(name));
		return taken ? { kind: 'name-taken' } : null;
	}

	function peopleByAccessPoint(): Map<string, number> {
		const rows = orm
			.select({ id: userAccessPoints.accessPointId, people: count() })
			.from(userAccessPoints)
			.innerJoin(users, and(eq(users.id, userAccessPoints.userId), eq(users.disabled, false)))
			.groupBy(userAccessPoints.accessPointId)
			.all();
		return new Map(rows.map(({ id, people }) => [id, people]));
	}

	function devicesByAccessPoint(): Map<string, number> {
		const rows = orm
			.select({ id: devices.accessPointId, devices: count() })
			.from(devices)
			.where(isNull(devices.revokedAt))
			.groupBy(devices.accessPointId)
			.all();
		return new Map(rows.map((row) => [row.id, row.devices]));
	}

	return {
		/** In the order in which the city names them. */
		list(): AccessPointView[] {
			const people = peopleByAccessPoint();
			const tablets = devicesByAccessPoint();
			const rows = orm.select().from(accessPoints).orderBy(asc(accessPoints.position)).all();
			return rows.map(({ id, name, neighbourhoodId, note }) => ({
				id,
				name,
				neighbourhoodId,
				note,
				people: people.get(id) ?? 0,
				devices: tablets.get(id) ?? 0
			}));
		},

		/** After all the others. */
		add(id: string, input: AccessPointInput): AccessPointResult {
			return orm.transaction((tx) => {
				const error = problem(input, id);
				if (error) return { ok: false, error };
				const rows = tx.select({ position: accessPoints.position }).from(accessPoints).all();
				const position = Math.max(-1, ...rows.map((row) => row.position)) + 1;
				tx.insert(accessPoints)
					.values({ id, ...input, position })
					.run();
				return { ok: true };
			});
		},

		change(id: string, input: AccessPointInput): AccessPointResult {
			return orm.transaction((tx) => {
				const known = tx.select().from(accessPoints).where(eq(accessPoints.id, id)).get();
				if (!known) return { ok: false, error: { kind: 'unknown' } };
				const error = problem(input, id);
				if (error) return { ok: false, error };
				tx.update(accessPoints).set(input).where(eq(accessPoints.id, id)).run();
				return { ok: true };
			});
		}
	};
}
