import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveMerges, type Mergeable } from './merged.ts';

const record = (id: string, mergedInto: string | null = null): Mergeable => ({ id, mergedInto });

describe('records of one person made one', () => {
	it('are read through the last one of a chain', () => {
		const { survivorOf, membersOf } = resolveMerges([
			record('a', 'b'),
			record('b', 'c'),
			record('c'),
			record('d')
		]);
		expect(['a', 'b', 'c', 'd'].map(survivorOf)).toEqual(['c', 'c', 'c', 'd']);
		expect(membersOf('c')).toEqual(['c', 'a', 'b']);
		expect(membersOf('d')).toEqual(['d']);
	});

	it('are read through one of them when two tablets merged them into each other', () => {
		const { survivorOf, membersOf } = resolveMerges([
			record('b', 'a'),
			record('a', 'b'),
			record('c', 'b')
		]);
		expect(['a', 'b', 'c'].map(survivorOf)).toEqual(['a', 'a', 'a']);
		expect([...membersOf('a')].sort()).toEqual(['a', 'b', 'c']);
	});

	it('stand for themselves while the other record is not on this device', () => {
		const { survivorOf } = resolveMerges([record('a', 'elsewhere'), record('b', 'a')]);
		expect(survivorOf('b')).toBe('a');
		expect(survivorOf('elsewhere')).toBe('elsewhere');
	});

	it('stand apart again when the merge is undone', () => {
		expect(resolveMerges([record('a', null), record('b')]).survivorOf('a')).toBe('a');
	});

	it('lead to one survivor who leads to themselves, whatever was merged into what, in any order', () => {
		const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
		const records = fc.uniqueArray(
			fc.record({ id, mergedInto: fc.option(fc.oneof(id, fc.constant('elsewhere'))) }),
			{ selector: (each) => each.id }
		);
		fc.assert(
			fc.property(records, (list) => {
				const one = resolveMerges(list);
				const other = resolveMerges(list.toReversed());
				for (const { id: each, mergedInto } of list) {
					const survivor = one.survivorOf(each);
					expect(other.survivorOf(each)).toBe(survivor);
					expect(one.survivorOf(survivor)).toBe(survivor);
					expect(one.membersOf(survivor)).toContain(each);
					const isHere = list.some((known) => known.id === mergedInto);
					if (mergedInto && isHere) expect(one.survivorOf(mergedInto)).toBe(survivor);
				}
				const survivors = new Set(list.map((each) => one.survivorOf(each.id)));
				const members = [...survivors].flatMap((survivor) => one.membersOf(survivor));
				expect(members.toSorted()).toEqual(list.map((each) => each.id).sort());
			})
		);
	});
});
