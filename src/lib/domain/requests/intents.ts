import * as v from 'valibot';
import { creatingFact, fact, transition } from '../intent-types.ts';
import { idSchema, placeIdSchema } from '../people/person.ts';
import { TABLET_ROLE } from '../roles.ts';
import { eventRow } from './event.ts';
import {
	isToConfirm,
	ownerSchema,
	requestDetailsSchema,
	requestSchema,
	type AssistedRequest
} from './request.ts';
import { canMove, isOpen, needsOutcome, outcomes, requestStatuses } from './status.ts';

const target = (args: { requestId: string }) => ({ collection: 'requests', key: args.requestId });

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
		references: ({ personId, details }) =>
			[personId, details.actingFor?.personId].flatMap((key) =>
				key ? [{ collection: 'people', key }] : []
			),
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
					registeredAt: context.occurredAt,
					...(context.actor.role === TABLET_ROLE && { confirmation: null })
				},
				append: [eventRow(opened, context, { kind: 'registered', to: 'requested' })]
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
				append: [eventRow(row, context, { kind: 'edited', fields: Object.keys(args.changes) })]
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
			return { patch: {}, append: [eventRow(row, context, { kind: args.kind, text: args.text })] };
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
					eventRow(row, context, {
						kind: 'assigned',
						from: row.owner?.name ?? null,
						to: args.owner?.name ?? null
					})
				]
			};
		}
	}),

	/** From whoever follows it to a colleague, with what they must know. */
	'request.handover': transition<AssistedRequest>()({
		args: v.object({
			requestId: idSchema,
			to: v.object({ id: v.string(), name: v.string() }),
			note: v.pipe(v.string(), v.trim(), v.maxLength(4000))
		}),
		target,
		reduce(row, args, context) {
			if (!isOpen(row.status)) return { refused: 'request-not-open' };
			const accepts = row.status === 'requested';
			return {
				patch: { owner: args.to, ...(accepts && { status: 'accepted' as const }) },
				append: [
					eventRow(row, context, {
						kind: 'handed-over',
						from: row.owner?.name ?? null,
						to: args.to.name,
						text: args.note
					})
				]
			};
		}
	}),

	/** Whoever was handed a request has seen it: the one who handed it over reads so. */
	'request.acknowledge': fact<AssistedRequest>()({
		args: v.object({ requestId: idSchema }),
		target,
		reduce(row, _args, context) {
			return { patch: {}, append: [eventRow(row, context, { kind: 'acknowledged' })] };
		}
	}),

	/** A named person stands by what was registered on a locked tablet. The first to do so is the one. */
	'request.confirm': fact<AssistedRequest>()({
		args: v.object({ requestId: idSchema }),
		target,
		reduce(row, _args, context) {
			if (!isToConfirm(row)) return { patch: {} };
			const { userId: id, name } = context.actor;
			return {
				patch: { confirmation: { id, name, at: context.occurredAt } },
				append: [eventRow(row, context, { kind: 'confirmed' })]
			};
		}
	}),

	/** It was confirmed by mistake. */
	'request.unconfirm': fact<AssistedRequest>()({
		args: v.object({ requestId: idSchema }),
		target,
		reduce(row, _args, context) {
			if (!row.confirmation) return { patch: {} };
			return {
				patch: { confirmation: null },
				append: [eventRow(row, context, { kind: 'confirmation-withdrawn' })]
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
					eventRow(row, context, {
						kind: 'moved',
						from: row.status,
						to: args.to,
						text: args.reason
					})
				]
			};
		}
	})
};
