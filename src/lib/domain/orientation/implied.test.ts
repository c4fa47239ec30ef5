import { describe, expect, it } from 'vitest';
import { withImplied, withoutImplied } from './implied.ts';

describe('what follows from the answers', () => {
	it('of a widow of 78 who lives alone is that no child is there, and that she is old', () => {
		expect(withImplied({ age: 78, householdMembers: 1 })).toEqual({
			age: 78,
			householdMembers: 1,
			minorChildren: 0,
			isPregnant: false,
			hasNurseryChild: false,
			hasMemberOver60: true,
			areAllOver67: true
		});
	});

	it('of a young woman alone says nothing of a pregnancy, nor of a disability', () => {
		expect(withImplied({ age: 30, householdMembers: 1 })).toEqual({
			age: 30,
			householdMembers: 1,
			minorChildren: 0,
			hasMemberOver60: false
		});
	});

	it('of a family is little, and nothing is turned round that was answered', () => {
		expect(withImplied({ age: 61, householdMembers: 3, hasMemberOver60: null })).toEqual({
			age: 61,
			householdMembers: 3,
			hasMemberOver60: true
		});
		const said = { age: 78, householdMembers: 1, minorChildren: 1, isPregnant: true };
		expect(withImplied(said)).toMatchObject(said);
		expect(withImplied(said)).not.toHaveProperty('hasNurseryChild');
	});
});

describe('the answers without what follows', () => {
	it('are those that were given: who is no longer alone is asked for children', () => {
		const given = { age: 78, householdMembers: 1 };
		expect(withoutImplied(withImplied(given))).toEqual(given);
		const changed = withImplied({ ...withoutImplied(withImplied(given)), householdMembers: 4 });
		expect(changed).not.toHaveProperty('minorChildren');
		expect(changed).not.toHaveProperty('hasNurseryChild');
	});

	it('keep what nothing else says, and what was said otherwise', () => {
		const said = { age: 78, householdMembers: 1, minorChildren: 1, isPregnant: null };
		expect(withoutImplied(said)).toEqual(said);
		expect(withoutImplied({ householdMembers: 3, minorChildren: 0 })).toEqual({
			householdMembers: 3,
			minorChildren: 0
		});
	});
});
