/** The people a desk has met, as pages read and write them. A record that was merged is read through the one that stays. */
import {
	likelyDuplicates,
	type DuplicateQuery,
	type DuplicateReason
} from '$lib/domain/people/duplicates';
import type { FoundBy } from '$lib/domain/people/people-index';
import type { Person } from '$lib/domain/people/person';
import type { IntentArgs } from '$lib/domain/model';
import type { AssistedRequest } from '$lib/domain/requests/request';
import type { ViewRow } from '../../../sync/client/replica';
import { openDesk, requireDesk, type OpenDesk } from './desk.svelte';
import { lastRequestsOf, peopleIndexOf } from './people-index';
import { openedRecord, readRev, type OpenedRecord } from './read-rev';
import { recordSync, type RecordSync } from './record-sync';
import { requests, type RequestView } from './requests.svelte';
import { intent, write, type WriteResult } from './write';

export type PersonView = Person & { sync: RecordSync };

export interface FoundPersonView {
	person: PersonView;
	by: FoundBy;
	/** The receipt code by which they were found. */
	code: string | null;
}

export interface LikelyPerson {
	person: PersonView;
	reasons: readonly DuplicateReason[];
}

type PersonChanges = IntentArgs<'person.edit'>['changes'];

/** More than these nobody compares. */
const LIKELY_SHOWN = 3;

function personView(desk: OpenDesk, row: ViewRow): PersonView {
	// The engine let the row in only after the domain's schema had read it.
	return { ...(row.fields as unknown as Person), sync: recordSync(desk, row.seqs) };
}

function recordOf(desk: OpenDesk, id: string): PersonView | undefined {
	const row = desk.client.replica.row({ collection: 'people', key: id });
	return row && personView(desk, row);
}

function survivorOf(desk: OpenDesk, id: string): string {
	return peopleIndexOf(desk).survivors.survivorOf(id);
}

export const people = {
	/** One for each person, in no order. */
	get all(): PersonView[] {
		const desk = openDesk();
		if (!desk) return [];
		return [...desk.client.replica.rows('people').values()]
			.filter((row) => survivorOf(desk, row.key) === row.key)
			.map((row) => personView(desk, row));
	},

	/** The person, by the id of any of their records. */
	get(id: string): PersonView | undefined {
		const desk = openDesk();
		return desk ? recordOf(desk, survivorOf(desk, id)) : undefined;
	},

	/** The records given up for this person's. */
	mergedInto(id: string): PersonView[] {
		const desk = openDesk();
		if (!desk) return [];
		const members = peopleIndexOf(desk).survivors.membersOf(id);
		return members.flatMap((member) => (member === id ? [] : (recordOf(desk, member) ?? [])));
	},

	/** Best first. */
	search(text: string): FoundPersonView[] {
		const desk = openDesk();
		if (!desk) return [];
		return peopleIndexOf(desk)
			.search(text)
			.flatMap(({ personId, by, code }) => {
				const person = recordOf(desk, personId);
				return person ? [{ person, by, code }] : [];
			});
	},

	/**
	 * Who this might be, the likeliest first.
	 * @param known the person asked about, whose own records do not count
	 */
	likely(query: DuplicateQuery, known?: string): LikelyPerson[] {
		const desk = openDesk();
		if (!desk) return [];
		const isSame = (id: string) => known !== undefined && survivorOf(desk, id) === known;
		return likelyDuplicates(peopleIndexOf(desk), query, isSame)
			.slice(0, LIKELY_SHOWN)
			.flatMap(({ personId, reasons }) => {
				const person = recordOf(desk, personId);
				return person ? [{ person, reasons }] : [];
			});
	},

	/** What they asked, and what was asked for them; newest first. */
	requestsOf(id: string): RequestView[] {
		const desk = openDesk();
		if (!desk) return [];
		const isTheirs = (personId: string | null | undefined) =>
			typeof personId === 'string' && survivorOf(desk, personId) === id;
		return requests.all.filter(
			(request) => isTheirs(request.personId) || isTheirs(request.actingFor?.personId)
		);
	},

	/** The last request of everybody who made one, by person. */
	get lastRequests(): ReadonlyMap<string, AssistedRequest> {
		const desk = openDesk();
		return desk ? lastRequestsOf(desk) : new Map();
	},

	/** To be kept by whoever begins to change them. */
	opened: (person: PersonView): OpenedRecord =>
		openedRecord(requireDesk().client.replica, 'people', person),

	/**
	 * With the name and neighbourhood that their requests show.
	 * @param opened as they were when whoever changes them began
	 */
	edit(id: string, changes: PersonChanges, opened?: OpenedRecord): Promise<WriteResult> {
		const desk = requireDesk();
		const { survivors } = peopleIndexOf(desk);
		return write(desk, editIntents(desk, id, changes, survivors.membersOf(id), opened));
	},

	/** Gives up one record for another of the same person, with the values that stay. */
	merge(keptId: string, givenId: string, changes: PersonChanges): Promise<WriteResult> {
		const desk = requireDesk();
		return write(desk, [
			...editIntents(desk, keptId, changes, [keptId]),
			intent('person.merge', { personId: givenId, intoId: keptId })
		]);
	},

	/** @param changes what the merge had changed on the record that stayed, as it was before */
	unmerge(givenId: string, changes: PersonChanges = {}): Promise<WriteResult> {
		const desk = requireDesk();
		const fromId = recordOf(desk, givenId)?.mergedInto;
		if (!fromId) return Promise.resolve({ ok: true });
		return write(desk, [
			...editIntents(desk, fromId, changes, [fromId]),
			intent('person.unmerge', { personId: givenId, fromId })
		]);
	}
};

/**
 * The person, and the requests of these records that show their name or neighbourhood: changed together or not at all.
 * A request under a name that none of the records has was put right by hand: it stays.
 */
function editIntents(
	desk: OpenDesk,
	id: string,
	changes: PersonChanges,
	recordIds: readonly string[],
	opened?: OpenedRecord
) {
	if (Object.keys(changes).length === 0) return [];
	const { name, neighbourhoodId } = changes;
	const shown = {
		...(name !== undefined && { personName: name }),
		...(neighbourhoodId !== undefined && { neighbourhoodId })
	};
	const names = recordIds.map((recordId) => recordOf(desk, recordId)?.name);
	const showing =
		Object.keys(shown).length === 0
			? []
			: requests.all.filter(
					({ personId, personName }) =>
						personId !== null && recordIds.includes(personId) && names.includes(personName)
				);
	return [
		intent(
			'person.edit',
			{ personId: id, changes },
			readRev(desk.client.replica.row({ collection: 'people', key: id }), opened, changes)
		),
		...showing.map((request) => intent('request.edit', { requestId: request.id, changes: shown }))
	];
}
