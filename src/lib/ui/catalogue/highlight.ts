/** Finds, in a text as it was written, the words of the index that a search matched. */
import { fold } from '$lib/domain/catalogue/search-settings';

export interface TextPart {
	text: string;
	marked: boolean;
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/**
 * Cuts `text` into parts, marking the words whose folded form is in `foldedWords`. Marked words with only a space
 * between them become one part, so that "assistenti familiari" is one mark.
 */
export function highlight(text: string, foldedWords: readonly string[]): TextPart[] {
	if (foldedWords.length === 0) return [{ text, marked: false }];
	const wanted = new Set(foldedWords);
	const parts: TextPart[] = [];
	let end = 0;
	for (const match of text.matchAll(WORD)) {
		if (!wanted.has(fold(match[0]))) continue;
		const last = parts.at(-1);
		const between = text.slice(end, match.index);
		if (last?.marked && between === ' ') {
			last.text += between + match[0];
		} else {
			if (between !== '') parts.push({ text: between, marked: false });
			parts.push({ text: match[0], marked: true });
		}
		end = match.index + match[0].length;
	}
	if (end < text.length) parts.push({ text: text.slice(end), marked: false });
	return parts;
}
