/** Days of the calendar, as ISO dates. What lies between two of them is the same in every time zone. */
const DAY_MS = 24 * 60 * 60 * 1000;

/** Days since 1 January 1970. */
export const numberOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

export const dayOfNumber = (number: number): string =>
	new Date(number * DAY_MS).toISOString().slice(0, 10);

const FIRST = '1900-01-01';
const LAST = '2199-12-31';

/** 31 February has the form of a day, and so has one of the year 26, typed with two digits. */
export function isOnCalendar(day: string): boolean {
	const number = numberOfDay(day);
	return Number.isFinite(number) && dayOfNumber(number) === day && FIRST <= day && day <= LAST;
}
