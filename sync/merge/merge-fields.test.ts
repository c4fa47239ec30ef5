import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange, type StoredRow, type Writer } from './merge-fields.ts';

const ref = { collection: 'cards', key: 'k' };

function aWriter(storeId: string, baseRev: number | undefined): Writer {
	const actor = { userId: `user-${storeId}`, name: storeId, role: 'operator' };
	return { storeId, intentId: `intent-${storeId}`, actor, occurredAt: 1, baseRev };
}

function aRow(fields: StoredRow['fields']): StoredRow {
	return applyChange(ref, undefined, { patch: fields }, aWriter('origin', undefined), []).row;
}

function edit(row: StoredRow, storeId: string, patch: StoredRow['fields'], baseRev: number) {
	return applyChange(ref, row, { patch }, aWriter(storeId, baseRev), ['status']);
}

describe('two desks edit one record', () => {
	it('merges edits of different fields', () => {
		const row = aRow({ phone: '1', words: 'a' });
		const one = edit(row, 'north', { phone: '2' }, 1);
		const two = edit(one.row, 'south', { words: 'b' }, 1);
		expect(two.row.fields).toEqual({ phone: '2', words: 'b' });
		expect(two.row.conflicts).toEqual([]);
	});

	it('keeps both values when both set the same field unseen', () => {
		const row = aRow({ phone: '1' });
		const one = edit(row, 'north', { phone: '2' }, 1);
		const two = edit(one.row, 'south', { phone: '3' }, 1);
		expect(two.conflicted).toEqual(['phone']);
		expect(two.row.fields.phone).toBe('2');
		expect(two.row.conflicts).toMatchObject([
			{ field: 'phone', value: '3', actorName: 'south', standingActorName: 'north' }
		]);
	});

	it('finds no conflict when both wrote the same value', () => {
		const one = edit(aRow({ phone: '1' }), 'north', { phone: '2' }, 1);
		const two = edit(one.row, 'south', { phone: '2' }, 1);
		expect(two.changed).toBe(false);
		expect(two.row.rev).toBe(one.row.rev);
	});

	it('never sets a desk’s later edit against its earlier one', () => {
		const one = edit(aRow({ phone: '1' }), 'north', { phone: '2' }, 1);
		const two = edit(one.row, 'north', { phone: '3' }, 1);
		expect(two.row.fields.phone).toBe('3');
		expect(two.row.conflicts).toEqual([]);
	});

	it('lets the state machine alone decide a machine field', () => {
		const one = edit(aRow({ status: 'requested' }), 'north', { status: 'accepted' }, 1);
		const two = edit(one.row, 'south', { status: 'cancelled' }, 1);
		expect(two.row.fields.status).toBe('cancelled');
		expect(two.row.conflicts).toEqual([]);
	});

	it('settles a conflict for who had seen it, and keeps one that came since', () => {
		const one = edit(aRow({ phone: '1' }), 'north', { phone: '2' }, 1);
		const two = edit(one.row, 'south', { phone: '3' }, 1);
		const seen = two.row.rev;
		const three = edit(two.row, 'west', { phone: '4' }, 1);
		const change = { patch: { phone: '3' }, settles: ['phone'] };
		const settled = applyChange(ref, three.row, change, aWriter('manager', seen), []);
		expect(settled.row.fields.phone).toBe('3');
		expect(settled.row.conflicts).toMatchObject([{ value: '4', actorName: 'west' }]);
	});

	it('drops no value, whoever writes what upon whichever revision', () => {
		const edits = fc.array(
			fc.record({
				storeId: fc.constantFrom('north', 'south', 'west'),
				value: fc.constantFrom('2', '3', '4', '5'),
				lag: fc.nat(3)
			}),
			{ minLength: 1, maxLength: 12 }
		);
		fc.assert(
			fc.property(edits, (all) => {
				let row = aRow({ phone: '1' });
				for (const { storeId, value, lag } of all) {
					const before = row;
					const base = Math.max(1, before.rev - lag);
					row = edit(before, storeId, { phone: value }, base).row;
					const stands = row.fields.phone === value;
					const kept = row.conflicts.some((conflict) => conflict.value === value);
					expect(stands || kept).toBe(true);
					// What another person had written unseen is still there too.
					const previous = before.fields.phone;
					const writer = before.fieldRevs.phone!;
					if (writer.storeId !== storeId && writer.rev > base && previous !== value) {
						expect(row.fields.phone).toBe(previous);
					}
				}
			})
		);
	});
});
