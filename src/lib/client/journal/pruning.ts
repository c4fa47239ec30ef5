/**
 * When a file of the second copy has done its work.
 *
 * A file is one tab's, from one unlocking to the next lock, because a lock loads the page anew: an hour's work and not a
 * day's. So nothing is rewritten to save room: files go whole, once everything in them has its answer. What the server
 * has answered is kept for a while in the database alone; the second copy is for what exists nowhere else.
 *
 * The last file stays even so: it says how far the store had come.
 */
import type { JournalRecord } from './journal-format';
import type { Answered, JournalFile } from './journal-port';

/** Whether everything in a file is of this store and has had its answer. Of another store nothing is known. */
export function isAnswered(
	records: readonly JournalRecord[],
	{ storeId, answeredSeq, keep }: Answered
): boolean {
	return records.every(
		(record) =>
			record.kind !== 'envelope' ||
			(record.storeId === storeId &&
				record.envelope.seq <= answeredSeq &&
				!keep.includes(record.envelope.id))
	);
}

/**
 * The files to delete of those that were there when the page was loaded.
 * @param hasOwn whether this tab has a file by now, which says how far the store has come
 */
export function prunable(files: readonly JournalFile[], what: Answered, hasOwn: boolean): string[] {
	const answered = files.filter(({ records }) => isAnswered(records, what));
	const names = answered.map(({ name }) => name).sort();
	if (!hasOwn && answered.length === files.length) names.pop();
	return names;
}
