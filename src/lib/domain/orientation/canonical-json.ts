/**
 * The same text for the same content: members in the order of their names, at every depth, and no space between.
 * @param value plain data, as `JSON.parse` gives it; members that are undefined are left out
 */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_name, each: unknown) => {
		if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
		// By code unit: the order may not depend on anybody's language.
		return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
	});
}
