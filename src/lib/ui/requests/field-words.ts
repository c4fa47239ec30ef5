/** The fields of a request and of a person, as a desk calls them. */
import { m } from '$lib/paraglide/messages';

const words: { [field: string]: () => string } = {
	needs: m.fact_needs,
	forWhom: m.fact_for_whom,
	actingFor: m.fact_acting_for,
	urgency: m.fact_urgency,
	timeWindow: m.fact_when,
	words: m.fact_words,
	services: m.fact_services,
	channel: m.fact_channel,
	orientation: m.fact_orientation,
	plan: m.fact_plan,
	personName: m.fact_person,
	neighbourhoodId: m.fact_neighbourhood,
	dueAt: m.fact_when,
	name: m.choose_field_name,
	phone: m.choose_field_phone,
	language: m.choose_field_language,
	findAgain: m.choose_field_find_again
};

export function fieldWords(field: string): string {
	return words[field]?.().toLowerCase() ?? field;
}
