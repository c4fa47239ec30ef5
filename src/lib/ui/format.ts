/**
 * Dates and ages in words. `now` comes in from outside; days and hours are those of the device's own clock and
 * timezone, because the person reading stands beside it. All instants are milliseconds since the epoch.
 */
import { m } from '$lib/paraglide/messages';
import { dateFormat, numberFormat, relativeFormat } from './intl';

export type Locale = 'it' | 'en';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/** British English, for days before months. */
const tags: Record<Locale, string> = { it: 'it-IT', en: 'en-GB' };

/** Whole calendar days from `at` to `now`; noon to noon, so that an hour of summer time never counts. */
function daysBetween(at: Date, now: Date): number {
	const noon = (date: Date) =>
		new Date(date.getFullYear(), date.getMonth(), date.getDate(), 12).getTime();
	return Math.round((noon(now) - noon(at)) / DAY_MS);
}

function capitalised(text: string, locale: Locale): string {
	return text.charAt(0).toLocaleUpperCase(tags[locale]) + text.slice(1);
}

/** "8:12": 24 hours, no leading zero, the same in both languages. */
export function shortTime(at: number): string {
	const date = new Date(at);
	return `${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`;
}

/** "10 nov"; with the year when it is another one than that of `now`. */
export function shortDate(at: number, now: number, locale: Locale): string {
	const date = new Date(at);
	const sameYear = date.getFullYear() === new Date(now).getFullYear();
	return dateFormat(tags[locale], {
		day: 'numeric',
		month: 'short',
		...(!sameYear && { year: 'numeric' })
	}).format(date);
}

/** "2 novembre 2026" of an ISO date. */
export function dateOfYear(isoDate: string, locale: Locale): string {
	const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
	return dateFormat(tags[locale], options).format(new Date(isoDate.slice(0, 10)));
}

/** Whether `dayAndTime` calls the day by name, "oggi" or "ieri", rather than by its date. */
export function isNamedDay(at: number, now: number): boolean {
	const days = daysBetween(new Date(at), new Date(now));
	return days === 0 || days === 1;
}

/** "oggi 9:12", "ieri, 17:40", "10 nov, 16:20". */
export function dayAndTime(at: number, now: number, locale: Locale): string {
	const days = daysBetween(new Date(at), new Date(now));
	const time = shortTime(at);
	if (!isNamedDay(at, now)) return `${shortDate(at, now, locale)}, ${time}`;
	const day = relativeFormat(tags[locale]).format(-days, 'day');
	return days === 0 ? `${day} ${time}` : `${day}, ${time}`;
}

/** "8:12" today, "ieri, 17:32" and "10 nov, 16:20" before. */
export function timeOrDay(at: number, now: number, locale: Locale): string {
	const isToday = daysBetween(new Date(at), new Date(now)) === 0;
	return isToday ? shortTime(at) : dayAndTime(at, now, locale);
}

/** "Giovedì 12 novembre". */
export function longDate(at: number, locale: Locale): string {
	const options = { weekday: 'long', day: 'numeric', month: 'long' } as const;
	const words = dateFormat(tags[locale], options).format(new Date(at));
	return capitalised(words.replace(',', ''), locale);
}

/** "Gio 12 nov", for narrow bars. */
export function mediumDate(at: number, locale: Locale): string {
	const options = { weekday: 'short', day: 'numeric', month: 'short' } as const;
	const words = dateFormat(tags[locale], options).format(new Date(at));
	return capitalised(words.replace(',', ''), locale);
}

/** How long something has been waiting: "da 20 min", "da 1 h 30", "da 2 giorni", "da 3 settimane". */
export function ageWords(since: number, now: number, locale: Locale): string {
	// A device whose clock is behind would otherwise count below zero.
	const ageMs = Math.max(0, now - since);
	if (ageMs < HOUR_MS) {
		return m.age_minutes({ count: Math.max(1, Math.floor(ageMs / MINUTE_MS)) }, { locale });
	}
	if (ageMs < DAY_MS) {
		const hours = Math.floor(ageMs / HOUR_MS);
		const minutes = Math.floor((ageMs % HOUR_MS) / MINUTE_MS);
		if (minutes === 0) return m.age_hours({ hours }, { locale });
		return m.age_hours_minutes({ hours, minutes: String(minutes).padStart(2, '0') }, { locale });
	}
	if (ageMs < 2 * WEEK_MS) return m.age_days({ count: Math.floor(ageMs / DAY_MS) }, { locale });
	return m.age_weeks({ count: Math.floor(ageMs / WEEK_MS) }, { locale });
}

const MB = 1000 * 1000;

/** "3,4 GB", "212 MB". */
export function sizeWords(bytes: number, locale: string): string {
	const [value, unit] =
		bytes >= 1000 * MB ? [bytes / (1000 * MB), 'gigabyte'] : [bytes / MB, 'megabyte'];
	const maximumFractionDigits = value < 10 ? 1 : 0;
	const options = { style: 'unit', unit, maximumFractionDigits } as const;
	return numberFormat(locale, options).format(value);
}
