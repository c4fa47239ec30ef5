/**
 * The ISO date of an instant on the device's own calendar, which is the day people mean by "today".
 * @param at milliseconds since the epoch
 */
export function localDate(at: number): string {
	const day = new Date(at);
	const two = (part: number) => String(part).padStart(2, '0');
	return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
