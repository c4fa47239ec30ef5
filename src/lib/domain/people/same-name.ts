/** Names are compared as people write them: case, accents, order and punctuation do not count. */
import { nameWords } from './sound.ts';

function inOneOrder(name: string): string {
	return nameWords(name).sort().join(' ');
}

export function sameName(a: string, b: string): boolean {
	const words = inOneOrder(a);
	return words !== '' && words === inOneOrder(b);
}
