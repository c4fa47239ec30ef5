/** What counts as "this device is full", in the words of each browser and of the library between. */

const FULL = new Set([
	'QuotaExceededError',
	// Firefox, from its storage and from the disk below it.
	'NS_ERROR_DOM_QUOTA_REACHED',
	'NS_ERROR_FILE_NO_DEVICE_SPACE'
]);

/**
 * The error itself, or what it stands for: Dexie says `AbortError` of a transaction that the browser ended and wraps the
 * reason, says `BulkError` of several writes and lists theirs, and a worker's error comes with its name alone.
 */
export function isFull(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	if (FULL.has(error.name)) return true;
	if ('kind' in error && error.kind === 'storage-full') return true;
	const inner = 'inner' in error ? error.inner : undefined;
	const failures = 'failures' in error && Array.isArray(error.failures) ? error.failures : [];
	return [inner, error.cause, ...failures].some(isFull);
}

/** For what a worker reports, where the browser itself says nothing: a write that ended short. */
export function fullError(message: string): Error {
	const error = new Error(message);
	error.name = 'QuotaExceededError';
	return error;
}
