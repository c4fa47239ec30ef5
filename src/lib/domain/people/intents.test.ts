import { describe, expect, it } from 'vitest';
import { aPerson, personId } from '../../../../tests/builders/people.ts';
import { personIntents } from './intents.ts';

const context = {
	intentId: 'i',
	actor: { userId: 'marta', name: 'Marta R.', role: 'operator' },
	occurredAt: 1000
};
const [given, kept, third] = [personId(1), personId(2), personId(3)];
const merge = personIntents['person.merge'].reduce;
const unmerge = personIntents['person.unmerge'].reduce;

describe('merging two records of one person', () => {
	it('says into which one the record went, when, and by whom', () => {
		expect(merge(aPerson(1), { personId: given, intoId: kept }, context)).toEqual({
			patch: { mergedInto: kept, mergedAt: 1000, mergedByName: 'Marta R.' }
		});
	});

	it('changes nothing when a colleague has done the same', () => {
		const row = aPerson(1, { mergedInto: kept });
		expect(merge(row, { personId: given, intoId: kept }, context)).toEqual({ patch: {} });
		expect(unmerge(aPerson(1), { personId: given, fromId: kept }, context)).toEqual({ patch: {} });
	});

	it('is refused when a colleague has made it one with somebody else, or with itself', () => {
		const row = aPerson(1, { mergedInto: third });
		expect(merge(row, { personId: given, intoId: kept }, context)).toEqual({
			refused: 'already-merged'
		});
		expect(merge(aPerson(1), { personId: given, intoId: given }, context)).toEqual({
			refused: 'merged-into-itself'
		});
	});

	it('is undone only from the record it went into', () => {
		const row = aPerson(1, { mergedInto: kept });
		expect(unmerge(row, { personId: given, fromId: kept }, context)).toMatchObject({
			patch: { mergedInto: null }
		});
		expect(unmerge(row, { personId: given, fromId: third }, context)).toEqual({
			refused: 'merged-elsewhere'
		});
	});
});
