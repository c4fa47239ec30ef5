/** Looks for many words at once: one pass over the bytes, whatever the number of words and forms. */
import { formsOf, SHORTEST, type WordForm } from './word-forms.ts';

export type Matcher = (bytes: Buffer) => WordForm[];

const BITS = 16;

/** Of the four bytes that a form begins with. */
function slot(a: number, b: number, c: number, d: number): number {
	return Math.imul(a | (b << 8) | (c << 16) | (d << 24), 0x9e3779b1) >>> (32 - BITS);
}

/** @throws RangeError when a word is shorter than `SHORTEST` */
export function createMatcher(words: readonly string[]): Matcher {
	const short = words.find((word) => word.length < SHORTEST);
	if (short !== undefined) {
		throw new RangeError(`"${short}" is too short: words of ${SHORTEST} letters or more.`);
	}
	const formsBySlot = new Map<number, WordForm[]>();
	const isTaken = new Uint8Array(2 ** BITS);
	for (const form of words.flatMap(formsOf)) {
		const [a, b, c, d] = form.bytes as unknown as [number, number, number, number];
		const key = slot(a, b, c, d);
		isTaken[key] = 1;
		formsBySlot.set(key, [...(formsBySlot.get(key) ?? []), form]);
	}

	return (bytes) => {
		const found = new Set<WordForm>();
		for (let at = 0; at + 3 < bytes.length; at++) {
			const key = slot(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);
			if (isTaken[key] === 0) continue;
			for (const form of formsBySlot.get(key)!) {
				if (found.has(form)) continue;
				if (bytes.subarray(at, at + form.bytes.length).equals(form.bytes)) found.add(form);
			}
		}
		return [...found];
	};
}
