/** When a device has little room left for the app's data. */

/**
 * Bytes. A thousand requests with their people take about 3 MB where they are written and as much where they are read; the
 * catalogue of a city about 5 MB, twice while a new one replaces it; the app itself 3 MB, twice while a new version waits.
 * That is 22 MB: below it a desk may still work for weeks, and not be given all of it anew.
 */
export const LITTLE_SPACE_BYTES = 24 * 1024 * 1024;

/** @param freeBytes null while nobody knows */
export function isLittleSpace(freeBytes: number | null): boolean {
	return freeBytes !== null && freeBytes < LITTLE_SPACE_BYTES;
}
