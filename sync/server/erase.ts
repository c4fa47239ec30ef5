/**
 * Decides what goes when rows are erased, purely: an adapter loads what there is, and removes what this names.
 *
 * Invariants
 * - A row goes with any row it belongs to, however far up.
 * - What was sent and stands in no row (refused, held, quarantined) goes when it names anything that goes.
 * - What was accepted and names anything that goes is emptied too, though the row it changed stays: the row may have said
 *   it once, and says it no longer. So is a value that waits beside a field for somebody to choose. There may be very many
 *   of those: the adapter goes through them one by one, with `namesErased` and `withoutErased`.
 * - A row that never came to be because what would have made it goes is remembered as erased: nothing sent for it later
 *   is kept either.
 */
import type { StoredRow } from '../merge/merge-fields.ts';
import { refId, type RowRef } from '../protocol/json.ts';
import { createErasedIds, namesErased, type ErasedIds } from './erased.ts';

export interface ErasureState {
	/** Every row there is, with the rows it belongs to. */
	rows: readonly { ref: RowRef; owners: readonly RowRef[] }[];
	/** What was sent and stands in no row. */
	sent: readonly SentElsewhere[];
}

export interface SentElsewhere {
	id: string;
	/** Where it was to go, when that could be read. */
	target: RowRef | null;
	/** Whether it was to make that row. */
	creates: boolean;
	body: unknown;
}

export interface Erasure {
	/** Rows to remove, and rows that must never come to be. */
	refs: RowRef[];
	/** What was sent and is to be emptied. */
	sentIds: string[];
}

export function decideErasure(wanted: readonly RowRef[], { rows, sent }: ErasureState): Erasure {
	const erased = createErasedIds();
	wanted.forEach((ref) => erased.add(ref));
	const existing = new Set(rows.map(({ ref }) => refId(ref)));
	const sentIds = new Set<string>();
	// Until a round finds nothing more: each may belong to what the one before has found.
	for (let known = -1; known < erased.all().length + sentIds.size;) {
		known = erased.all().length + sentIds.size;
		for (const { ref, owners } of rows) if (owners.some(erased.has)) erased.add(ref);
		for (const { id, target, creates, body } of sent) {
			if (!(target && erased.has(target)) && !namesErased(body, erased)) continue;
			sentIds.add(id);
			if (target && creates && !existing.has(refId(target))) erased.add(target);
		}
	}
	return { refs: erased.all(), sentIds: [...sentIds] };
}

/** A row that stays, without the values kept beside its fields that name something erased; undefined when it has none. */
export function withoutErased(
	row: StoredRow,
	erased: Pick<ErasedIds, 'names'>
): StoredRow | undefined {
	const conflicts = row.conflicts.filter(({ value }) => !namesErased(value, erased));
	if (conflicts.length === row.conflicts.length) return undefined;
	return { ...row, rev: row.rev + 1, conflicts };
}

/** What an erasure has removed, in numbers. */
export interface Erased {
	rows: number;
	/** Intents whose arguments are gone. */
	intents: number;
}
