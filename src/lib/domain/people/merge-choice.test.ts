import { describe, expect, it } from 'vitest';
import { aPerson } from '../../../../tests/builders/people.ts';
import { mergedValues } from './merge-choice.ts';

const kept = aPerson(1, { name: 'Chiara Rossi', neighbourhoodId: 'po' });
const given = aPerson(2, { name: 'Kiara', phone: '+390372000012', findAgain: 'al bar' });

describe('the values that stay when two records become one', () => {
	it('are those of the record that stays, and what only the other had', () => {
		const { changes, before } = mergedValues({ kept, given }, {});
		expect(changes).toEqual({ phone: '+390372000012', findAgain: 'al bar' });
		expect(before).toEqual({ phone: '', findAgain: '' });
	});

	it('are the ones a person chose, empty ones too', () => {
		const { changes, before, sides } = mergedValues(
			{ kept, given },
			{ name: 'given', phone: 'kept', neighbourhoodId: 'given' }
		);
		expect(sides).toMatchObject({ name: 'given', phone: 'kept', language: 'kept' });
		expect(changes).toEqual({ name: 'Kiara', neighbourhoodId: null, findAgain: 'al bar' });
		expect(before).toEqual({ name: 'Chiara Rossi', neighbourhoodId: 'po', findAgain: '' });
	});
});
