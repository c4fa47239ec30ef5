/** The keys by which the people of an open desk are found: made when records have changed and somebody looks. */
import {
	createKeyMaker,
	createPeopleIndex,
	type PeopleIndex
} from '$lib/domain/people/people-index';
import type { Person } from '$lib/domain/people/person';
import type { AssistedRequest } from '$lib/domain/requests/request';
import type { OpenDesk } from './desk.svelte';

const followed = new WeakMap<OpenDesk, () => PeopleIndex>();

function follow({ client: { replica } }: OpenDesk): () => PeopleIndex {
	const keysOf = createKeyMaker();
	let index: PeopleIndex | null = null;
	replica.subscribe((touched) => {
		if (touched.has('people') || touched.has('requests')) index = null;
	});
	return () => {
		index ??= createPeopleIndex(
			[...replica.rows('people').values()].map((row) => row.fields as unknown as Person),
			[...replica.rows('requests').values()].map((row) => row.fields as unknown as AssistedRequest),
			keysOf
		);
		return index;
	};
}

export function peopleIndexOf(desk: OpenDesk): PeopleIndex {
	const indexOf = followed.get(desk) ?? follow(desk);
	followed.set(desk, indexOf);
	return indexOf();
}
