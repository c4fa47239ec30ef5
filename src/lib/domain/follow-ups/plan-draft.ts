/** A step while it is being written: the hour is still what the fields of the form hold. */
import { daysFrom, instantOf, wallTimeOf, type WallTime } from './city-time.ts';
import type { FollowUpKind, FollowUpPlan } from './follow-up.ts';

export interface PlanDraft {
	kind: FollowUpKind;
	wall: WallTime;
	/** As a select holds it. */
	durationMinutes: string;
	text: string;
	provider: { serviceId: string | null; name: string };
	contactName: string;
}

export type PlanComplaint = 'no-provider' | 'no-time' | 'past';

/** Of a referral only the day is agreed on: noon is that day in every timezone near. */
const NOON = '12:00';

export function emptyPlan(kind: FollowUpKind): PlanDraft {
	return {
		kind,
		wall: { date: '', time: '' },
		durationMinutes: '30',
		text: '',
		provider: { serviceId: null, name: '' },
		contactName: ''
	};
}

/** Whether somebody has written anything that would be lost. */
export function isBlankPlan({ wall, text, provider, contactName }: PlanDraft): boolean {
	return [wall.date, wall.time, text, provider.name, contactName].every((each) => !each.trim());
}

/** The instant that was chosen, or null while there is none. */
export function dueAtOf({ kind, wall }: PlanDraft, timezone: string): number | null {
	return instantOf(kind === 'referral' ? { ...wall, time: NOON } : wall, timezone);
}

/** In the order of the form. @param now milliseconds since the epoch */
export function planComplaints(draft: PlanDraft, now: number, timezone: string): PlanComplaint[] {
	const complaints: PlanComplaint[] = [];
	if (draft.kind === 'referral' && draft.provider.name.trim() === '') {
		complaints.push('no-provider');
	}
	const dueAt = dueAtOf(draft, timezone);
	if (dueAt === null) return [...complaints, 'no-time'];
	const isPast =
		draft.kind === 'referral'
			? daysFrom(wallTimeOf(now, timezone).date, draft.wall.date) < 0
			: dueAt < now;
	return isPast ? [...complaints, 'past'] : complaints;
}

/** What is registered; null while there is no time. */
export function planOf(draft: PlanDraft, timezone: string): FollowUpPlan | null {
	const dueAt = dueAtOf(draft, timezone);
	if (dueAt === null) return null;
	const { kind, text, provider, contactName } = draft;
	const isReferral = kind === 'referral';
	return {
		kind,
		dueAt,
		durationMinutes: kind === 'appointment' ? Number(draft.durationMinutes) : null,
		text,
		provider: isReferral ? provider : null,
		contactName: isReferral ? contactName : ''
	};
}
