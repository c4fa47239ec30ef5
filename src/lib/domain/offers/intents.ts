/** What is said of a help offer. All of it has happened when it is written down: there is nothing to refuse. */
import * as v from 'valibot';
import { creatingFact, fact, type IntentContext } from '../intent-types.ts';
import { idSchema, placeIdSchema } from '../people/person.ts';
import {
	dateSchema,
	offerDetailsSchema,
	type Offer,
	type OfferEvent,
	type OfferStatus
} from './offer.ts';

const target = (args: { offerId: string }) => ({ collection: 'offers', key: args.offerId });

/** One line of history beside the offer; the intent's own id is its key. */
function event(
	{ id, accessPointId, volunteerUserId }: Pick<Offer, 'id' | 'accessPointId' | 'volunteerUserId'>,
	context: IntentContext,
	detail: Pick<OfferEvent, 'kind'> & Partial<Pick<OfferEvent, 'fields' | 'until'>>
) {
	const fields: OfferEvent = {
		id: context.intentId,
		offerId: id,
		accessPointId,
		volunteerUserId,
		actorId: context.actor.userId,
		actorName: context.actor.name,
		at: context.occurredAt,
		fields: [],
		until: null,
		...detail
	};
	return { collection: 'offerEvents', key: context.intentId, fields };
}

function becoming(
	row: Offer,
	context: IntentContext,
	status: OfferStatus,
	kind: OfferEvent['kind'],
	pausedUntil: string | null = null
) {
	return {
		patch: { status, pausedUntil },
		append: [event(row, context, { kind, until: pausedUntil })]
	};
}

export const offerIntents = {
	'offer.register': creatingFact<Offer>()({
		args: v.object({
			offerId: idSchema,
			accessPointId: placeIdSchema,
			details: offerDetailsSchema
		}),
		target,
		reduce(row, args, context) {
			if (row) return { patch: {}, flags: ['already-registered'] };
			const { actor } = context;
			const opened = {
				id: args.offerId,
				accessPointId: args.accessPointId,
				// Never taken from what is sent: nobody offers in another person's name.
				volunteerUserId: actor.role === 'volunteer' ? actor.userId : null
			};
			return {
				patch: {
					...args.details,
					...opened,
					status: 'active' as const,
					pausedUntil: null,
					registeredBy: actor.userId,
					registeredByName: actor.name,
					registeredAt: context.occurredAt
				},
				append: [event(opened, context, { kind: 'registered' })]
			};
		}
	}),

	'offer.edit': fact<Offer>()({
		args: v.object({
			offerId: idSchema,
			changes: v.partial(offerDetailsSchema),
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

	'offer.pause': fact<Offer>()({
		args: v.object({
			offerId: idSchema,
			/** The first day they are there again. */
			until: v.optional(v.nullable(dateSchema), null)
		}),
		target,
		reduce: (row, args, context) => becoming(row, context, 'paused', 'paused', args.until)
	}),

	/** Takes up again what was paused, or withdrawn: people come back. */
	'offer.resume': fact<Offer>()({
		args: v.object({ offerId: idSchema }),
		target,
		reduce: (row, _args, context) => becoming(row, context, 'active', 'resumed')
	}),

	'offer.withdraw': fact<Offer>()({
		args: v.object({ offerId: idSchema }),
		target,
		reduce: (row, _args, context) => becoming(row, context, 'withdrawn', 'withdrawn')
	})
};
