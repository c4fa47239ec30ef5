/**
 * Readings, and what else is noted beside the queue, on this device until the server has them: of everybody who works in
 * this browser, in a database apart from their records, as those go when a person signs out. Ids, times and a number alone;
 * on a tablet they lie in clear, as there do the keys of rows and the authors of what is unsent.
 */
import { Dexie, type EntityTable } from 'dexie';
import type { Noted } from '../../domain/readings/reading.ts';

export type StoredReading = Noted & {
	/** One that was sent stays for as long as it keeps the same reading from being noted again. */
	state: 'waiting' | 'sent';
};

export class ReadingsDatabase extends Dexie {
	declare readings: EntityTable<StoredReading, 'id'>;

	constructor(name = 'sportello-readings') {
		// On the disk before it is said to be noted.
		super(name, { chromeTransactionDurability: 'strict' });
		this.version(1).stores({ readings: 'id, [userId+collection+key], state' });
	}
}
