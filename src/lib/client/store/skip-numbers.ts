import type { DeviceDatabase, StoredOutboxEntry } from './device-database.ts';

/** The database gives no number anew that was given before. @returns the highest that was given */
export async function skipNumbers(
	outbox: DeviceDatabase['outbox'],
	highestSeq: number
): Promise<number> {
	const last = (await outbox.orderBy('seq').last())?.seq ?? 0;
	if (last >= highestSeq || highestSeq === 0) return last;
	// The generator goes on from the highest key it has seen, also when that is gone.
	await outbox.add({ seq: highestSeq } as StoredOutboxEntry);
	await outbox.delete(highestSeq);
	return highestSeq;
}
