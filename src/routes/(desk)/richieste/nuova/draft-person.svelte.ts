/** Who the request being written is about: whether the desk knows them, and how they are named on the screen. */
import { clock } from '$lib/client/clock.svelte';
import { people, type LikelyPerson, type PersonView } from '$lib/client/people.svelte';
import { requests } from '$lib/client/requests.svelte';
import { session } from '$lib/client/session.svelte';
import type { Person } from '$lib/domain/people/person';
import { formatPhone } from '$lib/domain/people/phone';
import type { PersonDraft } from '$lib/domain/requests/request-draft';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { dayAndTime } from '$lib/ui/format';
import { languageWords, needWords } from '$lib/ui/words';

function placeName(placeId: string | null): string {
	const places = session.current?.city.neighbourhoods ?? [];
	return places.find((each) => each.id === placeId)?.name ?? '';
}

/** Where they live, when they last came and for what: enough to recognise somebody, and no more. */
export function recognisable(person: Person): string {
	const place = placeName(person.neighbourhoodId);
	const last = requests.all.find((request) => request.personId === person.id);
	const at = (time: number) => dayAndTime(time, clock.now, getLocale());
	const contact = last
		? m.known_last_contact({
				when: at(last.registeredAt),
				needs: last.needs.map((need) => needWords[need]().toLocaleLowerCase()).join(', ')
			})
		: m.known_since({ when: at(person.registeredAt) });
	return [place && `${place}.`, contact].filter(Boolean).join(' ');
}

export class DraftPerson {
	#draft: () => PersonDraft;

	/** @param draft read reactively. */
	constructor(draft: () => PersonDraft) {
		this.#draft = draft;
	}

	/** The one chosen among those the desk knows, while they are on this device. */
	readonly known: PersonView | undefined = $derived.by(() => {
		const { anonymous, knownId } = this.#draft();
		return anonymous || knownId === null ? undefined : people.get(knownId);
	});

	/** Somebody it may be, and who has not been said to be another. */
	readonly likely: LikelyPerson | undefined = $derived.by(() => {
		const { anonymous, knownId, name, phone, othersIds } = this.#draft();
		if (anonymous || knownId !== null) return undefined;
		return people.likely({ name, phone }).find(({ person }) => !othersIds.includes(person.id));
	});

	/** One thing a line; the first names them. */
	readonly lines: string[] = $derived.by(() => {
		const person = this.#draft();
		const about = person.anonymous
			? [m.anonymous_contact()]
			: this.known
				? [this.known.name, this.known.phone && formatPhone(this.known.phone), m.person_from_desk()]
				: [person.name.trim(), person.phone.trim(), person.findAgain.trim()];
		const acting = person.acting && person.actingName.trim();
		const lines = [...about, acting ? m.person_acting_for({ name: acting }) : ''].filter(Boolean);
		return lines.length > 0 ? lines : [m.person_nobody()];
	});

	/** With language and neighbourhood, where there is room for them. */
	readonly fullLines: string[] = $derived.by(() => {
		const person = this.#draft();
		if (person.anonymous || this.known) return this.lines;
		const more = [languageWords[person.language](), placeName(person.neighbourhoodId)];
		return [...this.lines, ...more].filter(Boolean);
	});
}
