import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { personId } from '../../../../tests/builders/people.ts';
import { contactSchema, type Contact } from './contact.ts';
import { contactIntents } from './intents.ts';

const context = {
	intentId: 'i',
	actor: { userId: 'marta', name: 'Marta R.', role: 'operator' },
	occurredAt: 1000
};
const args = {
	contactId: personId(1),
	accessPointId: 'cambonino',
	need: 'bills-rent' as const,
	channel: 'in-person' as const
};

describe('a contact that only asked', () => {
	it('says what was asked, where and how, and nothing of who asked', () => {
		const { patch } = contactIntents['contact.register'].reduce(undefined, args, context);
		expect(v.parse(contactSchema, patch)).toEqual({
			id: args.contactId,
			accessPointId: 'cambonino',
			need: 'bills-rent',
			channel: 'in-person',
			registeredBy: 'marta',
			registeredAt: 1000,
			withdrawn: false
		});
	});

	it('counts once however often it arrives, and not at all when it was a slip', () => {
		const { patch } = contactIntents['contact.register'].reduce(undefined, args, context);
		const row = patch as Contact;
		expect(contactIntents['contact.register'].reduce(row, args, context)).toMatchObject({
			patch: {}
		});
		expect(contactIntents['contact.withdraw'].reduce(row, { contactId: row.id }, context)).toEqual({
			patch: { withdrawn: true }
		});
	});
});
