/**
 * Finds the records of one person, for the administrator's commands.
 */
import type { Connection } from './connection.ts';
import { serverModel } from '../src/lib/domain/server-model.ts';
import { refId, type Fields, type RowRef } from '../sync/protocol/json.ts';

export interface FoundRecord extends RowRef {
	fields: Fields;
}

/** What tells a person from others. */
const TELLING_FIELDS = ['name', 'phone', 'personName', 'volunteerName', 'code'];
/** A shorter text stands in too many others. */
const SHORTEST = 4;

interface RecordRow extends RowRef {
	fields: string;
}

function found({ collection, key, fields }: RecordRow): FoundRecord {
	return { collection, key, fields: JSON.parse(fields) };
}

export type PersonRecords = ReturnType<typeof createPersonRecords>;

export function createPersonRecords({ sqlite }: Pick<Connection, 'sqlite'>) {
	const byRef = sqlite.prepare<[string, string], RecordRow>(
		'select collection, key, fields from records where collection = ? and key = ?'
	);
	const byKey = sqlite.prepare<[string], RecordRow>(
		"select collection, key, fields from records where key = ? and collection in ('people', 'requests', 'offers')"
	);
	const byCode = sqlite.prepare<[string], RecordRow>(
		"select collection, key, fields from records where collection = 'requests' and fields ->> 'code' = ?"
	);
	const mergedInto = sqlite.prepare<[string], RecordRow>(
		"select collection, key, fields from records where collection = 'people' and fields ->> 'mergedInto' = ?"
	);
	/** What they asked, and what somebody asked for them: both go with them. */
	const requestsOf = sqlite
		.prepare<{ id: string }, number>(
			`select count(*) from records where collection = 'requests'
			and (fields ->> 'personId' = @id or fields ->> '$.actingFor.personId' = @id)`
		)
		.pluck();

	const bodies = sqlite.prepare<[], { id: string; body: string }>(
		"select id, body from quarantine where state in ('waiting', 'set-aside')"
	);

	/** The record that has this one and others: a request's person, and of two merged records the one that stands. */
	function ownerOf(record: FoundRecord): FoundRecord {
		const seen = new Set<string>();
		let current = record;
		for (;;) {
			seen.add(refId(current));
			const owners = serverModel.ownersOf(current.collection, current.fields);
			const next = owners
				.filter((ref) => !seen.has(refId(ref)))
				.map((ref) => byRef.get(ref.collection, ref.key))
				.find((row) => row !== undefined);
			if (!next) return current;
			current = found(next);
		}
	}

	function withMerged(person: FoundRecord, seen = new Set<string>()): FoundRecord[] {
		if (seen.has(person.key)) return [];
		seen.add(person.key);
		const merged = mergedInto.all(person.key).map(found);
		return [person, ...merged.flatMap((each) => withMerged(each, seen))];
	}

	return {
		/** @param named the id of a person, a request or a help offer, or the receipt code of a request, as it is stored */
		find(named: string): FoundRecord | undefined {
			const row = byKey.get(named) ?? byCode.get(named);
			return row && ownerOf(found(row));
		},

		/** Every record that was merged into a person's, and that one first. */
		recordsOf: (person: FoundRecord) => withMerged(person),

		/**
		 * How many messages wait in quarantine in which stands a name or a number of these records, besides those known to
		 * be about them: they name no record, and only a person can tell.
		 */
		countMentions(records: readonly FoundRecord[], knownIds: readonly string[]): number {
			const texts = records
				.flatMap(({ fields }) => TELLING_FIELDS.map((field) => fields[field]))
				.filter((text): text is string => typeof text === 'string' && text.length >= SHORTEST)
				.map((text) => JSON.stringify(text).slice(1, -1));
			return bodies
				.all()
				.filter(({ id }) => !knownIds.includes(id))
				.filter(({ body }) => texts.some((text) => body.includes(text))).length;
		},

		countRequests(people: readonly FoundRecord[]): number {
			return people.reduce((sum, { key }) => sum + (requestsOf.get({ id: key }) ?? 0), 0);
		}
	};
}
