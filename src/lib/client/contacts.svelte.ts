/** "Solo informazione": contacts that are counted and never a case, as pages read and write them. */
import { v7 as uuidv7 } from 'uuid';
import type { Contact } from '$lib/domain/contacts/contact';
import type { IntentArgs } from '$lib/domain/model';
import { openDesk, requireDesk } from './desk.svelte';
import { intent, write, type WriteError, type WriteResult } from './write';

export const contacts = {
	/** Those that count, since an instant in milliseconds since the epoch. */
	countSince(since: number): number {
		const desk = openDesk();
		if (!desk) return 0;
		let count = 0;
		for (const { fields } of desk.client.replica.rows('contacts').values()) {
			const { withdrawn, registeredAt } = fields as unknown as Contact;
			if (!withdrawn && registeredAt >= since) count += 1;
		}
		return count;
	},

	/** Durable on this device when it resolves. */
	async register(
		contact: Omit<IntentArgs<'contact.register'>, 'contactId'>
	): Promise<{ ok: true; id: string } | { ok: false; error: WriteError }> {
		const contactId = uuidv7();
		const result = await write(requireDesk(), [
			intent('contact.register', { contactId, ...contact })
		]);
		return result.ok ? { ok: true, id: contactId } : result;
	},

	withdraw(contactId: string): Promise<WriteResult> {
		return write(requireDesk(), [intent('contact.withdraw', { contactId })]);
	}
};
