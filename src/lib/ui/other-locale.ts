import { getLocale, type Locale } from '$lib/paraglide/runtime';

/** Of the two languages there are, the one that is not on the screen. */
export function otherLocale(): Locale {
	return getLocale() === 'it' ? 'en' : 'it';
}
