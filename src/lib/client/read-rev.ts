/** What somebody had before their eyes when they began to change a record. */
import { changedFields } from '$lib/domain/requests/request-changes';
import type { Replica, ViewRow } from '../../../sync/client/replica';

/** A record as it was when a form opened. */
export type OpenedRecord = { rev: number } & Record<string, unknown>;

/** @param record as pages read it, at the moment when somebody begins to change it */
export function openedRecord(
	replica: Pick<Replica, 'baseVersions'>,
	collection: string,
	record: { id: string }
): OpenedRecord {
	// Under one's own unsent change lies what the server has, which nobody here has seen.
	const [rev = 0] = Object.values(replica.baseVersions([{ collection, key: record.id }]));
	return { ...record, rev };
}

/**
 * The revision that a change is made to, when it is not the one that is here: somebody else has written the same field since
 * the form opened, and who changes it has not seen that. The server then keeps both, and a person chooses.
 * @param row as it is here now
 * @returns undefined when what is changed is as it was
 */
export function readRev(
	row: Pick<ViewRow, 'fields'> | undefined,
	opened: OpenedRecord | undefined,
	changes: object
): number | undefined {
	if (!row || !opened) return undefined;
	const fields = Object.keys(changes);
	const pick = (from: Readonly<Record<string, unknown>>) =>
		Object.fromEntries(fields.map((field) => [field, from[field] ?? null]));
	const since = changedFields(pick(opened), pick(row.fields));
	return Object.keys(since).length > 0 ? opened.rev : undefined;
}
