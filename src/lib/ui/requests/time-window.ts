import type { RequestDetails } from '$lib/domain/requests/request';
import { getLocale } from '$lib/paraglide/runtime';
import { dayPartWords, dayWords } from '../words';

/** "Giovedì o venerdì, mattina"; empty when any time will do. */
export function timeWindowText({ days, parts }: RequestDetails['timeWindow']): string {
	const locale = getLocale();
	const either = new Intl.ListFormat(locale, { type: 'disjunction' });
	const text = [
		either.format(days.map((day) => dayWords[day]())),
		either.format(parts.map((part) => dayPartWords[part]().toLocaleLowerCase(locale)))
	]
		.filter(Boolean)
		.join(', ');
	return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}
