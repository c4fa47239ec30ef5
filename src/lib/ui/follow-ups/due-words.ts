/** Agreed times in words, by the clock on the city's walls: that is the one people agreed on. */
import { daysFrom, wallTimeOf } from '$lib/domain/follow-ups/city-time';
import type { FollowUpKind } from '$lib/domain/follow-ups/follow-up';
import type { Locale } from '../format';
import { dateFormat, relativeFormat } from '../intl';

export interface CityClock {
	/** Milliseconds since the epoch. */
	now: number;
	/** Of the city, IANA name. */
	timezone: string;
}

const tags: Record<Locale, string> = { it: 'it-IT', en: 'en-GB' };
/** So far ahead a weekday says enough. */
const WEEK = 7;

/** "9:05": without a leading zero, as everywhere. */
export function cityTime(at: number, timezone: string): string {
	return wallTimeOf(at, timezone).time.replace(/^0/, '');
}

/** "oggi", "domani", "ieri", "lunedì", "16 nov". */
export function cityDay(at: number, { now, timezone }: CityClock, locale: Locale): string {
	const days = daysFrom(wallTimeOf(now, timezone).date, wallTimeOf(at, timezone).date);
	if (Math.abs(days) <= 1) {
		return relativeFormat(tags[locale]).format(days, 'day');
	}
	const isNear = days > 0 && days < WEEK;
	return dateFormat(tags[locale], {
		timeZone: timezone,
		...(isNear ? { weekday: 'long' } : { day: 'numeric', month: 'short' })
	}).format(at);
}

/** "oggi 15:00", "domani, 9:00", "lunedì, 9:00", "16 nov, 9:00"; of a referral only the day. */
export function dueWords(
	{ kind, dueAt }: { kind: string | FollowUpKind; dueAt: number },
	clock: CityClock,
	locale: Locale
): string {
	const day = cityDay(dueAt, clock, locale);
	if (kind === 'referral') return day;
	const today = wallTimeOf(clock.now, clock.timezone).date;
	const isToday = wallTimeOf(dueAt, clock.timezone).date === today;
	return `${day}${isToday ? '' : ','} ${cityTime(dueAt, clock.timezone)}`;
}

/** For the first column of a list: "15:00" today, "ieri, 15:00" before; of a referral the day. */
export function dueColumn(
	step: { kind: FollowUpKind; dueAt: number },
	clock: CityClock,
	locale: Locale
): string {
	if (step.kind === 'referral') return cityDay(step.dueAt, clock, locale);
	const { date } = wallTimeOf(step.dueAt, clock.timezone);
	const isToday = date === wallTimeOf(clock.now, clock.timezone).date;
	return isToday ? cityTime(step.dueAt, clock.timezone) : dueWords(step, clock, locale);
}
