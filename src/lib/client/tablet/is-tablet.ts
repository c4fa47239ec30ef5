/**
 * Whether this browser is an enrolled tablet, as far as the page must know before any database is open. It is a mark and
 * no secret: without it the tablet's database says so.
 */
const KEY = 'sportello.tablet';

export function isTablet(): boolean {
	return globalThis.localStorage?.getItem(KEY) === 'enrolled';
}

export function markTablet(enrolled: boolean): void {
	if (enrolled) localStorage.setItem(KEY, 'enrolled');
	else localStorage.removeItem(KEY);
}
