import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { highlight } from './highlight';

const marked = (text: string, words: string[]) =>
	highlight(text, words)
		.filter((part) => part.marked)
		.map((part) => part.text);

describe('marking the words that matched', () => {
	it('marks a word as it is written, whatever its accents and capitals', () => {
		expect(marked('Sportello BADANTI, così com’è', ['badanti', 'cosi'])).toEqual([
			'BADANTI',
			'così'
		]);
	});

	it('marks neighbouring words as one', () => {
		expect(marked('Albo delle assistenti familiari', ['assistenti', 'familiari'])).toEqual([
			'assistenti familiari'
		]);
	});

	it('marks the word after an elision and not its article', () => {
		expect(marked('L’affitto di casa', ['affitto'])).toEqual(['affitto']);
	});

	it('marks whole words only', () => {
		expect(marked('Casa e casalinghi', ['casa'])).toEqual(['Casa']);
	});

	it('never changes the text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (text, words) => {
				const all = highlight(text, [...words, ...text.toLowerCase().split(' ')]);
				expect(all.map((part) => part.text).join('')).toBe(text);
			})
		);
	});
});
