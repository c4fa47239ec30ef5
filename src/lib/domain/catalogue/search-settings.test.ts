import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, nearWords, planSearch, processTerm, tokenize } from './search-settings.ts';
import { synonyms } from './synonyms.ts';

const anyText = fc.oneof(
	fc.string({ unit: 'grapheme' }),
	fc.string({ unit: fc.constantFrom(..."aàeèìòùÀÉ ’'-.1ßİ̀") })
);

describe('words of a search', () => {
	it('fold the same way however often they are folded, and whichever way accents were typed', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				expect(fold(fold(text))).toBe(fold(text));
				expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
			})
		);
		expect(fold('Perché CITTÀ')).toBe('perche citta');
	});

	it('are parted by apostrophes and hyphens', () => {
		expect(tokenize("L'affitto dell’alloggio, nord-est 24h")).toEqual([
			'L',
			'affitto',
			'dell',
			'alloggio',
			'nord',
			'est',
			'24h'
		]);
	});

	it('lose nothing but what is between them', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const letters = text.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}]/gu, '');
				expect(tokenize(text).join('')).toBe(letters);
			})
		);
	});

	it('stay the same when they are processed again, as an index does with what it stored', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				for (const token of tokenize(text)) {
					const term = processTerm(token);
					if (term !== null) expect(processTerm(term)).toBe(term);
				}
			})
		);
	});

	it('leave out the little words', () => {
		expect(
			tokenize('Un aiuto per la spesa di chi è solo').flatMap((token) => processTerm(token) ?? [])
		).toEqual(['aiuto', 'spesa', 'solo']);
	});
});

describe('near words', () => {
	it.each([
		['badante', 'assistente familiare'],
		['Badanti', 'assistente familiare'],
		['spesa', 'emporio'],
		['bollette', 'utenze'],
		['affitto', 'locazione'],
		['pannolini', 'prima infanzia'],
		['pannoloni', 'ausili'],
		['dottore', 'medico'],
		['nonna', 'anziani'],
		['permesso', 'permesso di soggiorno'],
		['compiti', 'doposcuola'],
		['carrozzina', 'disabili'],
		['macchina', 'trasporto'],
		['povertà', 'sostegno al reddito']
	])('of %s have %s', (word, near) => {
		expect(nearWords(word)).toContain(near);
	});

	it('are none for most words, and never the word itself', () => {
		expect(nearWords('anziani')).toEqual([]);
		expect(nearWords('pasti')).not.toContain('pasti');
		for (const { words } of synonyms)
			for (const word of words) expect(nearWords(word)).not.toContain(word);
	});

	it('are there for at least sixty things a desk is asked for, each by single words', () => {
		expect(synonyms.length).toBeGreaterThanOrEqual(60);
		for (const { words, near } of synonyms) {
			for (const word of words) expect(tokenize(word)).toHaveLength(1);
			for (const phrase of near) {
				expect(tokenize(phrase).some((token) => processTerm(token) !== null)).toBe(true);
			}
		}
	});
});

describe('the plan of a search', () => {
	it('asks for every word, and says which words it added', () => {
		const plan = planSearch('la badante per anziani');
		expect(plan?.nearWords).toEqual(['assistente familiare', 'assistenza domiciliare']);
		expect(plan?.query).toMatchObject({
			combineWith: 'AND',
			queries: [{ combineWith: 'OR', queries: ['badante', {}, {}] }, 'anziani']
		});
	});

	it('is none when nothing was typed that can be searched for', () => {
		for (const text of ['', '  ', 'per la', '…', 'l’']) expect(planSearch(text)).toBeNull();
	});
});
