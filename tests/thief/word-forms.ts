/** How a word may lie in a file, letter by letter. */

export interface WordForm {
	word: string;
	/** The name of the form, for whoever reads what was found. */
	form: string;
	bytes: Buffer;
}

/** Shorter ones are met by chance. */
export const SHORTEST = 4;

function utf16be(text: string): Buffer {
	return Buffer.from(text, 'utf16le').swap16();
}

/**
 * The letters of a base64 text that stand for these bytes alone, whatever comes before and after.
 * @param skipped how many bytes before them are in their first group of three
 */
function base64Core(bytes: Buffer, skipped: number): string {
	const text = Buffer.concat([Buffer.alloc(skipped), bytes])
		.toString('base64')
		.replaceAll('=', '');
	const first = Math.ceil((skipped * 8) / 6);
	const last = Math.floor(((skipped + bytes.length) * 8) / 6);
	return text.slice(first, last);
}

function encoded(bytes: Buffer): string[] {
	const texts = [0, 1, 2].map((skipped) => base64Core(bytes, skipped));
	return texts.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}

function formsOfSpelling(spelling: string): [form: string, bytes: Buffer][] {
	const utf8 = Buffer.from(spelling);
	const utf16 = Buffer.from(spelling, 'utf16le');
	const escaped = JSON.stringify(spelling).slice(1, -1);
	const ascii = escaped.replace(
		/[^ -~]/g,
		(letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
	);
	const isLatin1 = [...spelling].every((letter) => letter.charCodeAt(0) < 256);
	return [
		['UTF-8', utf8],
		...(isLatin1 ? ([['Latin-1', Buffer.from(spelling, 'latin1')]] as const) : []),
		['UTF-16LE', utf16],
		['UTF-16BE', utf16be(spelling)],
		['JSON', Buffer.from(ascii)],
		['in an address', Buffer.from(encodeURIComponent(spelling))],
		['in an address', Buffer.from(encodeURIComponent(spelling).replaceAll('%20', '+'))],
		...encoded(utf8).map((text) => ['base64', Buffer.from(text)] as const),
		...encoded(utf16).map((text) => ['base64 of UTF-16LE', Buffer.from(text)] as const)
	].map(([form, bytes]) => [form as string, bytes as Buffer]);
}

/** As it is written and in small letters, in every encoding that a browser uses. Each sequence of bytes once. */
export function formsOf(word: string): WordForm[] {
	const forms = new Map<string, WordForm>();
	for (const spelling of new Set([word, word.toLowerCase()])) {
		for (const [form, bytes] of formsOfSpelling(spelling)) {
			const known = bytes.toString('hex');
			if (!forms.has(known)) forms.set(known, { word, form, bytes });
		}
	}
	return [...forms.values()];
}
