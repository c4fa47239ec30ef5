export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The fields of one row, by name. What a field holds is the domain's business. */
export type Fields = { [field: string]: Json };

/** Names one row. Keys are made by devices (UUIDs), so they are known before any server has seen the row. */
export interface RowRef {
	collection: string;
	key: string;
}

/** A row's reference as one string: the key of maps and of `baseVersions`. */
export function refId(ref: RowRef): string {
	return `${ref.collection}/${ref.key}`;
}

/** Equality of JSON values; the order of an object's keys does not count. */
export function jsonEqual(a: Json | undefined, b: Json | undefined): boolean {
	if (a === b) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	if (Array.isArray(a) || Array.isArray(b)) {
		if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
		return a.every((item, index) => jsonEqual(item, b[index]));
	}
	const keysOfA = Object.keys(a);
	if (keysOfA.length !== Object.keys(b).length) return false;
	return keysOfA.every((key) => Object.hasOwn(b, key) && jsonEqual(a[key], b[key]));
}
