/** How much room a device has left, and what it means for what is written on it. */
import { m } from '$lib/paraglide/messages';
import { sizeWords } from './format';

/** @param freeBytes null where nobody knows how much it is */
export function littleRoomTitle(freeBytes: number | null, locale: string): string {
	if (freeBytes === null) return m.room_little_title();
	return m.room_little_title_of({ size: sizeWords(freeBytes, locale) });
}

export function secondCopyText(health: 'fails' | 'full'): string {
	return health === 'full' ? m.second_copy_full() : m.second_copy_fails();
}
