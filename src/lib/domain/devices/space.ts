/** When a device has little room left for the app's data. */

/**
 * Bytes. A thousand requests with their people take 3 MB where they are written (2.2 kB each and what the database adds) and
 * as much where they are read; a catalogue of 2,000 entries 5 MB (2.4 kB each with the index, as measured on the sample
 * city), twice while a new one replaces it; the app 3 MB, twice while a new version waits. That is 22 MB: below it a desk
 * may still work for weeks, and could not be given all of it anew.
 */
export const LITTLE_SPACE_BYTES = 24 * 1024 * 1024;

/** @param freeBytes null while nobody knows */
export function isLittleSpace(freeBytes: number | null): boolean {
	return freeBytes !== null && freeBytes < LITTLE_SPACE_BYTES;
}
