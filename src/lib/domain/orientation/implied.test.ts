import { describe, expect, it } from 'vitest';
import { withImplied } from './implied.ts';

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
