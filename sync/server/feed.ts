/**
 * The change feed of a scope: the last thing that happened to each row in it.
 *
 * Invariants
 * - Every entry takes the scope's next version inside the write transaction, so version order is commit order.
 * - A row has one entry per scope: its latest. A reader at version n has seen every entry up to n.
 * - The scope's checksum always equals the sum over the rows that stand in it.
 */
import { refId, type RowRef } from '../protocol/json.ts';
import type { Cursor, PulledRow } from '../protocol/pull.ts';
import { emptyChecksum, updateChecksum, type Checksum } from '../merge/checksum.ts';
import type { StoredRow } from '../merge/merge-fields.ts';
import type { Caller, ServerModel } from '../merge/model.ts';

export interface ScopeState {
	scope: string;
	version: number;
	checksum: Checksum;
	/** Departures up to this version have been forgotten. */
	forgottenVersion: number;
}

export interface FeedEntry extends RowRef {
	scope: string;
	op: 'put' | 'gone';
	/** Revision in the scope before, when the row stood in it. */
	revBefore: number | undefined;
	revAfter: number | undefined;
}

function standsIn(row: StoredRow | undefined, model: ServerModel): string[] {
	if (!row) return [];
	return model
		.scopesOf(row.collection, row.fields)
		.filter((scope) => model.project(scope, row.collection, row.fields) !== null);
}

/** What one row's change, or its end, means for every scope it stood or stands in. */
export function feedEntries(
	{ collection, key }: RowRef,
	before: StoredRow | undefined,
	after: StoredRow | undefined,
	model: ServerModel
): FeedEntry[] {
	const left = standsIn(before, model);
	const stands = standsIn(after, model);
	const revIfIn = (scope: string) => (left.includes(scope) ? before?.rev : undefined);
	return [
		...stands.map((scope): FeedEntry => {
			const revBefore = revIfIn(scope);
			return { scope, collection, key, op: 'put', revBefore, revAfter: after?.rev };
		}),
		...left
			.filter((scope) => !stands.includes(scope))
			.map((scope): FeedEntry => {
				const revBefore = before?.rev;
				return { scope, collection, key, op: 'gone', revBefore, revAfter: undefined };
			})
	];
}

export function newScope(scope: string): ScopeState {
	return { scope, version: 0, checksum: emptyChecksum, forgottenVersion: 0 };
}

/** The scope after one more entry, which takes the new version. */
export function nextScope(state: ScopeState, entry: FeedEntry): ScopeState {
	const { collection, key, revBefore, revAfter } = entry;
	const revised = (rev: number | undefined) =>
		rev === undefined ? undefined : { collection, key, rev };
	return {
		...state,
		version: state.version + 1,
		checksum: updateChecksum(state.checksum, revised(revBefore), revised(revAfter))
	};
}

/** Changes whenever what a caller may see of a scope could change shape: then the device starts anew. */
export function scopeHash(caller: Caller, scope: string, model: ServerModel): string {
	return `${model.schemaVersion}:${caller.role}:${scope}`;
}

/** Where a pull begins, and whether it must begin from nothing. */
export function pullStart(
	cursor: Cursor | null,
	scope: ScopeState,
	epoch: string,
	hash: string
): { from: number; resnapshot: boolean } {
	const usable =
		cursor !== null &&
		cursor.epoch === epoch &&
		cursor.scopeHash === hash &&
		cursor.version >= scope.forgottenVersion &&
		cursor.version <= scope.version;
	return usable ? { from: cursor.version, resnapshot: false } : { from: 0, resnapshot: true };
}

/** A stored row as a scope may see it. */
export function pulledRow(
	row: Omit<StoredRow, 'fieldRevs'>,
	scope: string,
	model: ServerModel
): PulledRow {
	const fields = model.project(scope, row.collection, row.fields);
	if (!fields) throw new Error(`${refId(row)} stands in a scope that may not see it`);
	const visible = row.conflicts.filter((conflict) => Object.hasOwn(fields, conflict.field));
	return {
		collection: row.collection,
		key: row.key,
		rev: row.rev,
		fields,
		...(visible.length > 0 && { conflicts: visible })
	};
}
