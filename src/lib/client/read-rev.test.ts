import { describe, expect, it } from 'vitest';
import { openedRecord, readRev } from './read-rev.ts';

const opened = { rev: 5, words: 'spesa', needs: ['food'], plan: undefined };
const changes = { words: 'farmaci' };

describe('the revision that a change is made to', () => {
	it('is that of the opening when another has written the same field since', () => {
		const row = { fields: { words: 'latte', needs: ['food'] } };
		expect(readRev(row, opened, changes)).toBe(5);
	});

	it('is the one that is here when only other fields have changed', () => {
		const row = { fields: { words: 'spesa', needs: ['food', 'housing'] } };
		expect(readRev(row, opened, changes)).toBeUndefined();
		expect(readRev(row, opened, { needs: ['housing'] })).toBe(5);
	});

	it('takes what is not there for what is null', () => {
		expect(readRev({ fields: {} }, opened, { plan: [] })).toBeUndefined();
		expect(readRev({ fields: { plan: null } }, opened, { plan: [] })).toBeUndefined();
		expect(readRev({ fields: { plan: [{ ruleId: 'a' }] } }, opened, { plan: [] })).toBe(5);
	});

	it('is left open for a record that is not here, and for who opened none', () => {
		expect(readRev(undefined, opened, changes)).toBeUndefined();
		expect(readRev({ fields: {} }, undefined, changes)).toBeUndefined();
	});
});

describe('a record that somebody begins to change', () => {
	it('stands on what they saw, and not on what came under their own unsent change', () => {
		const asked: unknown[] = [];
		const replica = {
			baseVersions(refs: unknown) {
				asked.push(refs);
				return { 'requests/one': 3 };
			}
		};
		expect(openedRecord(replica, 'requests', { id: 'one' })).toEqual({ id: 'one', rev: 3 });
		expect(asked).toEqual([[{ collection: 'requests', key: 'one' }]]);
	});

	it('stands on nothing when the server has not shown it', () => {
		expect(openedRecord({ baseVersions: () => ({}) }, 'requests', { id: 'one' }).rev).toBe(0);
	});
});
