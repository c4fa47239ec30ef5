/** Where to go back to after signing in, carried in the address as `poi`. */

export function signInPath(from: string): string {
	return `/entra?poi=${encodeURIComponent(from)}`;
}

/** Only a path of ours: an address is something anybody can write. Null for anything else. */
export function returnPath(search: URLSearchParams, origin: string): string | null {
	const wanted = search.get('poi');
	if (!wanted?.startsWith('/')) return null;
	const url = URL.canParse(wanted, origin) ? new URL(wanted, origin) : null;
	if (!url || url.origin !== origin || url.pathname === '/entra') return null;
	return url.pathname + url.search + url.hash;
}
