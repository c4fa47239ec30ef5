import * as v from 'valibot';
import { creatingFact, fact } from '../intent-types.ts';
import { idSchema } from '../people/person.ts';
import { contactSchema, type Contact } from './contact.ts';

const target = (args: { contactId: string }) => ({ collection: 'contacts', key: args.contactId });

export const contactIntents = {
	'contact.register': creatingFact<Contact>()({
		args: v.object({
			contactId: idSchema,
			accessPointId: contactSchema.entries.accessPointId,
			need: contactSchema.entries.need,
			channel: contactSchema.entries.channel
		}),
		target,
		reduce(row, args, context) {
			if (row) return { patch: {}, flags: ['already-registered'] };
			const { contactId, ...rest } = args;
			return {
				patch: {
					...rest,
					id: contactId,
					registeredBy: context.actor.userId,
					registeredAt: context.occurredAt,
					withdrawn: false
				}
			};
		}
	}),

	'contact.withdraw': fact<Contact>()({
		args: v.object({ contactId: idSchema }),
		target,
		reduce() {
			return { patch: { withdrawn: true } };
		}
	})
};
