import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	generatePassphrase,
	hashPassphrase,
	passphraseProblem,
	verifyPassphrase
} from './passphrases.ts';
import { words } from './words.ts';

describe('passphrases', () => {
	it.each(['quindici lettere', 'il re va sul tetto', 'Tre-gatti-sul-ponte'])(
		'accepts %s',
		(text) => {
			expect(passphraseProblem(text, 'anna')).toBeNull();
		}
	);

	it.each([
		['welfare2026', 'too-short'],
		['a b c d', 'too-short'],
		['sole sole sole', 'too-short'],
		['aaaaaaaaaaaaaaaaaaaa', 'too-simple'],
		['anna.bianchi 2026', 'contains-username'],
		['parola '.repeat(40), 'too-long']
	])('refuses %s', (text, problem) => {
		expect(passphraseProblem(text, 'anna.bianchi')).toBe(problem);
	});

	it('are made of six different words and pass what is asked of everybody', () => {
		fc.assert(
			fc.property(fc.infiniteStream(fc.nat(1_000_000)), (numbers) => {
				const passphrase = generatePassphrase((limit) => (numbers.next().value ?? 0) % limit);
				expect(new Set(passphrase.split(' ')).size).toBe(6);
				expect(passphraseProblem(passphrase, 'anna')).toBeNull();
			})
		);
	});

	it('come from plain words that are all different', () => {
		expect(words.length).toBeGreaterThanOrEqual(512);
		expect(new Set(words).size).toBe(words.length);
		expect(words.filter((word) => !/^[a-z]{3,9}$/.test(word))).toEqual([]);
	});

	it('are kept as Argon2id with the parameters decided for this project', async () => {
		const hash = await hashPassphrase('perché no, domani');
		expect(hash).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/);
		// The same letters, composed in the other way.
		expect(await verifyPassphrase(hash, 'perche\u0301 no,  domani ')).toBe(true);
		expect(await verifyPassphrase(hash, 'perche no, domani')).toBe(false);
	});
});
