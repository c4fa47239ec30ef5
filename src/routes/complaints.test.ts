import { describe, expect, it } from 'vitest';
import { createComplaints } from './complaints.svelte';

/** A form that wants a name and a phone. */
function aForm(written: { name: string; phone: string }) {
	const complaints = createComplaints(
		() => (['name', 'phone'] as const).filter((field) => written[field] === ''),
		(field) => ({ fieldId: `form-${field}`, message: `Manca ${field}` })
	);
	return { written, complaints };
}

describe('the complaints of a form', () => {
	it('come when Save is pressed, not before', () => {
		const { complaints } = aForm({ name: '', phone: '' });
		expect(complaints.all).toEqual([]);
		expect(complaints.of('name')).toBeUndefined();
		expect(complaints.look()).toEqual(['name', 'phone']);
		expect(complaints.attempt).toBe(1);
		expect(complaints.all.map(({ fieldId }) => fieldId)).toEqual(['form-name', 'form-phone']);
		expect(complaints.of('name')).toBe('Manca name');
	});

	it('go one by one from their fields, and together from the summary', () => {
		const { written, complaints } = aForm({ name: '', phone: '' });
		complaints.look();
		written.name = 'Anna';
		expect(complaints.of('name')).toBeUndefined();
		expect(complaints.of('phone')).toBe('Manca phone');
		expect(complaints.all).toHaveLength(2);
		written.phone = '333';
		expect(complaints.all).toEqual([]);
	});

	it('are none about what became wrong after Save was pressed', () => {
		const { written, complaints } = aForm({ name: '', phone: '333' });
		complaints.look();
		written.phone = '';
		expect(complaints.of('phone')).toBeUndefined();
		expect(complaints.look()).toEqual(['name', 'phone']);
		expect(complaints.of('phone')).toBe('Manca phone');
	});
});
