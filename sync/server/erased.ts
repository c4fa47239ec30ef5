/**
 * What was erased, remembered by id alone, so that a late resend does not bring it back.
 *
 * Invariants
 * - Ids are only ever added. They are kept apart from the rows and from every backup of them: an older backup must not
 *   bring an older list with it.
 * - An id is in the list before its row is gone.
 */
import { refId, type Json, type RowRef } from '../protocol/json.ts';

export interface ErasedIds {
	has(ref: RowRef): boolean;
	/** Whether this is the key, or the `refId`, of something erased. */
	names(text: string): boolean;
	all(): RowRef[];
}

export interface ErasedList {
	/** As it stands now, whoever has added to it. */
	read(): ErasedIds;
	/** Returns when it would survive a power cut. */
	add(refs: readonly RowRef[]): void;
}

export function createErasedIds(): ErasedIds & { add(ref: RowRef): void } {
	const refsById = new Map<string, RowRef>();
	const keys = new Set<string>();
	return {
		has: (ref) => refsById.has(refId(ref)),
		names: (text) => keys.has(text) || refsById.has(text),
		all: () => [...refsById.values()],
		add({ collection, key }) {
			refsById.set(refId({ collection, key }), { collection, key });
			keys.add(key);
		}
	};
}

/** A list in memory: for the reference store and for tests. */
export function createErasedList(): ErasedList {
	const ids = createErasedIds();
	return { read: () => ids, add: (refs) => refs.forEach((ref) => ids.add(ref)) };
}

/** Whether anything in a value, however deep and whatever it is, names something erased. */
export function namesErased(value: unknown, ids: Pick<ErasedIds, 'names'>): boolean {
	// A stack of our own: what could not be read may be nested deeper than calls can go.
	const rest: unknown[] = [value];
	while (rest.length > 0) {
		const next = rest.pop() as Json | undefined;
		if (typeof next === 'string') {
			if (ids.names(next)) return true;
		} else if (typeof next === 'object' && next !== null) {
			if (!Array.isArray(next) && Object.keys(next).some((name) => ids.names(name))) return true;
			for (const inner of Object.values(next)) rest.push(inner);
		}
	}
	return false;
}
