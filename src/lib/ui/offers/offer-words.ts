/** A help offer in the words of a desk. */
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { inOrder, statusOn } from '$lib/domain/offers/availability';
import type {
	Availability,
	Frequency,
	Offer,
	OfferStatus,
	Skill,
	Transport
} from '$lib/domain/offers/offer';
import { shortDate } from '../format';
import { dayPartWords, dayWords, languageWords } from '../words';

export const skillWords: Record<Skill, () => string> = {
	groceries: m.skill_groceries,
	company: m.skill_company,
	'phone-company': m.skill_phone_company,
	transport: m.skill_transport,
	'small-repairs': m.skill_small_repairs,
	homework: m.skill_homework,
	'italian-conversation': m.skill_italian_conversation,
	digital: m.skill_digital,
	paperwork: m.skill_paperwork,
	translation: m.skill_translation,
	animals: m.skill_animals,
	other: m.skill_other
};

export const frequencyWords: Record<Frequency, () => string> = {
	once: m.frequency_once,
	weekly: m.frequency_weekly,
	'several-a-week': m.frequency_several_a_week,
	'on-call': m.frequency_on_call
};

export const transportWords: Record<Transport, () => string> = {
	none: m.transport_none,
	bicycle: m.transport_bicycle,
	scooter: m.transport_scooter,
	car: m.transport_car,
	van: m.transport_van
};

export const whenWords: Record<Availability['when'], () => string> = {
	'all-day': m.stretch_all_day,
	...dayPartWords,
	hours: m.stretch_hours
};

function lower(text: string): string {
	return text.toLocaleLowerCase(getLocale());
}

function capitalised(text: string): string {
	return text.charAt(0).toLocaleUpperCase(getLocale()) + text.slice(1);
}

/** "9", "14:30". */
function shortHour(time: string): string {
	const [hour = '', minutes = ''] = time.split(':');
	return minutes === '00' ? String(Number(hour)) : `${Number(hour)}:${minutes}`;
}

/** "9–12", "pomeriggio", "tutto il giorno". */
export function stretchText(stretch: Availability): string {
	return stretch.when === 'hours'
		? `${shortHour(stretch.from)}–${shortHour(stretch.to)}`
		: lower(whenWords[stretch.when]());
}

/** The stretches of one day. */
export function stretchesText(stretches: readonly Availability[]): string {
	return stretches.map(stretchText).join(', ');
}

/** "Lunedì e mercoledì 9–12", "Venerdì tutto il giorno": days with the same hours on one line. */
export function availabilityLines(availability: readonly Availability[]): string[] {
	const list = new Intl.ListFormat(getLocale(), { type: 'conjunction' });
	const hoursByDay = new Map<Availability['day'], Availability[]>();
	for (const stretch of inOrder(availability)) {
		hoursByDay.set(stretch.day, [...(hoursByDay.get(stretch.day) ?? []), stretch]);
	}
	const daysByHours = new Map<string, string[]>();
	for (const [day, stretches] of hoursByDay) {
		const hours = stretchesText(stretches);
		daysByHours.set(hours, [...(daysByHours.get(hours) ?? []), dayWords[day]()]);
	}
	return [...daysByHours].map(([hours, days]) => capitalised(`${list.format(days)} ${hours}`));
}

export function skillsText({ skills, otherSkill }: Pick<Offer, 'skills' | 'otherSkill'>): string {
	const words = skills.map((skill) =>
		skill === 'other' && otherSkill ? otherSkill : skillWords[skill]()
	);
	return words.map((word, index) => (index === 0 ? word : lowerFirst(word))).join(', ');
}

/** Names such as SPID keep their capitals. */
function lowerFirst(text: string): string {
	return text.charAt(0).toLocaleLowerCase(getLocale()) + text.slice(1);
}

/** "Spesa e commissioni, in bici", "Compagnia; parla romeno": what they do, how they come, what else they speak. */
export function offerLine(offer: Offer): string {
	const by = offer.transport === 'none' ? '' : lowerFirst(transportWords[offer.transport]());
	const others = offer.languages
		.filter((code) => code !== 'it')
		.map((code) => languageWords[code]());
	const speaks = others.length > 0 ? m.offer_speaks({ languages: others.join(', ') }) : '';
	const does = [skillsText(offer), by].filter(Boolean).join(', ');
	return [does, speaks].filter(Boolean).join('; ');
}

/** `YYYY-MM-DD` as "3 dic"; noon, so that no summer time moves it. */
export function dateText(date: string, now: number): string {
	return shortDate(new Date(`${date}T12:00`).getTime(), now, getLocale());
}

const statusWords: Record<OfferStatus, () => string> = {
	active: m.offer_status_active,
	paused: m.offer_status_paused,
	withdrawn: m.offer_status_withdrawn
};

/** @param today `YYYY-MM-DD` @param now milliseconds since the epoch */
export function offerStatusText(
	offer: Pick<Offer, 'status' | 'pausedUntil'>,
	today: string,
	now: number
): string {
	const status = statusOn(offer, today);
	return status === 'paused' && offer.pausedUntil
		? m.offer_paused_until({ when: dateText(offer.pausedUntil, now) })
		: statusWords[status]();
}

/** The fields of an offer, as its history names them. */
const fieldWords: { [field: string]: () => string } = {
	volunteerName: m.offer_name,
	phone: m.offer_phone,
	skills: m.offer_what,
	otherSkill: m.offer_what,
	neighbourhoodIds: m.offers_filter_area,
	availability: m.offer_when,
	languages: m.offers_filter_language,
	frequency: m.offer_frequency_short,
	transport: m.offer_transport_short,
	note: m.offer_note
};

export function offerFieldsText(fields: readonly string[]): string {
	const words = fields.map((field) => (fieldWords[field] ? lower(fieldWords[field]()) : field));
	return [...new Set(words)].join(', ');
}
