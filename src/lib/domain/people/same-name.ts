/** Names are compared as people write them: case, accents, order and punctuation do not count. */
function nameWords(name: string): string {
	return name
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean)
		.sort()
		.join(' ');
}

export function sameName(a: string, b: string): boolean {
	const words = nameWords(a);
	return words !== '' && words === nameWords(b);
}
