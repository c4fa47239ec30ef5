/** Opening hours as one says them: "da lunedì a venerdì 9:00–12:30". */
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { dateFormat } from '../intl';
import { dateText } from './words';

type Schedule = NonNullable<CatalogueEntry['schedules']>[number];

/** RFC 5545, in the order of an Italian week. */
const WEEK = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** A Monday, so that adding the index of a day gives a date of that weekday. */
const A_MONDAY = Date.UTC(2026, 0, 5);

/** Empty when the schedule says nothing that can be read. */
export function scheduleText(schedule: Schedule): string {
	const hours = hoursText(schedule.opensAt, schedule.closesAt);
	const when = [daysOf(schedule), hours].filter((part) => part !== '').join(' ');
	const where = schedule.place === undefined ? when : `${schedule.place}: ${when}`;
	const until =
		schedule.validTo === undefined
			? ''
			: m.catalogue_hours_until({ date: dateText(schedule.validTo) });
	return [where, until, schedule.description ?? ''].filter((part) => part !== '').join('. ');
}

/** The days of a weekly schedule, of every other week, or of a month. */
function daysOf({ days = '', freq, interval = 1, monthDays }: Schedule): string {
	if (freq === 'MONTHLY') {
		if (monthDays !== undefined) return m.catalogue_days_of_month({ days: monthDays });
		return monthlyText(days);
	}
	const text = daysText(days);
	return interval === 1 || text === '' ? text : m.catalogue_days_every({ days: text, interval });
}

/** Sunday alone is feminine in Italian. */
const genderOf = (day: number) => (day === 6 ? 'f' : 'm');

const positions: Record<string, (inputs: { gender: string }) => string> = {
	'1': m.catalogue_day_first,
	'2': m.catalogue_day_second,
	'3': m.catalogue_day_third,
	'4': m.catalogue_day_fourth,
	'-1': m.catalogue_day_last
};

/** "il primo sabato del mese" of "1SA". */
function monthlyText(byday: string): string {
	const parts = byday.split(',').flatMap((part) => {
		const [, position = '', day = ''] = /^(-?\d)([A-Z]{2})$/.exec(part.trim().toUpperCase()) ?? [];
		const index = WEEK.findIndex((code) => code === day);
		const which = positions[position];
		return index < 0 || which === undefined
			? []
			: [
					m.catalogue_days_monthly({
						which: which({ gender: genderOf(index) }),
						day: dayName(index)
					})
				];
	});
	return new Intl.ListFormat(getLocale()).format(parts);
}

/**
 * "da lunedì a venerdì", "lunedì, mercoledì e sabato", "tutti i giorni" of an RFC 5545 BYDAY list.
 */
export function daysText(byday: string): string {
	const listed = new Set(
		byday
			.toUpperCase()
			.split(',')
			.map((day) => day.trim())
	);
	const days = WEEK.flatMap((day, index) => (listed.has(day) ? [index] : []));
	if (days.length === 0) return '';
	if (days.length === WEEK.length) return m.catalogue_every_day();
	const [first = 0] = days;
	const last = days.at(-1) ?? first;
	const isRun = days.length > 2 && last - first === days.length - 1;
	if (isRun) return m.catalogue_days_range({ from: dayName(first), to: dayName(last) });
	return new Intl.ListFormat(getLocale(), { type: 'conjunction' }).format(days.map(dayName));
}

function dayName(index: number): string {
	return dateFormat(getLocale(), { weekday: 'long', timeZone: 'UTC' }).format(
		A_MONDAY + index * 86_400_000
	);
}

function hoursText(opensAt: string | undefined, closesAt: string | undefined): string {
	const from = timeText(opensAt);
	const to = timeText(closesAt);
	if (from !== '' && to !== '') return m.catalogue_hours_range({ from, to });
	if (from !== '') return m.catalogue_hours_from({ from });
	return to === '' ? '' : m.catalogue_hours_to({ to });
}

/** "9:00" of "09:00", "09:00:00" or "09:00+01:00". */
function timeText(time: string | undefined): string {
	const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(time ?? '') ?? [];
	return hours === undefined ? '' : `${Number(hours)}:${minutes}`;
}
