/** The browser's small storage: what clears its databases leaves it, and it reaches the disk seconds later. */
import * as v from 'valibot';

/** @returns null where there is nothing, or nothing that can be read: damaged it is as if it had never been */
export function readSmall<Value>(
	key: string,
	schema: v.GenericSchema<unknown, Value>
): Value | null {
	try {
		const parsed = v.safeParse(schema, JSON.parse(localStorage.getItem(key) ?? 'null'));
		return parsed.success ? parsed.output : null;
	} catch {
		return null;
	}
}
