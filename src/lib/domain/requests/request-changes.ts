/** What an edit changed: only that is sent, so that a colleague's change to another field is left alone. */

function isSame(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	if (Array.isArray(a) !== Array.isArray(b)) return false;
	const left = Object.entries(a);
	const right = new Map(Object.entries(b));
	return (
		left.length === right.size &&
		left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)))
	);
}

/** The fields of `after` that differ from `before`; both are plain data. */
export function changedFields<Row extends object>(before: Row, after: Row): Partial<Row> {
	const changes: Partial<Row> = {};
	for (const field of Object.keys(after) as (keyof Row)[]) {
		if (!isSame(before[field], after[field])) changes[field] = after[field];
	}
	return changes;
}
