import { describe, expect, it } from 'vitest';
import { aRequest } from '../../../../tests/builders/requests.ts';
import { byUrgencyAndAge, matchesFilter, noFilter } from './filter.ts';

const label = (need: string) => (need === 'groceries-meals' ? 'Spesa e pasti' : need);
const finds = (filter: Partial<typeof noFilter>, request = aRequest()) =>
	matchesFilter(request, { ...noFilter, ...filter }, label);

describe('finding requests', () => {
	it('finds a name without its accents and in part', () => {
		expect(finds({ text: 'nicolo' }, aRequest({ personName: 'Nicolò Esempio' }))).toBe(true);
		expect(finds({ text: 'bruni' }, aRequest({ personName: 'Anna Esempio' }))).toBe(false);
	});

	it('finds a receipt code however it is written', () => {
		expect(finds({ text: '7k4m 29' })).toBe(true);
		expect(finds({ text: '7K4M-29QX' })).toBe(true);
		expect(finds({ text: '9999' })).toBe(false);
	});

	it('finds a need by the word on the screen, with other words', () => {
		expect(finds({ text: 'scale spesa' }, aRequest({ words: 'non fa le scale' }))).toBe(true);
	});

	it('keeps open and closed apart', () => {
		expect(finds({ state: 'open' }, aRequest({ status: 'completed' }))).toBe(false);
		expect(finds({ state: 'closed' }, aRequest({ status: 'completed' }))).toBe(true);
		expect(finds({ state: 'all' }, aRequest({ status: 'completed' }))).toBe(true);
	});

	it('tells nobody’s from somebody’s', () => {
		const owned = aRequest({ owner: { id: 'chiara', name: 'Chiara' } });
		expect(finds({ owner: 'none' }, owned)).toBe(false);
		expect(finds({ owner: 'none' })).toBe(true);
		expect(finds({ owner: 'chiara' }, owned)).toBe(true);
	});

	it('puts the most urgent first, then who has waited longest', () => {
		const list = [
			aRequest({ id: 'c', urgency: 'can-wait', registeredAt: 1 }),
			aRequest({ id: 'b', urgency: 'today', registeredAt: 9 }),
			aRequest({ id: 'a', urgency: 'today', registeredAt: 5 })
		];
		expect(list.sort(byUrgencyAndAge).map((request) => request.id)).toEqual(['a', 'b', 'c']);
	});
});
