import * as v from 'valibot';
import { creatingFact, fact, transition, type IntentContext } from '../intent-types.ts';
import { idSchema, placeIdSchema } from '../people/person.ts';
import {
	ownerSchema,
	requestDetailsSchema,
	requestSchema,
	type AssistedRequest,
	type RequestEvent
} from './request.ts';
import { canMove, needsOutcome, outcomes, requestStatuses } from './status.ts';

const target = (args: { requestId: string }) => ({ collection: 'requests', key: args.requestId });

/** One line of history beside the request; the intent's own id is its key. */
function event(
	request: Pick<AssistedRequest, 'id' | 'accessPointId'>,
	context: IntentContext,
	detail: Pick<RequestEvent, 'kind'> &
		Partial<Pick<RequestEvent, 'text' | 'fields' | 'from' | 'to'>>
) {
	const fields: RequestEvent = {
		id: context.intentId,
		requestId: request.id,
		accessPointId: request.accessPointId,
		actorId: context.actor.userId,
		actorName: context.actor.name,
		at: context.occurredAt,
		text: '',
		fields: [],
		from: null,
		to: null,
		...detail
	};
	return { collection: 'events', key: context.intentId, fields };
}

export const requestIntents = {
	'request.register': creatingFact<AssistedRequest>()({
		args: v.object({
			requestId: idSchema,
			code: requestSchema.entries.code,
			accessPointId: placeIdSchema,
			personId: requestSchema.entries.personId,
			personName: requestSchema.entries.personName,
			neighbourhoodId: requestSchema.entries.neighbourhoodId,
			details: requestDetailsSchema
		}),
		target,
		references: ({ personId }) => (personId ? [{ collection: 'people', key: personId }] : []),
		reduce(row, args, context) {
			if (row) return { patch: {}, flags: ['already-registered'] };
			const { requestId, details, ...rest } = args;
			const opened = { id: requestId, accessPointId: args.accessPointId };
			return {
				patch: {
					...details,
					...rest,
					id: requestId,
					status: 'requested',
					outcome: null,
					owner: null,
					registeredBy: context.actor.userId,
					registeredByName: context.actor.name,
					registeredAt: context.occurredAt
				},
				append: [event(opened, context, { kind: 'registered', to: 'requested' })]
			};
		}
	}),

	'request.edit': fact<AssistedRequest>()({
		args: v.object({
			requestId: idSchema,
			changes: v.partial(
				v.object({
					...requestDetailsSchema.entries,
					personName: requestSchema.entries.personName,
					neighbourhoodId: requestSchema.entries.neighbourhoodId
				})
			),
			/** Fields where two people disagreed, and for which this edit says what holds. */
			settles: v.optional(v.array(v.string()), [])
		}),
		target,
		reduce(row, args, context) {
			return {
				patch: args.changes,
				settles: args.settles,
				append: [event(row, context, { kind: 'edited', fields: Object.keys(args.changes) })]
			};
		}
	}),

	'request.note': fact<AssistedRequest>()({
		args: v.object({
			requestId: idSchema,
			/** An answer is what the manager tells the desk; a note is what anybody adds. */
			kind: v.picklist(['note', 'answer']),
			text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4000))
		}),
		target,
		reduce(row, args, context) {
			return { patch: {}, append: [event(row, context, { kind: args.kind, text: args.text })] };
		}
	}),

	'request.assign': transition<AssistedRequest>()({
		args: v.object({ requestId: idSchema, owner: ownerSchema }),
		target,
		reduce(row, args, context) {
			if (row.status === 'entered-in-error') return { refused: 'request-closed' };
			// Whoever is given a new request has it in charge: one tap, not two.
			const accepts = args.owner !== null && row.status === 'requested';
			return {
				patch: { owner: args.owner, ...(accepts && { status: 'accepted' as const }) },
				append: [
					event(row, context, {
						kind: 'assigned',
						from: row.owner?.name ?? null,
						to: args.owner?.name ?? null
					})
				]
			};
		}
	}),

	'request.move': transition<AssistedRequest>()({
		args: v.object({
			requestId: idSchema,
			to: v.picklist(requestStatuses),
			outcome: v.optional(v.nullable(v.picklist(outcomes)), null),
			reason: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(1000)), '')
		}),
		target,
		reduce(row, args, context) {
			if (!canMove(row.status, args.to)) return { refused: 'status-not-reachable' };
			if (needsOutcome(args.to) && !args.outcome) return { refused: 'outcome-missing' };
			return {
				patch: { status: args.to, outcome: needsOutcome(args.to) ? args.outcome : null },
				append: [
					event(row, context, { kind: 'moved', from: row.status, to: args.to, text: args.reason })
				]
			};
		}
	})
};
