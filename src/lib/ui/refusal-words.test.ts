import { expect, it } from 'vitest';
import { refusalWords } from './refusal-words.ts';

it('tells a desk why the server did not take something', () => {
	expect(refusalWords('outcome-missing')).toBe(
		'Manca come è andata a finire. Apri la richiesta, scegli l’esito e salva di nuovo.'
	);
});

it.each(['a-code-of-a-later-server', 'toString', ''])(
	'never shows a code it does not know (%j)',
	(code) => {
		expect(refusalWords(code)).toBe('Il server non l’ha accettata.');
	}
);
