/**
 * The one write that somebody waits for, on IndexedDB itself: with Dexie between, each of its steps is a turn of the page's own
 * thread, and on a cheap tablet they are a fifth of what a save takes.
 */
import type { StoredMeta, StoredOutboxEntry } from './device-database.ts';

/**
 * Adds to the outbox and changes the store's meta, both or neither; on the disk when it resolves.
 * @param entries at least one; the database numbers them
 * @param next what the meta becomes, from what is stored and the numbers given; what it throws ends the transaction
 * @throws whatever it was that kept it from being written: nothing of it is there then
 */
export function appendEntries<Meta extends StoredMeta>(
	database: IDBDatabase,
	entries: readonly Omit<StoredOutboxEntry, 'seq'>[],
	next: (stored: StoredMeta | undefined, seqs: number[]) => Meta
): Promise<{ seqs: number[]; meta: Meta }> {
	return new Promise((resolve, reject) => {
		const transaction = database.transaction(['meta', 'outbox'], 'readwrite', {
			// As for the rest of the database: device-database.ts.
			durability: 'strict'
		});
		let written: { seqs: number[]; meta: Meta };
		let refusal: unknown = null;
		/** By itself the database would keep what was asked of it before. */
		function orAbort(step: () => void) {
			try {
				step();
			} catch (error) {
				refusal = error;
				transaction.abort();
			}
		}
		transaction.oncomplete = () => resolve(written);
		transaction.onabort = () => reject(refusal ?? transaction.error);
		orAbort(() => {
			const meta = transaction.objectStore('meta');
			const outbox = transaction.objectStore('outbox');
			const reading = meta.get('meta');
			const adding = entries.map((entry) => outbox.add(entry));
			// Requests succeed in the order in which they were made.
			adding.at(-1)!.onsuccess = () =>
				orAbort(() => {
					const seqs = adding.map(({ result }) => result as number);
					written = { seqs, meta: next(reading.result, seqs) };
					meta.put(written.meta);
					// By itself it would wait until the page has heard of the last one.
					transaction.commit();
				});
		});
	});
}
