/** Records in which two people wrote different things in one field: both are kept until a person chooses. */
import type { Fields, Json } from '../../../sync/protocol/json';
import type { ViewRow } from '../../../sync/client/replica';
import { openDesk } from './desk.svelte';
import { intent, write, type WriteResult } from './write';

export interface ConflictSide {
	value: Json;
	who: string;
	/** Milliseconds since the epoch. */
	at: number;
}

/** Collections in which fields are edited by hand. */
const edited = ['requests', 'people', 'offers', 'followups'] as const;
export type EditedCollection = (typeof edited)[number];

export interface FieldConflict {
	collection: EditedCollection;
	key: string;
	field: string;
	/** The record as it stands. */
	fields: Fields;
	/** The value that stands, then the ones that were set aside. */
	sides: ConflictSide[];
}

function conflictsOf(collection: EditedCollection, row: ViewRow): FieldConflict[] {
	const fields = [...new Set(row.conflicts.map(({ field }) => field))];
	return fields.map((field): FieldConflict => {
		const others = row.conflicts.filter((conflict) => conflict.field === field);
		const [first] = others;
		const standing = {
			value: row.fields[field] ?? null,
			who: first?.standingActorName ?? '',
			at: first?.standingAt ?? 0
		};
		const aside = others.map(({ value, actorName, at }) => ({
			value: value as Json,
			who: actorName,
			at
		}));
		return { collection, key: row.key, field, fields: row.fields, sides: [standing, ...aside] };
	});
}

export const conflicts = {
	/** The oldest disagreement first. */
	get all(): FieldConflict[] {
		const desk = openDesk();
		if (!desk) return [];
		const { replica } = desk.client;
		return edited
			.flatMap((collection) =>
				[...replica.rows(collection).values()]
					.filter((row) => row.conflicts.length > 0)
					.flatMap((row) => conflictsOf(collection, row))
			)
			.sort((a, b) => latest(a) - latest(b));
	},

	/** What holds from now on: one of the sides, or something else. */
	async settle({ collection, key, field }: FieldConflict, value: Json): Promise<WriteResult> {
		const desk = openDesk();
		if (!desk) throw new Error('Nobody is signed in');
		const changes = { [field]: value };
		const settles = [field];
		switch (collection) {
			case 'requests':
				return write(desk, [intent('request.edit', { requestId: key, changes, settles })]);
			case 'people':
				return write(desk, [intent('person.edit', { personId: key, changes, settles })]);
			case 'offers':
				return write(desk, [intent('offer.edit', { offerId: key, changes, settles })]);
			case 'followups':
				return write(desk, [intent('followup.reschedule', { followUpId: key, changes, settles })]);
		}
	}
};

function latest({ sides }: FieldConflict): number {
	return Math.max(...sides.map(({ at }) => at));
}
