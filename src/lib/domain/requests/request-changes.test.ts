import { describe, expect, it } from 'vitest';
import { changedFields } from './request-changes.ts';

const before = {
	needs: ['company'],
	urgency: 'can-wait',
	timeWindow: { days: ['MO'], parts: [] as string[] },
	actingFor: null as null | { name: string; relation: string },
	services: [{ id: 'a', name: 'Spesa a casa' }]
};

describe('changes of a request', () => {
	it('are none when a form is saved as it was opened', () => {
		expect(changedFields(before, structuredClone(before))).toEqual({});
	});

	it('name only the fields that were changed', () => {
		const after = { ...structuredClone(before), urgency: 'today' };
		expect(changedFields(before, after)).toEqual({ urgency: 'today' });
	});

	it('see a change inside a field, and send the field whole', () => {
		const after = structuredClone(before);
		after.timeWindow.parts.push('morning');
		after.services.pop();
		expect(changedFields(before, after)).toEqual({
			timeWindow: { days: ['MO'], parts: ['morning'] },
			services: []
		});
	});

	it('tell nobody from somebody with no name', () => {
		const after = { ...before, actingFor: { name: '', relation: '' } };
		expect(changedFields(before, after)).toEqual({ actingFor: { name: '', relation: '' } });
		expect(changedFields(after, before)).toEqual({ actingFor: null });
	});

	it('do not mind the order in which an object was written', () => {
		const after = { ...before, timeWindow: { parts: [], days: ['MO'] } };
		expect(changedFields(before, after)).toEqual({});
	});
});
