/** How the screen of disagreements names a record, its field, and the values of the field. */
import { followUps } from '$lib/client/follow-ups.svelte';
import type { FieldConflict } from '$lib/client/conflicts.svelte';
import { requests } from '$lib/client/requests.svelte';
import type { Json } from '$lib/domain/intent-types';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { dueWords } from '$lib/ui/follow-ups/due-words';
import { offerFieldsText } from '$lib/ui/offers/offer-words';
import { offerValueText } from '$lib/ui/offers/offer-values';
import { fieldValueText } from '$lib/ui/requests/field-values';
import { fieldWords } from '$lib/ui/requests/field-words';

function text(value: Json | undefined): string {
	return typeof value === 'string' ? value.trim() : '';
}

function requestTitle(personName: string, code: string): string {
	return m.choose_request({ whose: personName ? m.item_whose({ name: personName }) : code });
}

export function choiceTitle({ collection, key, fields }: FieldConflict): string {
	switch (collection) {
		case 'requests':
			return requestTitle(text(fields.personName), text(fields.code));
		case 'people': {
			const name = text(fields.name);
			return name ? m.choose_person({ name }) : m.choose_person_unnamed();
		}
		case 'offers':
			return m.item_offer({ name: text(fields.volunteerName) });
		case 'followups': {
			const request = requests.get(followUps.get(key)?.requestId ?? '');
			return requestTitle(request?.personName ?? '', request?.code ?? '');
		}
	}
}

/** Where the whole record is. */
export function choiceHref({ collection, key, fields }: FieldConflict): string {
	switch (collection) {
		case 'requests':
			return `/richieste/${key}`;
		case 'people':
			return `/persone/${key}`;
		case 'offers':
			return `/aiuti/${key}`;
		case 'followups':
			return `/richieste/${text(fields.requestId)}`;
	}
}

export function choiceField({ collection, field }: FieldConflict): string {
	if (collection === 'offers') return offerFieldsText([field]);
	return field === 'durationMinutes' ? m.choose_field_duration() : fieldWords(field);
}

/** @param clock for the words of a time agreed on */
export function choiceValue(
	{ collection, field, fields }: FieldConflict,
	value: Json,
	neighbourhoodName: (id: string) => string,
	clock: { now: number; timezone: string }
): string {
	if (collection === 'offers') return offerValueText(field, value, neighbourhoodName);
	if (collection === 'followups') {
		return field === 'dueAt'
			? dueWords({ kind: text(fields.kind), dueAt: Number(value) }, clock, getLocale())
			: String(value ?? '');
	}
	return fieldValueText(field, value, neighbourhoodName);
}
