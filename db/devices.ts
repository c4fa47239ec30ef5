/**
 * Tablets: the codes that enrol them, how they are, who may work on them, and the end of that.
 *
 * Invariants
 * - A code enrols one tablet: it is gone in the transaction that adds the tablet.
 * - Revoking is one transaction: when it has happened, no session, no grant and no current vault key is left of what was
 *   revoked.
 * - What was revoked stays revoked, from the first time it was; nothing is deleted, late records are checked against it.
 */
import { and, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { DeviceView } from '../src/lib/domain/devices/device-view.ts';
import { deskScope, scopesOfRole } from '../src/lib/domain/roles.ts';
import type { Connection } from './connection.ts';
import { sessions, userAccessPoints, users } from './schema/accounts.ts';
import { devices, enrolmentCodes, grants } from './schema/devices.ts';
import { stores } from './schema/sync.ts';
import { createVaults } from './vaults.ts';

export type Device = typeof devices.$inferSelect;
export type EnrolmentCode = typeof enrolmentCodes.$inferSelect;
export type Grant = typeof grants.$inferSelect;

/** What a tablet says of itself. */
export type DeviceReport = Pick<Device, 'unsent' | 'lost' | 'freeBytes' | 'persisted'> & {
	appVersion: string;
};

export type Devices = ReturnType<typeof createDevices>;

type StoreRow = Pick<typeof stores.$inferSelect, 'missing' | 'cloned'>;

function countMissing(row: StoreRow): number {
	const ranges = row.missing as [from: number, to: number][];
	return ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}

function viewOf(device: Device, storeRows: readonly StoreRow[]): DeviceView {
	const { tokenHash: _tokenHash, publicKey: _publicKey, lost, ...shown } = device;
	const gaps = storeRows.reduce((sum, row) => sum + countMissing(row), 0);
	// What a tablet knows it has lost is a gap here as well: counted once.
	const missing = Math.max(gaps, lost);
	return { ...shown, missing, cloned: storeRows.some(({ cloned }) => cloned) };
}

export function createDevices({ orm }: Pick<Connection, 'orm'>) {
	const vaults = createVaults({ orm });
	// Prepared, because every request of a tablet asks.
	const deviceById = orm
		.select()
		.from(devices)
		.where(eq(devices.id, sql.placeholder('id')))
		.prepare();
	const deviceByTokenHash = orm
		.select()
		.from(devices)
		.where(eq(devices.tokenHash, sql.placeholder('tokenHash')))
		.prepare();

	function byId(id: string): Device | undefined {
		return deviceById.get({ id });
	}

	function views(rows: readonly Device[]): DeviceView[] {
		const ids = rows.map(({ id }) => id);
		const columns = {
			deviceId: stores.deviceId,
			missing: stores.missing,
			cloned: stores.cloned
		};
		const storeRows = orm.select(columns).from(stores).where(inArray(stores.deviceId, ids)).all();
		return rows.map((device) => {
			const own = storeRows.filter(({ deviceId }) => deviceId === device.id);
			return viewOf(device, own);
		});
	}

	function scopesOfUser(userId: string): string[] {
		const user = orm.select().from(users).where(eq(users.id, userId)).get();
		if (!user) return [];
		const rows = orm
			.select({ id: userAccessPoints.accessPointId })
			.from(userAccessPoints)
			.where(eq(userAccessPoints.userId, userId))
			.all();
		const accessPointIds = rows.map(({ id }) => id);
		return scopesOfRole(user.role, accessPointIds, userId);
	}

	/** Whose vault keys were ever given to this tablet. */
	function scopesOnDevice({ id, accessPointId }: Device): string[] {
		const people = orm
			.selectDistinct({ userId: grants.userId })
			.from(grants)
			.where(eq(grants.deviceId, id))
			.all();
		return [deskScope(accessPointId), ...people.flatMap(({ userId }) => scopesOfUser(userId))];
	}

	function revokeGrants(whose: { userId: string } | { deviceId: string }, now: number): number {
		const mine =
			'userId' in whose ? eq(grants.userId, whose.userId) : eq(grants.deviceId, whose.deviceId);
		return orm
			.update(grants)
			.set({ revokedAt: now })
			.where(and(mine, isNull(grants.revokedAt)))
			.run().changes;
	}

	function peopleByGrant(deviceId: string) {
		const rows = orm
			.selectDistinct({ userId: grants.userId, revokedAt: grants.revokedAt })
			.from(grants)
			.where(eq(grants.deviceId, deviceId))
			.all();
		const live = rows.filter(({ revokedAt }) => revokedAt === null);
		const idsOf = (list: typeof rows) => new Set(list.map(({ userId }) => userId));
		return { all: idsOf(rows), live: idsOf(live) };
	}

	return {
		/** Whether a tablet was ever enrolled: the server's keys are then needed for ever. */
		hasAny(): boolean {
			return orm.select({ id: devices.id }).from(devices).limit(1).get() !== undefined;
		},

		addCode(code: EnrolmentCode): void {
			orm.insert(enrolmentCodes).values(code).run();
		},

		/**
		 * Uses a code up for one tablet, which gets the name and the access point the code was made for.
		 * @returns undefined when there is no such code, or no more
		 */
		enrol(
			codeHash: string,
			tablet: Pick<Device, 'id' | 'tokenHash' | 'publicKey'> & { appVersion: string },
			now: number
		): Device | undefined {
			return orm.transaction((tx) => {
				tx.delete(enrolmentCodes).where(lte(enrolmentCodes.expiresAt, now)).run();
				const code = tx
					.delete(enrolmentCodes)
					.where(eq(enrolmentCodes.codeHash, codeHash))
					.returning()
					.get();
				if (!code) return undefined;
				const { name, accessPointId, createdBy: enrolledBy } = code;
				return tx
					.insert(devices)
					.values({ ...tablet, name, accessPointId, enrolledBy, enrolledAt: now })
					.returning()
					.get();
			});
		},

		byId,

		byTokenHash(tokenHash: string): Device | undefined {
			return deviceByTokenHash.get({ tokenHash });
		},

		/** Every tablet, revoked ones too, by name. */
		list(): DeviceView[] {
			return views(orm.select().from(devices).orderBy(devices.name, devices.enrolledAt).all());
		},

		view(id: string): DeviceView | undefined {
			const device = byId(id);
			return device && views([device])[0];
		},

		recordContact(id: string, report: DeviceReport, now: number): void {
			const { appVersion, unsent, lost, freeBytes, persisted } = report;
			orm
				.update(devices)
				.set({ lastContactAt: now, appVersion, unsent, lost, freeBytes, persisted })
				.where(eq(devices.id, id))
				.run();
		},

		/** @returns the tablet as it is then; undefined when there is no such tablet, as in those below */
		rename(id: string, name: string): Device | undefined {
			return orm.update(devices).set({ name }).where(eq(devices.id, id)).returning().get();
		},

		/** Nobody works on it any more; what it still sends is taken for review. New keys for what it could open. */
		revoke(id: string, now: number): Device | undefined {
			return orm.transaction((tx) => {
				const device = byId(id);
				if (!device || device.revokedAt !== null) return device;
				tx.delete(sessions).where(eq(sessions.deviceId, id)).run();
				revokeGrants({ deviceId: id }, now);
				vaults.renew(scopesOnDevice(device), now);
				return tx
					.update(devices)
					.set({ revokedAt: now })
					.where(eq(devices.id, id))
					.returning()
					.get();
			});
		},

		/** At its next contact it sends what it holds, then clears itself. */
		requestWipe(id: string, now: number): Device | undefined {
			return orm.transaction((tx) => {
				const unasked = and(eq(devices.id, id), isNull(devices.wipeRequestedAt));
				tx.update(devices).set({ wipeRequestedAt: now }).where(unasked).run();
				return byId(id);
			});
		},

		markWiped(id: string, now: number): void {
			const unmarked = and(eq(devices.id, id), isNull(devices.wipedAt));
			orm.update(devices).set({ wipedAt: now }).where(unmarked).run();
		},

		addGrant(grant: Omit<Grant, 'revokedAt'>): void {
			orm.insert(grants).values(grant).run();
		},

		grantById(id: string): Grant | undefined {
			return orm.select().from(grants).where(eq(grants.id, id)).get();
		},

		/** Those who hold a grant on this tablet that was not revoked, ended or not. */
		peopleOn: (deviceId: string): Set<string> => peopleByGrant(deviceId).live,

		/** Those who were ever given a grant on this tablet: what they did while they worked here is theirs. */
		everyoneOn: (deviceId: string): Set<string> => peopleByGrant(deviceId).all,

		/** Those whose every grant on this tablet was revoked. Of a person without any nothing is known. */
		formerPeopleOn(deviceId: string): Set<string> {
			const { live, all } = peopleByGrant(deviceId);
			return new Set([...all].filter((userId) => !live.has(userId)));
		},

		/** The person's phrase opens no tablet any more, until they sign in on it with another. @returns how many */
		revokeGrantsOfUser: (userId: string, now: number): number => revokeGrants({ userId }, now),

		/** The person works on no tablet any more. New keys for what they could open. */
		revokePerson(userId: string, now: number): void {
			orm.transaction(() => {
				revokeGrants({ userId }, now);
				vaults.renew(scopesOfUser(userId), now);
			});
		}
	};
}
