/** For pages: somebody has a record before them. */
import { untrack } from 'svelte';
import type { ReadCollection } from '$lib/domain/readings/reading';
import { openDesk } from '../desk.svelte';

/**
 * Call from an effect that depends on the record's id alone: the record itself is another object after each contact.
 * @param key undefined while it is not on this device
 */
export function opened(collection: ReadCollection, key: string | undefined): void {
	if (key === undefined) return;
	untrack(() => void openDesk()?.readings.opened(collection, key));
}
