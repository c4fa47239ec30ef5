import * as v from 'valibot';
import { creatingFact, fact } from '../intent-types.ts';
import { idSchema, personDetailsSchema, placeIdSchema, type Person } from './person.ts';

const target = (args: { personId: string }) => ({ collection: 'people', key: args.personId });

export const personIntents = {
	'person.register': creatingFact<Person>()({
		args: v.object({
			personId: idSchema,
			accessPointId: placeIdSchema,
			details: personDetailsSchema
		}),
		target,
		reduce(row, args, context) {
			if (row) return { patch: {}, flags: ['already-registered'] };
			return {
				patch: {
					...args.details,
					id: args.personId,
					accessPointId: args.accessPointId,
					registeredBy: context.actor.userId,
					registeredAt: context.occurredAt
				}
			};
		}
	}),

	'person.edit': fact<Person>()({
		args: v.object({
			personId: idSchema,
			changes: v.partial(personDetailsSchema),
			/** Fields where two people disagreed, and for which this edit says what holds. */
			settles: v.optional(v.array(v.string()), [])
		}),
		target,
		reduce(_row, args) {
			return { patch: args.changes, settles: args.settles };
		}
	})
};
