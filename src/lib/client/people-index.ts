/** What is worked out of all people and requests of an open desk: once after records have changed and somebody looks. */
import {
	createKeyMaker,
	createPeopleIndex,
	type PeopleIndex
} from '$lib/domain/people/people-index';
import type { CollectionName } from '$lib/domain/model';
import type { Person } from '$lib/domain/people/person';
import type { AssistedRequest } from '$lib/domain/requests/request';
import type { OpenDesk } from './desk.svelte';

interface Known {
	index: PeopleIndex;
	/** The last request of everybody who made one, by person. */
	lastRequests: ReadonlyMap<string, AssistedRequest>;
}

const followed = new WeakMap<OpenDesk, () => Known>();

function follow({ client: { replica } }: OpenDesk): () => Known {
	const keysOf = createKeyMaker();
	let known: Known | null = null;
	replica.subscribe((touched) => {
		if (touched.has('people') || touched.has('requests')) known = null;
	});
	const rows = <Row>(collection: CollectionName) =>
		[...replica.rows(collection).values()].map((row) => row.fields as unknown as Row);
	return () => {
		if (known) return known;
		const requests = rows<AssistedRequest>('requests');
		const index = createPeopleIndex(rows<Person>('people'), requests, keysOf);
		known = { index, lastRequests: lastByPerson(index, requests) };
		return known;
	};
}

function lastByPerson({ survivors }: PeopleIndex, requests: readonly AssistedRequest[]) {
	const last = new Map<string, AssistedRequest>();
	for (const request of requests) {
		if (request.personId === null) continue;
		const personId = survivors.survivorOf(request.personId);
		const other = last.get(personId);
		if (!other || other.registeredAt < request.registeredAt) last.set(personId, request);
	}
	return last;
}

function knownTo(desk: OpenDesk): Known {
	const known = followed.get(desk) ?? follow(desk);
	followed.set(desk, known);
	return known();
}

export function peopleIndexOf(desk: OpenDesk): PeopleIndex {
	return knownTo(desk).index;
}

export function lastRequestsOf(desk: OpenDesk): ReadonlyMap<string, AssistedRequest> {
	return knownTo(desk).lastRequests;
}
