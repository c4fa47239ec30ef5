/** The times a desk agrees on most, as one tap each. */
import { addDays, instantOf, wallTimeOf, weekdayOf } from './city-time.ts';

export type QuickTimeId =
	'in-an-hour' | 'this-afternoon' | 'tomorrow-morning' | 'monday-morning' | 'in-a-week';

export interface QuickTime {
	id: QuickTimeId;
	/** Milliseconds since the epoch. */
	at: number;
}

const MORNING = '09:00';
const AFTERNOON = '15:00';
const HOUR_MS = 3_600_000;
/** Nobody agrees on 10:07. */
const STEP_MS = 5 * 60_000;

export function quickTimes(now: number, timezone: string): QuickTime[] {
	const { date: today } = wallTimeOf(now, timezone);
	const at = (date: string, time: string) => instantOf({ date, time }, timezone) ?? now;
	const monday = addDays(today, 8 - weekdayOf(today));
	const times: QuickTime[] = [
		{ id: 'in-an-hour', at: Math.ceil((now + HOUR_MS) / STEP_MS) * STEP_MS },
		{ id: 'this-afternoon', at: at(today, AFTERNOON) },
		{ id: 'tomorrow-morning', at: at(addDays(today, 1), MORNING) },
		{ id: 'monday-morning', at: at(monday, MORNING) },
		{ id: 'in-a-week', at: at(addDays(today, 7), MORNING) }
	];
	return times.filter(
		({ id, at }, index) =>
			// On a Sunday tomorrow is Monday already.
			times.findIndex((time) => time.at === at) === index &&
			(id !== 'this-afternoon' || at > now + HOUR_MS)
	);
}
