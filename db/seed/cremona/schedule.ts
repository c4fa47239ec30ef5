/**
 * Reads the compact timetable of an entry into an HSDS schedule (RFC 5545 words).
 *
 * Times are local and carry no offset: a fixed one would be wrong for half of the year.
 */
const day = '(?:[1-5]?(?:MO|TU|WE|TH|FR|SA|SU))';
const pattern = new RegExp(
	`^(${day}(?:-${day}|(?:,${day})*)) (\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)(?: (.+))?$`
);
const week = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

export interface Timetable {
	readonly freq: 'WEEKLY' | 'MONTHLY';
	readonly byday: string;
	readonly opens_at: string;
	readonly closes_at: string;
	readonly notes?: string;
}

/** @throws when the text is not a timetable: the catalogue is code, so that is a mistake in it. */
export function parseTimetable(text: string): Timetable {
	const [, days = '', opensAt = '', closesAt = '', notes] = pattern.exec(text) ?? [];
	if (days === '' || opensAt >= closesAt) throw new Error(`Not a timetable: ${text}`);
	return {
		freq: /^\d/.test(days) ? 'MONTHLY' : 'WEEKLY',
		byday: daysBetween(days),
		opens_at: opensAt,
		closes_at: closesAt,
		...(notes ? { notes } : {})
	};
}

function daysBetween(days: string): string {
	const [first = '', last] = days.split('-');
	if (last === undefined) return days;
	return week.slice(week.indexOf(first), week.indexOf(last) + 1).join(',');
}
