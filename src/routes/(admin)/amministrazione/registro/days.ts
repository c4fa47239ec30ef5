/** Days as a date field has them, and the moments they begin at by the device's clock. */

/** @returns milliseconds since the epoch; undefined for a field that is empty or half filled in */
export function startOfDay(day: string, plusDays = 0): number | undefined {
	const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
	if (!year || !month || !date) return undefined;
	// By the calendar, so that a day of summer time has its own length.
	const at = new Date(Number(year), Number(month) - 1, Number(date) + plusDays).getTime();
	return at >= 0 ? at : undefined;
}
