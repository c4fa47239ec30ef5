/** The fields of a request and of a person in the words of a desk, for whoever must choose between two of them. */
import type { PersonDetails } from '$lib/domain/people/person';
import { formatPhone } from '$lib/domain/people/phone';
import type { RequestDetails } from '$lib/domain/requests/request';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { dateOfYear } from '../format';
import { channelWords, forWhomWords, languageWords, needWords, urgencyWords } from '../words';
import { timeWindowText } from './time-window';

type Editable = RequestDetails & PersonDetails & { personName: string };

type Words = {
	[Field in keyof Editable]: (
		value: Editable[Field],
		neighbourhoodName: (id: string) => string
	) => string;
};

const words: Words = {
	needs: (needs) => needs.map((need) => needWords[need]()).join(', '),
	forWhom: (forWhom) => forWhomWords[forWhom](),
	actingFor: (acting) => (acting ? [acting.name, acting.relation].filter(Boolean).join(', ') : ''),
	urgency: (urgency) => urgencyWords[urgency](),
	timeWindow: (window) => timeWindowText(window),
	words: (text) => text,
	services: (services) => services.map((service) => service.name).join(', '),
	plan: (plan) => plan?.map(({ name }) => name[getLocale()]).join(', ') ?? '',
	orientation: (kept) =>
		kept
			? m.orientation_of({ day: dateOfYear(kept.day, getLocale()), version: kept.rules.version })
			: '',
	channel: (channel) => channelWords[channel](),
	personName: (name) => name,
	neighbourhoodId: (id, neighbourhoodName) => (id === null ? '' : neighbourhoodName(id)),
	name: (name) => name,
	phone: (phone) => phone && formatPhone(phone),
	language: (code) => languageWords[code](),
	findAgain: (text) => text
};

/** @param value as the field holds it; the engine let it in only after the domain's schema had read it */
export function fieldValueText(
	field: string,
	value: unknown,
	neighbourhoodName: (id: string) => string
): string {
	if (!Object.hasOwn(words, field)) return '';
	const say = words[field as keyof Editable] as (
		value: unknown,
		neighbourhoodName: (id: string) => string
	) => string;
	return say(value, neighbourhoodName);
}
