import { describe, expect, it } from 'vitest';
import { aPerson } from '../../../../tests/builders/people.ts';
import { likelyDuplicates, type DuplicateQuery } from './duplicates.ts';
import { createPeopleIndex } from './people-index.ts';
import type { Person } from './person.ts';

const chiara = aPerson(1, { name: 'Chiara Rossi', phone: '+390372000012', neighbourhoodId: 'po' });

function duplicates(query: Partial<DuplicateQuery>, people: Person[] = [chiara]) {
	const whole = { name: '', phone: '', neighbourhoodId: null, ...query };
	return likelyDuplicates(createPeopleIndex(people, []), whole);
}
const reasons = (query: Partial<DuplicateQuery>, people?: Person[]) =>
	duplicates(query, people).map((each) => each.reasons);

describe('likely duplicates', () => {
	it('have the same telephone, however it was written', () => {
		expect(reasons({ phone: '0372/000.012' })).toEqual([['same-phone']]);
	});

	it('have the same name, or one that sounds the same', () => {
		expect(reasons({ name: 'ROSSI chiara' })).toEqual([['same-name']]);
		expect(reasons({ name: 'Kiara Rosi', neighbourhoodId: 'po' })).toEqual([
			['same-sound', 'same-neighbourhood']
		]);
	});

	it('are not everybody called Anna, only those of the same neighbourhood', () => {
		const anna = aPerson(2, { name: 'Anna', neighbourhoodId: 'po' });
		expect(reasons({ name: 'Anna', neighbourhoodId: 'zaist' }, [anna])).toEqual([]);
		expect(reasons({ name: 'Anna', neighbourhoodId: 'po' }, [anna])).toEqual([
			['same-name', 'same-neighbourhood']
		]);
	});

	it('are not the neighbours, nor somebody of whom nothing is known', () => {
		expect(duplicates({ neighbourhoodId: 'po' })).toEqual([]);
		expect(duplicates({}, [aPerson(3)])).toEqual([]);
	});

	it('put the telephone before the name, and show a merged record as the one that stays', () => {
		const old = aPerson(4, { name: 'Kiara R.', phone: '+393330000001', mergedInto: chiara.id });
		const other = aPerson(5, { name: 'Chiara Rossi' });
		expect(
			duplicates({ name: 'Chiara Rossi', phone: '333 0000001' }, [other, chiara, old])
		).toEqual([
			{ personId: chiara.id, reasons: ['same-phone'] },
			{ personId: other.id, reasons: ['same-name'] }
		]);
	});

	it('leave out the records of the person asked about', () => {
		const index = createPeopleIndex([chiara], []);
		const isSame = (id: string) => id === chiara.id;
		expect(likelyDuplicates(index, chiara, isSame)).toEqual([]);
	});
});
