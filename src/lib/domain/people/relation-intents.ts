import * as v from 'valibot';
import { creatingFact, fact } from '../intent-types.ts';
import { idSchema } from './person.ts';
import { relationSchema, type Relation } from './relation.ts';

const target = (args: { relationId: string }) => ({
	collection: 'relations',
	key: args.relationId
});

export const relationIntents = {
	'relation.register': creatingFact<Relation>()({
		args: v.object({
			relationId: idSchema,
			accessPointId: relationSchema.entries.accessPointId,
			personId: idSchema,
			delegateId: idSchema,
			relation: relationSchema.entries.relation
		}),
		target,
		references: ({ personId, delegateId }) =>
			[personId, delegateId].map((key) => ({ collection: 'people', key })),
		reduce(row, args, context) {
			if (row) return { patch: {}, flags: ['already-registered'] };
			const { relationId, ...rest } = args;
			return { patch: { ...rest, id: relationId, since: context.occurredAt, endedAt: null } };
		}
	}),

	'relation.end': fact<Relation>()({
		args: v.object({ relationId: idSchema }),
		target,
		reduce(row, _args, context) {
			return { patch: row.endedAt === null ? { endedAt: context.occurredAt } : {} };
		}
	}),

	/** It was ended by mistake. */
	'relation.resume': fact<Relation>()({
		args: v.object({ relationId: idSchema }),
		target,
		reduce() {
			return { patch: { endedAt: null } };
		}
	})
};
