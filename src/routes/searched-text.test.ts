import { expect, it } from 'vitest';
import { keepSearchedText, searchedText } from './searched-text.ts';

it('is there again on the way back, each in its own list', () => {
	const requests = keepSearchedText({}, 'Anna');
	const offers = keepSearchedText({}, 'spesa');
	const typedOn = keepSearchedText(requests, 'Anna Esempio');
	expect(typedOn).toEqual(requests);
	expect([requests, offers].map(searchedText)).toEqual(['Anna Esempio', 'spesa']);
});

it('is not in what the browser writes down with the history entry', () => {
	const state = keepSearchedText({}, 'Anna Esempio', () => 'an-id');
	expect(state).toEqual({ search: 'an-id' });
});

it('is empty where nothing was searched, or the page that knew it is gone', () => {
	expect(searchedText({})).toBe('');
	expect(searchedText({ search: 'of-an-earlier-page' })).toBe('');
});
