/** Whether the time of a step has come. */
import { daysFrom, wallTimeOf } from './city-time.ts';
import type { FollowUp } from './follow-up.ts';
import type { RequestStatus } from '../requests/status.ts';

/** `now`: its time has come; `late`: it has gone by, and nobody has said how it went. */
export type Due = 'late' | 'now' | 'today' | 'later';

/** A call made within a quarter of an hour is made on time. */
const GRACE_MS = 15 * 60_000;

/** @param now milliseconds since the epoch @param timezone of the city, IANA name */
export function dueOf(
	{ kind, dueAt, durationMinutes }: Pick<FollowUp, 'kind' | 'dueAt' | 'durationMinutes'>,
	now: number,
	timezone: string
): Due {
	const days = daysFrom(wallTimeOf(now, timezone).date, wallTimeOf(dueAt, timezone).date);
	// Of a referral only the day was agreed.
	if (kind === 'referral') return days < 0 ? 'late' : days === 0 ? 'today' : 'later';
	const graceMs = Math.max(GRACE_MS, (durationMinutes ?? 0) * 60_000);
	if (now >= dueAt + graceMs) return 'late';
	if (now >= dueAt) return 'now';
	return days === 0 ? 'today' : 'later';
}

/** Steps nobody has to take any more: the request was called off, or never was one. */
const calledOff: readonly RequestStatus[] = ['cancelled', 'entered-in-error'];

/** Whether somebody still has to take it. A request that is over may well have a call agreed on afterwards. */
export function isStanding(
	followUp: Pick<FollowUp, 'status'>,
	request: { status: RequestStatus }
): boolean {
	return followUp.status === 'open' && !calledOff.includes(request.status);
}
