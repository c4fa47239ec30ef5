import * as v from 'valibot';
import { creatingFact, fact, transition, type IntentContext } from '../intent-types.ts';
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
	}),

	/**
	 * The record is given up for another one of the same person. Only this row is judged: a circle that two tablets make
	 * together is seen by nobody here, and does no harm where records are read.
	 */
	'person.merge': transition<Person>()({
		args: v.object({ personId: idSchema, intoId: idSchema }),
		target,
		references: ({ intoId }) => [{ collection: 'people', key: intoId }],
		reduce(row, args, context) {
			if (args.intoId === row.id) return { refused: 'merged-into-itself' };
			if (row.mergedInto === args.intoId) return { patch: {} };
			if (row.mergedInto) return { refused: 'already-merged' };
			return { patch: { mergedInto: args.intoId, ...mark(context) } };
		}
	}),

	'person.unmerge': transition<Person>()({
		args: v.object({ personId: idSchema, fromId: idSchema }),
		target,
		reduce(row, args, context) {
			if (!row.mergedInto) return { patch: {} };
			if (row.mergedInto !== args.fromId) return { refused: 'merged-elsewhere' };
			return { patch: { mergedInto: null, ...mark(context) } };
		}
	})
};

function mark(context: IntentContext): Pick<Person, 'mergedAt' | 'mergedByName'> {
	return { mergedAt: context.occurredAt, mergedByName: context.actor.name };
}
