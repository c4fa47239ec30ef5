import { expect, it } from 'vitest';
import { returnPath, signInPath } from './return-path.ts';

const origin = 'https://sportello.example';
const back = (poi: string) => returnPath(new URLSearchParams({ poi }), origin);

it('goes back to the page that asked for the sign-in', () => {
	const path = '/richieste/0192?scheda=note#fondo';
	const { searchParams } = new URL(signInPath(path), origin);
	expect(returnPath(searchParams, origin)).toBe(path);
});

it.each([
	'https://altrove.example/',
	'//altrove.example/',
	'/\\altrove.example',
	'oggi',
	'',
	'/\t/altrove.example'
])('never leads out of the app (%j)', (poi) => expect(back(poi)).toBeNull());

it('does not lead back to the sign-in itself', () => {
	expect(back('/entra?poi=/oggi')).toBeNull();
});

it('has nowhere to go back to when nobody asked', () => {
	expect(returnPath(new URLSearchParams(), origin)).toBeNull();
});
