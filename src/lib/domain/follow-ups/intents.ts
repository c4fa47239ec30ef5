import * as v from 'valibot';
import { creatingFact, fact, transition, type IntentContext } from '../intent-types.ts';
import { idSchema, placeIdSchema } from '../people/person.ts';
import { eventRow } from '../requests/event.ts';
import type { RequestEvent } from '../requests/request.ts';
import {
	followUpOutcomes,
	followUpPlanSchema,
	outcomesOfKind,
	type FollowUp,
	type FollowUpPlan
} from './follow-up.ts';

const target = (args: { followUpId: string }) => ({
	collection: 'followups',
	key: args.followUpId
});

/** A line in the history of the request the step stands on. */
function event(
	row: Pick<FollowUp, 'id' | 'requestId' | 'accessPointId'>,
	{ kind, dueAt, provider }: Pick<FollowUpPlan, 'kind' | 'dueAt' | 'provider'>,
	context: IntentContext,
	detail: Pick<RequestEvent, 'kind'> & Partial<Pick<RequestEvent, 'text' | 'to'>>
) {
	const request = { id: row.requestId, accessPointId: row.accessPointId };
	const followUp = { id: row.id, kind, dueAt, providerName: provider?.name ?? null };
	return eventRow(request, context, { ...detail, followUp });
}

export const followUpIntents = {
	'followup.plan': creatingFact<FollowUp>()({
		args: v.object({
			followUpId: idSchema,
			requestId: idSchema,
			accessPointId: placeIdSchema,
			plan: followUpPlanSchema
		}),
		target,
		references: ({ requestId }) => [{ collection: 'requests', key: requestId }],
		reduce(row, args, context) {
			if (row) return { patch: {}, flags: ['already-registered'] };
			const { followUpId: id, requestId, accessPointId, plan } = args;
			const made = { id, requestId, accessPointId };
			return {
				patch: {
					...plan,
					...made,
					status: 'open',
					outcome: null,
					outcomeText: '',
					closedAt: null,
					createdBy: context.actor.userId,
					createdByName: context.actor.name,
					createdAt: context.occurredAt
				},
				append: [event(made, plan, context, { kind: 'follow-up-planned', text: plan.text })]
			};
		}
	}),

	/** Another time was agreed: that has happened, whatever has become of the step meanwhile. */
	'followup.reschedule': fact<FollowUp>()({
		args: v.object({
			followUpId: idSchema,
			changes: v.partial(
				v.pick(v.object(followUpPlanSchema.entries), ['dueAt', 'durationMinutes'])
			),
			/** Fields where two people disagreed, and for which this says what holds. */
			settles: v.optional(v.array(v.string()), [])
		}),
		target,
		reduce(row, args, context) {
			const changed = { ...row, ...args.changes };
			return {
				patch: args.changes,
				settles: args.settles,
				append: [event(row, changed, context, { kind: 'follow-up-rescheduled' })],
				flags: row.status === 'open' ? [] : ['follow-up-closed']
			};
		}
	}),

	'followup.close': transition<FollowUp>()({
		args: v.object({
			followUpId: idSchema,
			status: v.picklist(['done', 'cancelled']),
			/** How it went; null for a step that is called off. */
			outcome: v.nullable(v.picklist(followUpOutcomes)),
			text: v.pipe(v.string(), v.trim(), v.maxLength(1000))
		}),
		target,
		reduce(row, args, context) {
			if (row.status !== 'open') return { refused: 'follow-up-closed' };
			const outcome = args.status === 'done' ? args.outcome : null;
			if (args.status === 'done' && (!outcome || !outcomesOfKind[row.kind].includes(outcome))) {
				return { refused: 'outcome-missing' };
			}
			return {
				patch: {
					status: args.status,
					outcome,
					outcomeText: args.text,
					closedAt: context.occurredAt
				},
				append: [
					event(row, row, context, {
						kind: 'follow-up-closed',
						to: outcome ?? args.status,
						text: args.text
					})
				]
			};
		}
	}),

	'followup.reopen': transition<FollowUp>()({
		args: v.object({ followUpId: idSchema }),
		target,
		reduce(row, _args, context) {
			if (row.status === 'open') return { refused: 'follow-up-open' };
			return {
				patch: { status: 'open', outcome: null, outcomeText: '', closedAt: null },
				append: [event(row, row, context, { kind: 'follow-up-reopened' })]
			};
		}
	})
};
