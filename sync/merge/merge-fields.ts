/**
 * Applies one change to one stored row, field by field.
 *
 * Invariants
 * - A field the change does not name is untouched: two people who edit different fields both succeed.
 * - When two stores set the same field to different values without knowing of each other, the value that stands stays
 *   and the other is kept as a conflict. No value is dropped; a person chooses.
 * - A store's own earlier edit never conflicts with its later one. Of a store that was copied nobody knows which of the
 *   two wrote: it is two stores.
 * - A machine field has been judged by `reduce` against the state that stands, so it is simply set.
 * - The revision grows by one if and only if something changed.
 */
import { jsonEqual, type Fields, type RowRef } from '../protocol/json.ts';
import type { Conflict } from '../protocol/pull.ts';
import type { Actor, Change } from './model.ts';

export interface FieldRev {
	/** The row's revision that set the field. */
	rev: number;
	storeId: string;
	actorName: string;
	at: number;
}

export interface StoredRow extends RowRef {
	rev: number;
	fields: Fields;
	fieldRevs: { [field: string]: FieldRev };
	conflicts: Conflict[];
}

export interface Writer {
	storeId: string;
	/** The store was copied. */
	cloned?: boolean;
	intentId: string;
	actor: Actor;
	occurredAt: number;
	/** The revision the writer had seen; undefined when it had not seen the row. */
	baseRev: number | undefined;
}

export interface MergeResult {
	row: StoredRow;
	changed: boolean;
	/** Fields whose new value was kept as a conflict. */
	conflicted: string[];
}

export function applyChange(
	ref: RowRef,
	row: StoredRow | undefined,
	change: Change,
	writer: Writer,
	machineFields: readonly string[]
): MergeResult {
	const rev = (row?.rev ?? 0) + 1;
	const mark: FieldRev = {
		rev,
		storeId: writer.storeId,
		actorName: writer.actor.name,
		at: writer.occurredAt
	};
	const next: StoredRow = {
		collection: ref.collection,
		key: ref.key,
		rev,
		fields: { ...row?.fields },
		fieldRevs: { ...row?.fieldRevs },
		conflicts: settled(row?.conflicts ?? [], change.settles ?? [], writer.baseRev)
	};
	const conflicted: string[] = [];
	let changed = row === undefined || next.conflicts.length !== row.conflicts.length;

	for (const [field, value] of Object.entries(change.patch)) {
		if (row && jsonEqual(row.fields[field], value)) continue;
		const standing = row?.fieldRevs[field];
		if (
			standing &&
			!machineFields.includes(field) &&
			(standing.storeId !== writer.storeId || writer.cloned) &&
			standing.rev > (writer.baseRev ?? 0)
		) {
			next.conflicts = [
				...next.conflicts.filter(
					(conflict) => conflict.field !== field || conflict.actor !== writer.actor.userId
				),
				{
					field,
					value,
					rev,
					actor: writer.actor.userId,
					actorName: writer.actor.name,
					at: writer.occurredAt,
					standingActorName: standing.actorName,
					standingAt: standing.at,
					intentId: writer.intentId
				}
			];
			conflicted.push(field);
		} else {
			next.fields[field] = value;
			next.fieldRevs[field] = mark;
		}
		changed = true;
	}
	return { row: changed ? next : (row ?? next), changed, conflicted };
}

/** Without the conflicts that the writer had seen and says are settled; one that came since stays. */
function settled(
	conflicts: Conflict[],
	settles: readonly string[],
	baseRev: number | undefined
): Conflict[] {
	return conflicts.filter(
		(conflict) => !settles.includes(conflict.field) || conflict.rev > (baseRev ?? 0)
	);
}
