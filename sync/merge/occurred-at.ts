/**
 * When something happened, as the server reckons it. A device's clock may be wrong by a year; the time that passed on
 * it between the act and the sending is usually right.
 */
import { CLOCK_TOLERANCE_MS } from '../protocol/limits.ts';

export interface Occurrence {
	/** Server clock, milliseconds since the epoch; never later than `receivedAt`. */
	occurredAt: number;
	/** The device's clock differs from the server's, or jumped: not to be trusted for due dates. */
	clockSuspect: boolean;
}

export function deriveOccurredAt(at: number, deviceNow: number, receivedAt: number): Occurrence {
	const elapsedMs = deviceNow - at;
	const offsetMs = Math.abs(deviceNow - receivedAt);
	if (elapsedMs < 0) return { occurredAt: receivedAt, clockSuspect: true };
	return {
		occurredAt: Math.max(0, receivedAt - elapsedMs),
		clockSuspect: offsetMs > CLOCK_TOLERANCE_MS
	};
}
