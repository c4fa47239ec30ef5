/** Fees, dates and times as a desk says them, in the language of the screen. */
import type { IseeType } from '$lib/domain/catalogue/hsds';
import { unitCode } from '$lib/domain/catalogue/unit';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { dateOfYear } from '../format';
import { dateFormat, numberFormat } from '../intl';

/** Twenty-four hours in both languages: a desk's clock has no a.m. */
function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	return dateFormat(getLocale() === 'it' ? 'it-IT' : 'en-GB', options);
}

/** "oggi alle 17:32", "ieri alle 17:32", "il 2 novembre alle 9:05". Both in milliseconds since the epoch. */
export function whenText(at: number, now: number): string {
	const time = formatter({ hour: 'numeric', minute: '2-digit' }).format(at);
	const days = daysBetween(at, now);
	if (days <= 0) return m.catalogue_when_today({ time });
	if (days === 1) return m.catalogue_when_yesterday({ time });
	const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
	const date = formatter({
		day: 'numeric',
		month: 'long',
		...(sameYear ? {} : { year: 'numeric' })
	}).format(at);
	return m.catalogue_when_day({ date, time });
}

/** Midnights between two moments, in the device's time zone. */
function daysBetween(from: number, to: number): number {
	const midnight = (at: number) => {
		const day = new Date(at);
		return Date.UTC(day.getFullYear(), day.getMonth(), day.getDate());
	};
	return Math.round((midnight(to) - midnight(from)) / 86_400_000);
}

/** "2 novembre 2026" of an ISO date. */
export function dateText(isoDate: string): string {
	return dateOfYear(isoDate, getLocale());
}

/** "€ 2,50", and "€ 16" where there are no cents. */
export function feeText(cents: number): string {
	if (cents === 0) return m.catalogue_free();
	return numberFormat(getLocale() === 'it' ? 'it-IT' : 'en-GB', {
		style: 'currency',
		currency: 'EUR',
		minimumFractionDigits: cents % 100 === 0 ? 0 : 2
	}).format(cents / 100);
}

/** "3.001" of 300100 cents, "3.000,50" of 300050: the euros of an ISEE, without a sign, grouped even when they are four digits. */
export function iseeText(cents: number): string {
	return numberFormat(getLocale() === 'it' ? 'it-IT' : 'en-GB', {
		useGrouping: 'always' as unknown as boolean,
		minimumFractionDigits: cents % 100 === 0 ? 0 : 2,
		maximumFractionDigits: 2
	}).format(cents / 100);
}

const units: Record<string, () => string> = {
	hour: m.catalogue_unit_hour,
	day: m.catalogue_unit_day,
	week: m.catalogue_unit_week,
	month: m.catalogue_unit_month,
	year: m.catalogue_unit_year,
	meal: m.catalogue_unit_meal,
	trip: m.catalogue_unit_trip,
	visit: m.catalogue_unit_visit,
	session: m.catalogue_unit_session,
	course: m.catalogue_unit_course,
	once: m.catalogue_unit_once
};

/** A unit we know in the screen's language; any other as the provider wrote it. */
export function unitText(unit: string): string {
	return units[unitCode(unit)]?.() ?? unit;
}

const perUnits: Record<string, () => string> = {
	hour: m.catalogue_per_hour,
	day: m.catalogue_per_day,
	week: m.catalogue_per_week,
	month: m.catalogue_per_month,
	year: m.catalogue_per_year,
	meal: m.catalogue_per_meal,
	trip: m.catalogue_per_trip,
	visit: m.catalogue_per_visit,
	session: m.catalogue_per_session,
	course: m.catalogue_per_course,
	once: m.catalogue_unit_once
};

/** "all’ora", and "per sacco" of a unit that only its provider knows. */
export function perUnitText(unit: string): string {
	return perUnits[unitCode(unit)]?.() ?? m.catalogue_bands_per({ unit });
}

const iseeKinds: Record<string, () => string> = {
	ordinario: m.catalogue_isee_ordinary,
	minorenni: m.catalogue_isee_minors,
	sociosanitario: m.catalogue_isee_health,
	residenze: m.catalogue_isee_residential,
	università: m.catalogue_isee_university,
	corrente: m.catalogue_isee_current,
	'inclusione-famiglia': m.catalogue_isee_benefits
} satisfies Record<IseeType, () => string>;

/** "sociosanitario": the kind of an ISEE, as it stands behind or before the word. */
export function iseeKindText(iseeType: string): string {
	return iseeKinds[iseeType]?.() ?? iseeType;
}

/** After how many months a check is stale. */
export const STALE_AFTER_MONTHS = 12;

/** Whole months from an ISO date to `now` (milliseconds since the epoch). */
export function monthsSince(isoDate: string, now: number): number {
	const [year = 0, month = 1, day = 1] = isoDate.slice(0, 10).split('-').map(Number);
	const today = new Date(now);
	const months = (today.getFullYear() - year) * 12 + today.getMonth() + 1 - month;
	return today.getDate() < day ? months - 1 : months;
}

/** How many months ago it was checked when that is too long ago; null when it is not. */
export function staleMonths(assuredDate: string | null | undefined, now: number): number | null {
	if (!assuredDate) return null;
	const months = monthsSince(assuredDate, now);
	return months >= STALE_AFTER_MONTHS ? months : null;
}
