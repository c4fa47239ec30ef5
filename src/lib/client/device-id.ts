/** The identity of this browser, made on first use and kept while its storage lasts. */
const KEY = 'sportello.device';

export function deviceId(): string {
	const kept = localStorage.getItem(KEY);
	if (kept) return kept;
	const made = crypto.randomUUID();
	localStorage.setItem(KEY, made);
	return made;
}
