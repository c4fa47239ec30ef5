/** The code that enrols a tablet, as it is typed: capitals, in two groups, whatever the keyboard gives. */

const LENGTH = 8;
const GROUP = 4;

/** Only what can be part of a code. */
function lettersAndDigits(text: string): string {
	return text.toUpperCase().replace(/[^0-9A-Z]/g, '');
}

function grouped(code: string): string {
	return code.length > GROUP ? `${code.slice(0, GROUP)}-${code.slice(GROUP)}` : code;
}

/**
 * What the field shows after a keystroke or a paste.
 * @param caret where the caret stands in `typed`; it stays behind the same letter.
 */
export function formatCode(typed: string, caret: number): { text: string; caret: number } {
	const text = grouped(lettersAndDigits(typed).slice(0, LENGTH));
	const before = Math.min(lettersAndDigits(typed.slice(0, caret)).length, LENGTH);
	return { text, caret: before > GROUP ? before + 1 : before };
}

/** What is wrong with it, if anything: codes have none of the letters and digits that look alike. */
export function codeProblem(text: string): 'length' | 'look-alike' | null {
	const code = lettersAndDigits(text);
	if (/[01IO]/.test(code)) return 'look-alike';
	return code.length === LENGTH ? null : 'length';
}
