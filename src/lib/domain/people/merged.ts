/**
 * Two records of one person, made one: the record given up says into which it went, and is read through that one.
 *
 * Invariants
 * - Nothing is moved or deleted: a request keeps the person it was written for, whenever and wherever it was written.
 * - Every id leads to exactly one surviving record, whatever the merges say: tablets that were apart may have merged in
 *   a circle, which no single row can see. Whoever is in a circle is read through its member with the lowest id.
 * - A record that went into one this device does not hold stands for itself.
 */

export interface Mergeable {
	id: string;
	/** The record it went into; null or absent while it stands for itself. */
	mergedInto?: string | null;
}

export interface Survivors {
	/** The record to read for any id; an id nobody knows is its own. */
	survivorOf(id: string): string;
	/** Every record that is read through this surviving one, itself first. */
	membersOf(survivorId: string): readonly string[];
}

export function resolveMerges(records: Iterable<Mergeable>): Survivors {
	const recordsById = new Map<string, Mergeable>();
	for (const record of records) recordsById.set(record.id, record);
	const survivors = new Map<string, string>();

	function nextOf(id: string): string | null {
		const into = recordsById.get(id)?.mergedInto ?? null;
		return into !== null && into !== id && recordsById.has(into) ? into : null;
	}

	function survivorOf(id: string): string {
		const path: string[] = [];
		const seen = new Set<string>();
		let current = id;
		let end = survivors.get(current);
		while (end === undefined) {
			if (seen.has(current)) {
				end = lowest(path.slice(path.indexOf(current)));
				break;
			}
			path.push(current);
			seen.add(current);
			const next = nextOf(current);
			if (next === null) end = current;
			else {
				current = next;
				end = survivors.get(current);
			}
		}
		for (const each of path) survivors.set(each, end);
		return end;
	}

	const members = new Map<string, string[]>();
	for (const id of recordsById.keys()) {
		const survivor = survivorOf(id);
		const others = members.get(survivor) ?? [survivor];
		if (id !== survivor) others.push(id);
		members.set(survivor, others);
	}
	return { survivorOf, membersOf: (survivorId) => members.get(survivorId) ?? [survivorId] };
}

function lowest(ids: readonly string[]): string {
	return ids.reduce((a, b) => (a < b ? a : b));
}
