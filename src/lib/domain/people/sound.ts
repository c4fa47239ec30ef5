/**
 * How a name sounds, so that it is found however somebody wrote it. Our own folding for the languages of the desk, not
 * one of the published algorithms: those are made for English or German surnames.
 *
 * What is folded together, and for whom:
 * - case, accents, apostrophes, hyphens, doubled letters (everybody); Cyrillic by the Ukrainian passport table of 2010;
 * - hard c: c, k, q, ch, ck, kh (Chiara, Kiara; Khalid, Calid);
 * - the sound of "gi": soft g, j, y, dj, xh, gj, zh and i (Giulia, Julia, Yuliia; Xhovana, Giovanna; Djamila, Giamila);
 * - sh: sc before e and i, sci, sh, sz, š, ș and s (Shehu, Scehu); z, ts, tz, ț with s (Aziz, Asis);
 * - gl before i, lj and li; gn and nj (Guglielmo, Guljelmo; Agnese, Anjese);
 * - ph and f, v and w, x and ks, silent h, n and m before p and b (Gianpaolo, Giampaolo);
 * - o, u, ou, oo, which transliterations exchange (Yusuf, Yousef); ee and i (Gurpreet, Gurprit).
 * Arabic and Gurmukhi letters are kept as they are: who writes them finds them written so.
 */

const cyrillic: { readonly [letter: string]: string } = {
	...{ а: 'a', б: 'b', в: 'v', г: 'h', ґ: 'g', д: 'd', е: 'e', є: 'ie', ж: 'zh', з: 'z', и: 'y' },
	...{ і: 'i', ї: 'i', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's' },
	...{ т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ь: '', ю: 'iu' },
	...{ я: 'ia', ы: 'y', э: 'e', ё: 'io', ъ: '' }
};

/** Letters that stay whole when their accents are taken off. */
const whole: { readonly [letter: string]: string } = {
	...{ đ: 'd', ð: 'd', ł: 'l', ø: 'o', ß: 'ss', æ: 'e', œ: 'e', ı: 'i', ț: 'z', ţ: 'z' }
};

/** Lower case without accents, in Latin letters where there is a table for them. */
export function latinLetters(text: string): string {
	return text
		.normalize('NFC')
		.toLowerCase()
		.replace(/[а-яёєіїґđðłøßæœıțţ]/g, (letter) => cyrillic[letter] ?? whole[letter] ?? letter)
		.normalize('NFD')
		.replace(/\p{M}/gu, '');
}

/** The words of a name as they are written, in order. */
export function nameWords(name: string): string[] {
	return latinLetters(name)
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean);
}

/** Longer spellings before the ones they contain: the first that fits is taken. */
const spellings: readonly (readonly [spelling: string, sound: string])[] = [
	['shch', 's'],
	['sch', 'sc'],
	['sci(?=[aou])', 's'],
	['sc(?=[eiy])', 's'],
	['sh|sz', 's'],
	['dzh|dj|gj|xh|zh', 'i'],
	['tch|ch|ck|kh|k|q', 'c'],
	['gh', 'g'],
	['gl(?=i)', 'l'],
	['glj|lj', 'li'],
	['gn', 'ni'],
	['g(?=[eiy])', 'i'],
	['j|y', 'i'],
	['ph', 'f'],
	['th', 't'],
	['dh', 'd'],
	['bh', 'b'],
	['w', 'v'],
	['x', 'cs'],
	['tz|ts|cz|z', 's'],
	['ou|oo|u', 'o'],
	['ee', 'i'],
	['h', '']
];
const anySpelling = new RegExp(spellings.map(([spelling]) => `(${spelling})`).join('|'), 'g');

/** @param word one of `nameWords` */
export function soundOf(word: string): string {
	return word
		.replace(anySpelling, (...match: unknown[]) => {
			const which = spellings.findIndex((_, index) => match[index + 1] !== undefined);
			return spellings[which]?.[1] ?? '';
		})
		.replace(/n+(?=[pb])/g, 'm')
		.replace(/(.)\1+/gu, '$1');
}

/** How a whole name sounds, whatever the order of its words; empty when there is none in it. */
export function soundOfName(name: string): string {
	return nameWords(name).map(soundOf).filter(Boolean).sort().join(' ');
}
