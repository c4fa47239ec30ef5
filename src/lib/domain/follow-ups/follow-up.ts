/** What is to be done next about a request, and when: a call, an appointment at the desk, a referral to a provider. */
import * as v from 'valibot';
import { idSchema, placeIdSchema } from '../people/person.ts';
import { outcomes } from '../requests/status.ts';

export const followUpKinds = ['callback', 'appointment', 'referral'] as const;
export type FollowUpKind = (typeof followUpKinds)[number];

export const followUpStatuses = ['open', 'done', 'cancelled'] as const;
export type FollowUpStatus = (typeof followUpStatuses)[number];

/** How a step went: the outcomes of a request, and what happens only to a call or an appointment. */
export const followUpOutcomes = ['done', 'no-show', ...outcomes] as const;
export type FollowUpOutcome = (typeof followUpOutcomes)[number];

/** What can be said of each kind, the likeliest first. */
export const outcomesOfKind: Record<FollowUpKind, readonly FollowUpOutcome[]> = {
	callback: ['done', 'could-not-be-reached', 'no-longer-interested'],
	appointment: ['done', 'no-show', 'no-longer-interested'],
	referral: [
		'got-help',
		'no-capacity',
		'not-eligible',
		'referred-elsewhere',
		'could-not-be-reached',
		'no-longer-interested',
		'could-not-get-help'
	]
};

/** Minutes an appointment is given. */
export const durations = [15, 30, 45, 60, 90] as const;

const line = (max: number) => v.pipe(v.string(), v.trim(), v.maxLength(max));

export const followUpPlanSchema = v.object({
	kind: v.picklist(followUpKinds),
	/** The instant agreed on, milliseconds since the epoch. Of a referral only its day in the city counts. */
	dueAt: v.pipe(v.number(), v.safeInteger()),
	/** For an appointment; null for the rest. */
	durationMinutes: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(480))),
	/** What it is about. */
	text: line(1000),
	/**
	 * Whom the person is sent to, for a referral: a service of the catalogue by its id, or a name written by hand. The
	 * name is kept so that it reads well when the entry is gone.
	 */
	provider: v.nullable(
		v.object({ serviceId: v.nullable(v.string()), name: v.pipe(line(300), v.minLength(1)) })
	),
	/** Whom to speak to there. */
	contactName: line(120)
});
export type FollowUpPlan = v.InferOutput<typeof followUpPlanSchema>;

export const followUpSchema = v.object({
	...followUpPlanSchema.entries,
	id: idSchema,
	requestId: idSchema,
	accessPointId: placeIdSchema,
	status: v.picklist(followUpStatuses),
	outcome: v.nullable(v.picklist(followUpOutcomes)),
	/** What was added when it was closed. */
	outcomeText: v.string(),
	closedAt: v.nullable(v.number()),
	createdBy: v.string(),
	createdByName: v.string(),
	createdAt: v.number()
});
export type FollowUp = v.InferOutput<typeof followUpSchema>;
