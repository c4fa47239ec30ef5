/** The people a desk has met, as pages read and write them. */
import { parsePhone } from '$lib/domain/people/phone';
import { sameName } from '$lib/domain/people/same-name';
import type { Person } from '$lib/domain/people/person';
import type { IntentArgs } from '$lib/domain/model';
import { openDesk } from './desk.svelte';
import { recordSync, type RecordSync } from './record-sync';
import { intent, write, type WriteResult } from './write';

export type PersonView = Person & { sync: RecordSync };

export interface LikelyPerson {
	person: PersonView;
	reasons: ('same-phone' | 'same-name')[];
}

export const people = {
	get all(): PersonView[] {
		const desk = openDesk();
		if (!desk) return [];
		return [...desk.client.replica.rows('people').values()].map((row) => ({
			...(row.fields as unknown as Person),
			sync: recordSync(desk, row.seqs)
		}));
	},

	get(id: string): PersonView | undefined {
		const desk = openDesk();
		const row = desk?.client.replica.row({ collection: 'people', key: id });
		if (!desk || !row) return undefined;
		return { ...(row.fields as unknown as Person), sync: recordSync(desk, row.seqs) };
	},

	/** People this might be, the likeliest first. `phone` as it was written by hand. */
	likely(details: { name?: string; phone?: string }): LikelyPerson[] {
		const phone = details.phone ? parsePhone(details.phone) : null;
		const name = details.name?.trim() ?? '';
		return people.all
			.map((person): LikelyPerson => {
				const reasons: LikelyPerson['reasons'] = [];
				if (phone && person.phone === phone) reasons.push('same-phone');
				if (name && sameName(name, person.name)) reasons.push('same-name');
				return { person, reasons };
			})
			.filter(({ reasons }) => reasons.length > 0)
			.sort((a, b) => b.reasons.length - a.reasons.length)
			.slice(0, 3);
	},

	/** @param shownOn the request that shows some of it, changed with the person or not at all */
	edit(
		id: string,
		changes: IntentArgs<'person.edit'>['changes'],
		shownOn?: { requestId: string; changes: IntentArgs<'request.edit'>['changes'] }
	): Promise<WriteResult> {
		const desk = openDesk();
		if (!desk) throw new Error('Nobody is signed in');
		return write(desk, [
			intent('person.edit', { personId: id, changes }),
			...(shownOn ? [intent('request.edit', shownOn)] : [])
		]);
	}
};
