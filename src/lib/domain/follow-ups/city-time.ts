/**
 * The clock on the city's walls. What people agree on, "martedì alle 9", is wall-clock time in the city's timezone; it
 * is stored as the instant it names, in milliseconds since the epoch.
 *
 * In spring one hour is not there: a time within it means the one that follows, an hour later. In autumn one hour comes
 * twice: the first is meant. Both as RFC 5545 (3.3.5) says.
 */

export interface WallTime {
	/** ISO date, `2026-11-12`. */
	date: string;
	/** `09:05`, 24 hours. */
	time: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string): Intl.DateTimeFormat {
	const known = formats.get(timezone);
	if (known) return known;
	const made = new Intl.DateTimeFormat('en-CA', {
		timeZone: timezone,
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit'
	});
	formats.set(timezone, made);
	return made;
}

/** @param timezone IANA name */
export function wallTimeOf(at: number, timezone: string): WallTime {
	const parts = new Map(
		formatOf(timezone)
			.formatToParts(at)
			.map(({ type, value }) => [type, value])
	);
	return {
		date: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
		time: `${parts.get('hour')}:${parts.get('minute')}`
	};
}

/** The same digits read as UTC, or null when they are no date and time. */
function asUtc({ date, time }: WallTime): number | null {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}$/.test(time)) return null;
	const at = Date.parse(`${date}T${time}:00Z`);
	// The parser takes 31 February for 3 March.
	return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date) ? at : null;
}

/** How far the city is ahead of UTC at an instant. */
function offsetMs(at: number, timezone: string): number {
	const wall = asUtc(wallTimeOf(at, timezone));
	if (wall === null) throw new Error(`No wall time in ${timezone} for ${at}`);
	return wall - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

/** The instant a wall-clock time names, or null when it is no date and time. */
export function instantOf(wall: WallTime, timezone: string): number | null {
	const utc = asUtc(wall);
	if (utc === null) return null;
	// A day before and a day after stand on either side of a change of the hour, if there is one near.
	const before = offsetMs(utc - DAY_MS, timezone);
	const after = offsetMs(utc + DAY_MS, timezone);
	const meant = [utc - before, utc - after].find((at) => offsetMs(at, timezone) === utc - at);
	return meant ?? utc - before;
}

/** From the first instant of the city's day that `at` lies in to the first of the next: `[from, to)`. */
export function dayAround(at: number, timezone: string): { from: number; to: number } {
	const { date } = wallTimeOf(at, timezone);
	const midnightOf = (day: string) => {
		const instant = instantOf({ date: day, time: '00:00' }, timezone);
		if (instant === null) throw new Error(`No midnight on ${day}`);
		return instant;
	};
	return { from: midnightOf(date), to: midnightOf(addDays(date, 1)) };
}

/** The calendar day that many days after `date`. */
export function addDays(date: string, days: number): string {
	return new Date(Date.parse(`${date}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole calendar days from one day to another; negative when it lies before. */
export function daysFrom(date: string, to: string): number {
	return Math.round((Date.parse(to) - Date.parse(date)) / DAY_MS);
}

/** 1 is Monday, 7 Sunday, as ISO 8601 counts. */
export function weekdayOf(date: string): number {
	return new Date(`${date}T12:00:00Z`).getUTCDay() || 7;
}
