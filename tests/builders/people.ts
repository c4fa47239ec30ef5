import type { Person } from '../../src/lib/domain/people/person.ts';

export function personId(number: number): string {
	return `018f0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** A person who matters only in what the test names. */
export function aPerson(number: number, change: Partial<Person> = {}): Person {
	return {
		id: personId(number),
		accessPointId: 'cambonino',
		name: '',
		phone: '',
		language: 'it',
		neighbourhoodId: null,
		findAgain: '',
		registeredBy: 'marta',
		registeredAt: 1_700_000_000_000,
		mergedInto: null,
		...change
	};
}
