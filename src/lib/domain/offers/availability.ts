/** When somebody who offers help is there. Days and hours are the city's own, as the person at the desk reads them. */
import { localDate } from '../local-date.ts';
import { weekdays } from '../requests/request.ts';
import type { Availability, Offer } from './offer.ts';

export type Weekday = (typeof weekdays)[number];

/** A day as the calendar on the wall shows it. */
export interface CalendarDay {
	/** `YYYY-MM-DD`. */
	date: string;
	weekday: Weekday;
}

/** The day of an instant (milliseconds since the epoch) on the device's own calendar. */
export function calendarDay(at: number): CalendarDay {
	return { date: localDate(at), weekday: weekdays[(new Date(at).getDay() + 6) % 7]! };
}

/** What holds on that day: a pause ends by itself when its last day has passed. */
export function statusOn(offer: Pick<Offer, 'status' | 'pausedUntil'>, date: string) {
	const isOver = offer.status === 'paused' && offer.pausedUntil !== null;
	return isOver && offer.pausedUntil! <= date ? ('active' as const) : offer.status;
}

/** Where in a day each part begins, for putting stretches in order. Nothing else is read into the words. */
const beginning: Record<Exclude<Availability['when'], 'hours'>, string> = {
	'all-day': '00:00',
	morning: '08:00',
	afternoon: '13:00',
	evening: '18:00'
};

function startOf(stretch: Availability): string {
	return stretch.when === 'hours' ? stretch.from : beginning[stretch.when];
}

/** By day of the week and hour. */
export function inOrder(availability: readonly Availability[]): Availability[] {
	return availability.toSorted(
		(a, b) =>
			weekdays.indexOf(a.day) - weekdays.indexOf(b.day) || startOf(a).localeCompare(startOf(b))
	);
}

/** Who is there on this day and when, the earliest first. Who said no days is not counted on. */
export function thereOn<Each extends Offer>(
	offers: readonly Each[],
	{ date, weekday }: CalendarDay
): { offer: Each; stretches: Availability[] }[] {
	return offers
		.filter((offer) => statusOn(offer, date) === 'active')
		.map((offer) => ({
			offer,
			stretches: inOrder(offer.availability.filter(({ day }) => day === weekday))
		}))
		.filter(({ stretches }) => stretches.length > 0)
		.sort(
			(a, b) =>
				startOf(a.stretches[0]!).localeCompare(startOf(b.stretches[0]!)) ||
				a.offer.volunteerName.localeCompare(b.offer.volunteerName)
		);
}
