/**
 * Receipt codes: what a citizen takes home, reads over the phone and types into another desk's tablet.
 *
 * 55 random bits as eleven symbols of Crockford's base 32 (no I, L, O, U), then one check symbol: three groups of four,
 * `7K4M-29QX-3TBG`. The check symbol is a Horner evaluation over GF(32) at a primitive element, so every single wrong
 * symbol and every swap of two neighbours is found. Reading forgives case, spaces, dashes, and I/L for 1, O for 0.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SYMBOLS = 11;

/** Multiplies by the primitive element of GF(32) with x⁵ + x² + 1. */
function timesAlpha(value: number): number {
	const shifted = value << 1;
	return shifted & 32 ? shifted ^ 0b100101 : shifted;
}

function checkSymbol(symbols: string): string {
	let sum = 0;
	for (const symbol of symbols) sum = timesAlpha(sum ^ ALPHABET.indexOf(symbol));
	return ALPHABET.charAt(sum);
}

function grouped(code: string): string {
	return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8, 12)}`;
}

/** @param random fills the array with random bytes, as `crypto.getRandomValues` does. */
export function createReceiptCode(random: (bytes: Uint8Array) => Uint8Array): string {
	const bytes = random(new Uint8Array(SYMBOLS));
	// 256 is a multiple of 32, so the low five bits of a random byte are uniform.
	const symbols = Array.from(bytes, (byte) => ALPHABET.charAt(byte & 31)).join('');
	return grouped(symbols + checkSymbol(symbols));
}

/** The symbols of a code or of the beginning of one, as it was written; null when there is one that no code has. */
export function receiptSymbols(text: string): string | null {
	const symbols = text
		.toUpperCase()
		.replace(/[\s\-–.]/g, '')
		.replace(/[IL]/g, '1')
		.replace(/O/g, '0');
	return [...symbols].every((symbol) => ALPHABET.includes(symbol)) ? symbols : null;
}

/** The code as it is stored, or null when it is not one: wrong length, symbol or check. */
export function parseReceiptCode(text: string): string | null {
	const symbols = receiptSymbols(text);
	if (symbols?.length !== SYMBOLS + 1) return null;
	const body = symbols.slice(0, SYMBOLS);
	return checkSymbol(body) === symbols.charAt(SYMBOLS) ? grouped(symbols) : null;
}

/** A text in pieces, those at odd places being the receipt codes in it: on a screen none of them breaks across lines. */
export function aroundReceiptCodes(text: string): string[] {
	return text.split(/\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\b/);
}
