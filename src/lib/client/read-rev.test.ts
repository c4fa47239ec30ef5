import { describe, expect, it } from 'vitest';
import { readRev } from './read-rev.ts';

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
