/** How people of the desk are told apart in lists. */
import { clock } from '$lib/client/clock.svelte';
import { people, type FoundPersonView } from '$lib/client/people.svelte';
import { session } from '$lib/client/session.svelte';
import type { Person } from '$lib/domain/people/person';
import type { AssistedRequest } from '$lib/domain/requests/request';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { dayAndTime } from '$lib/ui/format';
import { nobodyFound, type FoundPeople, type PersonRowView } from '$lib/ui/people/person-view';
import { foundWords } from '$lib/ui/people/reason-words';
import { needWords } from '$lib/ui/words';

export function placeName(placeId: string | null): string {
	const places = session.current?.city.neighbourhoods ?? [];
	return places.find((each) => each.id === placeId)?.name ?? '';
}

/** Where they live, when they last came and for what: enough to recognise somebody, and no more. */
export function recognisable(
	person: Person,
	last: ReadonlyMap<string, AssistedRequest> = people.lastRequests
): string {
	const place = placeName(person.neighbourhoodId);
	const request = last.get(person.id);
	const at = (time: number) => dayAndTime(time, clock.now, getLocale());
	const contact = request
		? m.known_last_contact({
				when: at(request.registeredAt),
				needs: request.needs.map((need) => needWords[need]().toLocaleLowerCase()).join(', ')
			})
		: m.known_since({ when: at(person.registeredAt) });
	return [place && `${place}.`, contact].filter(Boolean).join(' ');
}

/** More than these are not read: another word finds sooner. */
const FOUND_SHOWN = 5;

/** One of those that were found, as a row of a list. */
export function foundRow(
	{ person, by, code }: FoundPersonView,
	last: ReadonlyMap<string, AssistedRequest>
): PersonRowView {
	return {
		id: person.id,
		name: person.name,
		detail: recognisable(person, last),
		reason: foundWords(by, code)
	};
}

/** The few best answers to a name, a telephone or a receipt code, for whoever is choosing one. */
export function findPeople(text: string): FoundPeople {
	const found = people.search(text);
	if (found.length === 0) return nobodyFound;
	const last = people.lastRequests;
	const rows = found.slice(0, FOUND_SHOWN).map((each) => foundRow(each, last));
	return { rows, total: found.length };
}
