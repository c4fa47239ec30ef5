/**
 * What makes this browser an enrolled tablet, in two places: its database, and the browser's small storage. Chromium clears
 * databases and files to make room, and drops damaged ones, without touching the small storage: a tablet that has lost
 * its records still knows who it is, and says so. The token is no better protected in the one than in the other.
 */
import { isFull } from '../room/full.ts';
import { readSmall } from '../small-storage.ts';
import { markTablet } from './is-tablet.ts';
import { storedDeviceSchema, type StoredDevice, type TabletDatabase } from './tablet-database.ts';

const KEY = 'sportello.enrolment';

/** In both places, or in the one that has room. */
export async function keepEnrolment(
	{ device }: Pick<TabletDatabase, 'device'>,
	stored: StoredDevice
): Promise<void> {
	let refusal: unknown = null;
	try {
		await device.put(stored);
	} catch (error) {
		if (!isFull(error)) throw error;
		refusal = error;
	}
	try {
		localStorage.setItem(KEY, JSON.stringify(stored));
	} catch {
		// Full: the database has it, or nothing has.
		if (refusal) throw refusal;
	}
	markTablet(true);
}

/** Whichever place still says it, and then both. Undefined: no tablet, or one that has lost everything. */
export async function readEnrolment(
	database: Pick<TabletDatabase, 'device'>
): Promise<StoredDevice | undefined> {
	const stored = (await database.device.get('device')) ?? readSmall(KEY, storedDeviceSchema);
	if (!stored) {
		markTablet(false);
		return undefined;
	}
	await keepEnrolment(database, stored);
	return stored;
}

/** For a tablet that clears itself; its database is deleted apart. */
export function forgetEnrolment(): void {
	localStorage.removeItem(KEY);
	markTablet(false);
}
