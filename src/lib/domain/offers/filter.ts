/** Finding help offers in a list: by words, what they do, day, language and neighbourhood. */
import { folded } from '../folded.ts';
import type { LanguageCode } from '../people/person.ts';
import { statusOn, type Weekday } from './availability.ts';
import type { Offer, Skill } from './offer.ts';

export interface OfferFilter {
	text: string;
	skill: Skill | '';
	day: Weekday | '';
	language: LanguageCode | '';
	neighbourhoodId: string;
	withdrawn: boolean;
}

export const noOfferFilter: OfferFilter = {
	text: '',
	skill: '',
	day: '',
	language: '',
	neighbourhoodId: '',
	withdrawn: false
};

/** @param skillLabel the word a screen uses for a skill, so that it can be searched as it is read */
export function matchesOfferFilter(
	offer: Offer,
	filter: OfferFilter,
	skillLabel: (skill: Skill) => string
): boolean {
	if ((offer.status === 'withdrawn') !== filter.withdrawn) return false;
	if (filter.skill && !offer.skills.includes(filter.skill)) return false;
	if (filter.day && !offer.availability.some(({ day }) => day === filter.day)) return false;
	if (filter.language && !offer.languages.includes(filter.language)) return false;
	if (filter.neighbourhoodId && !helpsIn(offer, filter.neighbourhoodId)) return false;
	const digits = filter.text.replace(/\D/g, '');
	if (digits.length >= 4 && offer.phone.includes(digits)) return true;
	const haystack = folded(
		[offer.volunteerName, offer.otherSkill, offer.note, ...offer.skills.map(skillLabel)].join(' ')
	);
	const words = folded(filter.text).split(/\s+/).filter(Boolean);
	return words.every((word) => haystack.includes(word));
}

/** Who named no neighbourhood helps in all of them. */
export function helpsIn({ neighbourhoodIds }: Offer, neighbourhoodId: string): boolean {
	return neighbourhoodIds.length === 0 || neighbourhoodIds.includes(neighbourhoodId);
}

/** Who is there first, then who is paused; by name. @param date `YYYY-MM-DD`, today */
export function byPresenceAndName(date: string) {
	const weight = (offer: Offer) => (statusOn(offer, date) === 'active' ? 0 : 1);
	return (a: Offer, b: Offer) =>
		weight(a) - weight(b) || a.volunteerName.localeCompare(b.volunteerName);
}
