/** An open desk as pages use it: the person's own on this device, or one to practise at. */
import { createSubscriber } from 'svelte/reactivity';
import type { SyncClient } from '../../../sync/client/sync-client';
import type { ReadingLog } from './readings/reading-log';
import type { DraftStore } from './store/draft-store';

export interface OpenDesk {
	userId: string;
	drafts: DraftStore;
	client: SyncClient;
	readings: ReadingLog;
	/** Of whoever may unlock this tablet; null when they are not known here. */
	nameOf?(userId: string): string | null;
	/** Call while reading the replica or the contact inside an effect, to be told when they change. */
	track(): void;
	close(): void;
}

export function trackerOf(client: SyncClient): () => void {
	return createSubscriber((update) => {
		const ends = [client.replica.subscribe(update), client.subscribe(update)];
		addEventListener('online', update);
		addEventListener('offline', update);
		return () => {
			ends.forEach((end) => end());
			removeEventListener('online', update);
			removeEventListener('offline', update);
		};
	});
}

/** Worked out once after records or the contact have changed and somebody looks, for each desk by itself. */
export function onceAfterChange<Result>(
	work: (desk: OpenDesk) => Result
): (desk: OpenDesk) => Result {
	const known = new WeakMap<OpenDesk, { result: Result } | null>();
	return (desk) => {
		const before = known.get(desk);
		if (before) return before.result;
		if (before === undefined) {
			const forget = () => void known.set(desk, null);
			desk.client.replica.subscribe(forget);
			desk.client.subscribe(forget);
		}
		const result = work(desk);
		known.set(desk, { result });
		return result;
	};
}
