/** What happens after somebody has gone home, in their words: from the request and the steps agreed on, and nothing else. */
import type { FollowUp } from '$lib/domain/follow-ups/follow-up';
import type { AssistedRequest } from '$lib/domain/requests/request';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { needWords } from '../words';

const tag = () => (getLocale() === 'it' ? 'it-IT' : 'en-GB');

/** "Giovedì 12 novembre 2026", on the city's calendar. @param at milliseconds since the epoch */
export function sheetDate(at: number, timezone: string): string {
	const words = new Intl.DateTimeFormat(tag(), {
		...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
		timeZone: timezone
	} as const).format(at);
	const plain = words.replace(',', '');
	return plain.charAt(0).toLocaleUpperCase() + plain.slice(1);
}

/** "venerdì 13 novembre", and the hour where one was agreed on: on paper no day is called today. */
function whenText({ kind, dueAt }: Pick<FollowUp, 'kind' | 'dueAt'>, timezone: string): string {
	const day = new Intl.DateTimeFormat(tag(), {
		...{ weekday: 'long', day: 'numeric', month: 'long' },
		timeZone: timezone
	} as const).format(dueAt);
	if (kind === 'referral') return day;
	const time = new Intl.DateTimeFormat('it-IT', {
		...{ hour: 'numeric', minute: '2-digit', hour12: false },
		timeZone: timezone
	} as const).format(dueAt);
	return `${day}, ${time}`;
}

/**
 * @param steps those that are open, the ones to come first
 * @param timezone of the city, IANA name
 */
export function sheetSteps(
	request: Pick<AssistedRequest, 'needs' | 'owner'>,
	steps: readonly Pick<FollowUp, 'kind' | 'dueAt' | 'provider'>[],
	timezone: string
): string[] {
	const needs = request.needs.map((need) => needWords[need]()).join(', ');
	const owner = request.owner ? [m.sheet_next_owner({ name: request.owner.name })] : [];
	return [
		m.sheet_next_registered({ needs }),
		...owner,
		...steps.map((step) => stepText(step, timezone))
	];
}

function stepText(step: Pick<FollowUp, 'kind' | 'dueAt' | 'provider'>, timezone: string): string {
	const when = whenText(step, timezone);
	switch (step.kind) {
		case 'callback':
			return m.sheet_next_callback({ when });
		case 'appointment':
			return m.sheet_next_appointment({ when });
		case 'referral':
			return m.sheet_next_referral({ provider: step.provider?.name ?? '', when });
	}
}
