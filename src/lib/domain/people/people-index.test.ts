import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPerson, personId } from '../../../../tests/builders/people.ts';
import { createReceiptCode } from '../requests/receipt-code.ts';
import { formatPhone } from './phone.ts';
import { createPeopleIndex, type IndexedRequest } from './people-index.ts';
import type { Person } from './person.ts';

const lucia = aPerson(1, { name: 'Lucia Bianchi', phone: '+390372000012' });
const mohamed = aPerson(2, { name: 'Mohamed El Hadji', phone: '+393330000001' });
const giulia = aPerson(3, { name: 'Giulia De Luca' });
const code = createReceiptCode((bytes) => bytes.fill(1));

const find = (
	text: string,
	people: Person[] = [lucia, mohamed, giulia],
	requests: IndexedRequest[] = [{ code, personId: lucia.id }]
) =>
	createPeopleIndex(people, requests)
		.search(text)
		.map(({ personId: id, by }) => [people.find((each) => each.id === id)?.name, by]);

describe('finding a person', () => {
	it.each([
		['bianchi', 'Lucia Bianchi', 'name'],
		['Bianchi Lu', 'Lucia Bianchi', 'name'],
		['biancchi', 'Lucia Bianchi', 'sound'],
		['Lucia Bianki', 'Lucia Bianchi', 'sound'],
		['Binachi', 'Lucia Bianchi', 'sound'],
		['Muhammad', 'Mohamed El Hadji', 'sound'],
		['Elhadji', 'Mohamed El Hadji', 'name'],
		['Julia Deluca', 'Giulia De Luca', 'sound'],
		['Юлія', 'Giulia De Luca', 'sound']
	])('by a name as it sounds: %s', (typed, name, by) => {
		expect(find(typed)).toEqual([[name, by]]);
	});

	it.each([
		'0372 000 012',
		'0372/000012',
		'+39 0372 000012',
		'0039.0372.000012',
		'0372 00',
		'000012'
	])('by a telephone however it is written: %s', (typed) => {
		expect(find(typed)).toEqual([['Lucia Bianchi', 'phone']]);
	});

	it('by the receipt code of a request, with dashes or without, with a letter for a digit', () => {
		const typed = [code, code.replaceAll('-', ''), code.toLowerCase().replaceAll('1', 'l')];
		for (const each of [...typed, code.slice(0, 6)]) {
			expect(find(each)).toEqual([['Lucia Bianchi', 'code']]);
		}
	});

	it('puts who is called exactly so before who only sounds so', () => {
		const people = [aPerson(1, { name: 'Kiara Rossi' }), aPerson(2, { name: 'Chiara Rossi' })];
		expect(find('chiara rossi', people)).toEqual([
			['Chiara Rossi', 'name'],
			['Kiara Rossi', 'sound']
		]);
	});

	it('finds nobody by too little, or by words that are not theirs', () => {
		for (const typed of ['', '  ', '12', '0372', 'Lucia Verdi', 'xyz', '—']) {
			expect(find(typed)).toEqual([]);
		}
	});

	it('finds the surviving record by what stands on the one that was given up', () => {
		const given = aPerson(4, {
			name: 'Lucy B.',
			phone: '+393330000009',
			mergedInto: lucia.id
		});
		const people = [lucia, given];
		expect(find('lucy', people)).toEqual([['Lucia Bianchi', 'name']]);
		expect(find('333 0000009', people)).toEqual([['Lucia Bianchi', 'phone']]);
		expect(find(code, people, [{ code, personId: given.id }])).toEqual([['Lucia Bianchi', 'code']]);
	});

	it('finds everybody by their whole name in any order, by their number and by its last six digits', () => {
		const letters = fc.string({
			unit: fc.constantFrom(...'abcdefghilmnoprstuvzàèìòùțшюя'),
			minLength: 2,
			maxLength: 10
		});
		const digits = fc.string({
			unit: fc.constantFrom(...'0123456789'),
			minLength: 8,
			maxLength: 10
		});
		const people = fc.array(
			fc.record({ words: fc.array(letters, { minLength: 1, maxLength: 3 }), digits }),
			{ minLength: 1, maxLength: 8 }
		);
		fc.assert(
			fc.property(people, (list) => {
				const records = list.map((each, index) =>
					aPerson(index + 1, { name: each.words.join(' '), phone: `+39${each.digits}` })
				);
				const index = createPeopleIndex(records, []);
				const ids = (text: string) => index.search(text).map((each) => each.personId);
				for (const [at, { words, digits: number }] of list.entries()) {
					const id = personId(at + 1);
					expect(ids(words.toReversed().join(' ').toUpperCase())).toContain(id);
					expect(ids(formatPhone(`+39${number}`))).toContain(id);
					expect(ids(number.slice(-6))).toContain(id);
				}
			})
		);
	});
});
