/** The fields of a help offer in the words of a desk, for whoever must choose between two of them. */
import type { OfferDetails } from '$lib/domain/offers/offer';
import { formatPhone } from '$lib/domain/people/phone';
import { languageWords } from '../words';
import { availabilityLines, frequencyWords, skillWords, transportWords } from './offer-words';

type Words = {
	[Field in keyof OfferDetails]: (
		value: OfferDetails[Field],
		neighbourhoodName: (id: string) => string
	) => string;
};

const words: Words = {
	volunteerName: (name) => name,
	phone: (phone) => phone && formatPhone(phone),
	skills: (skills) => skills.map((skill) => skillWords[skill]()).join(', '),
	otherSkill: (text) => text,
	neighbourhoodIds: (ids, neighbourhoodName) => ids.map(neighbourhoodName).join(', '),
	availability: (availability) => availabilityLines(availability).join('; '),
	languages: (codes) => codes.map((code) => languageWords[code]()).join(', '),
	frequency: (code) => frequencyWords[code](),
	transport: (code) => transportWords[code](),
	note: (text) => text
};

/** @param value as the field holds it; the engine let it in only after the domain's schema had read it */
export function offerValueText(
	field: string,
	value: unknown,
	neighbourhoodName: (id: string) => string
): string {
	if (!Object.hasOwn(words, field)) return '';
	const say = words[field as keyof OfferDetails] as (
		value: unknown,
		neighbourhoodName: (id: string) => string
	) => string;
	return say(value, neighbourhoodName);
}
