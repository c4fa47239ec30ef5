/**
 * Notes on this device that a record was opened, and what else is noted beside the queue.
 *
 * Invariants
 * - It is on the disk when it resolves. Of two tabs that open one record at the same moment, one notes it.
 * - Whoever opens the same record again within the window has not read it again, were the page loaded anew meanwhile.
 * - There are never more than `MAX_KEPT_READINGS` here: the oldest goes for the newest.
 */
import {
	READING_WINDOW_MS,
	type Deed,
	type Noted,
	type Reading
} from '../../domain/readings/reading.ts';
import type { ReadingsDatabase } from './readings-database.ts';

/** Months of a busy desk without a network, some MB. */
export const MAX_KEPT_READINGS = 10_000;

/** A clock that was put back makes no reading of the last one. */
function isWithinWindow(reading: Noted, now: number): boolean {
	return Math.abs(now - reading.at) < READING_WINDOW_MS;
}

/** Removes what the server has, and what keeps nothing from being noted again. */
export async function forgetSent({ readings }: ReadingsDatabase, now: number): Promise<void> {
	const sent = readings.where('state').equals('sent');
	await sent.filter((reading) => !isWithinWindow(reading, now)).delete();
}

async function add({ readings }: ReadingsDatabase, noted: Noted, limit: number): Promise<void> {
	const tooMany = (await readings.count()) + 1 - limit;
	if (tooMany > 0) await readings.orderBy('id').limit(tooMany).delete();
	await readings.add({ ...noted, state: 'waiting' });
}

/**
 * @param reading when: device clock. An id that grows with time (UUIDv7), so that the first to be noted are the first to be sent
 * @returns whether it was a reading, and not still the last one
 */
export function noteReading(
	database: ReadingsDatabase,
	reading: Reading,
	limit = MAX_KEPT_READINGS
): Promise<boolean> {
	const { userId, collection, key, at } = reading;
	const isRecent = (other: Noted) => isWithinWindow(other, at);
	const { readings } = database;
	return database.transaction('rw', readings, async () => {
		const same = readings.where('[userId+collection+key]').equals([userId, collection, key]);
		if ((await same.filter(isRecent).count()) > 0) return false;
		await add(database, reading, limit);
		return true;
	});
}

/** Each is one, however soon it comes after another. */
export function noteDeed(
	database: ReadingsDatabase,
	deed: Deed,
	limit = MAX_KEPT_READINGS
): Promise<void> {
	return database.transaction('rw', database.readings, () => add(database, deed, limit));
}
