/**
 * How far a store had come, in the browser's small storage: what is left when the browser has cleared its
 * databases and files to make room, as Chromium does. It reaches the disk seconds later, so it is a lower bound.
 */
import * as v from 'valibot';
import { readSmall } from '../small-storage.ts';
import type { StoreRecord } from './journal-format.ts';

const counterSchema = v.object({
	kind: v.literal('store'),
	deviceId: v.string(),
	storeId: v.string(),
	highestSeq: v.number(),
	answeredSeq: v.number()
});

export type Counter = ReturnType<typeof createCounter>;

/** @param key in the small storage */
export function createCounter(key: string) {
	return {
		/** Damaged as the rest may be, it is null: of a tablet the files of the second copy say it too. */
		read: (): StoreRecord | null => readSmall(key, counterSchema),
		write({ deviceId, storeId, highestSeq, answeredSeq }: Omit<StoreRecord, 'kind'>): void {
			const record: StoreRecord = { kind: 'store', deviceId, storeId, highestSeq, answeredSeq };
			try {
				localStorage.setItem(key, JSON.stringify(record));
			} catch {
				// Full: no reason not to save.
			}
		},
		clear(): void {
			localStorage.removeItem(key);
		}
	};
}

/** The tablet's. */
export const counter = createCounter('sportello.counter');

/** Of one person, on their own computer. */
export function counterOf(userId: string): Counter {
	return createCounter(`sportello.counter.${userId}`);
}
