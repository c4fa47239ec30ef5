/** Days of the city as instants. */
import { dayAround, instantOf } from '$lib/domain/follow-ups/city-time';

/**
 * From the first instant of one day to the last of another, both included: `[validFrom, validUntil)`.
 * @param from `YYYY-MM-DD`
 * @param timezone IANA name
 * @returns null when one of them is no day
 */
export function validityOf(
	from: string,
	to: string,
	timezone: string
): { validFrom: number; validUntil: number } | null {
	const validFrom = instantOf({ date: from, time: '00:00' }, timezone);
	const last = instantOf({ date: to, time: '12:00' }, timezone);
	if (validFrom === null || last === null) return null;
	return { validFrom, validUntil: dayAround(last, timezone).to };
}
