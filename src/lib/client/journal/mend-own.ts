/**
 * A person's own computer has no second copy: what its database has lost is lost, and is counted, shown and told to the
 * server. Whoever clears everything that a site has kept, the small storage too, leaves nothing to count by.
 */
import type { DeviceDatabase } from '../store/device-database.ts';
import type { StoreRecord } from './journal-format.ts';
import { readDatabase, rebuild } from './rebuild.ts';
import { reconcile } from './reconcile.ts';

/** @param now milliseconds since the epoch */
export async function mendOwn(
	database: DeviceDatabase,
	counted: StoreRecord,
	now: number
): Promise<void> {
	const { deviceId } = counted;
	const found = reconcile(deviceId, await readDatabase(database), [], counted);
	if (found) await rebuild(database, deviceId, found, now);
}
