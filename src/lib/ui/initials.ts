/** The letters on a person's arch: first and last word of the name. */
export function initials(name: string): string {
	const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word));
	const first = words[0]?.charAt(0) ?? '';
	const last = words.length > 1 ? (words.at(-1)?.charAt(0) ?? '') : '';
	return (first + last).toUpperCase();
}
