/** Who the request being written is about: whether the desk knows them, and how they are named on the screen. */
import { people, type LikelyPerson, type PersonView } from '$lib/client/people.svelte';
import type { Answers } from '$lib/domain/orientation/facts';
import { knownAnswers } from '$lib/domain/orientation/known-answers';
import { formatPhone } from '$lib/domain/people/phone';
import type { BeneficiaryKind } from '$lib/domain/requests/request';
import { isSearching, type PersonDraft } from '$lib/domain/requests/request-draft';
import { m } from '$lib/paraglide/messages';
import { nobodyFound, type FoundPeople } from '$lib/ui/people/person-view';
import { languageWords } from '$lib/ui/words';
import { findPeople, placeName } from '../../../person-words';

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
		const { anonymous, isNew, knownId, othersIds, seenIds, ...written } = this.#draft();
		if (anonymous || knownId !== null || !isNew) return undefined;
		const query = { ...written, neighbourhoodId: written.neighbourhoodId || null };
		return people.likely(query).find(({ person, reasons }) => {
			if (othersIds.includes(person.id)) return false;
			// Their name was read and passed over; a telephone in common is news.
			return !seenIds.includes(person.id) || reasons.includes('same-phone');
		});
	});

	/** Who answers to what is looked for. */
	readonly found: FoundPeople = $derived.by(() => {
		const draft = this.#draft();
		return isSearching(draft) ? findPeople(draft.search) : nobodyFound;
	});

	/** What they are called on their plan; empty where nobody has said. */
	readonly shortName: string = $derived.by(() => {
		const { anonymous, search, name } = this.#draft();
		if (anonymous) return '';
		return this.known?.name ?? (name.trim() || (/[a-z]/i.test(search) ? search.trim() : ''));
	});

	/**
	 * What the desk knows of the one it is for, before any question. The neighbourhood that is written of somebody new stood there
	 * before they came: whoever is asked says where they live.
	 */
	knownAnswers(forWhom: BeneficiaryKind): Answers {
		const person = this.#draft();
		if (person.acting) {
			const helped = person.actingKnownId === null ? undefined : people.get(person.actingKnownId);
			return knownAnswers({ neighbourhoodId: helped?.neighbourhoodId ?? null });
		}
		if (person.anonymous || forWhom !== 'self') return {};
		return knownAnswers({ neighbourhoodId: this.known?.neighbourhoodId ?? null });
	}

	/** One thing a line; the first names them. */
	readonly lines: string[] = $derived.by(() => {
		const person = this.#draft();
		const about = person.anonymous
			? [m.anonymous_contact()]
			: this.known
				? [this.known.name, this.known.phone && formatPhone(this.known.phone), m.person_from_desk()]
				: isSearching(person)
					? [person.search.trim()]
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
