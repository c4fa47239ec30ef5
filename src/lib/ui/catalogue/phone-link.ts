/** A `tel:` address for a number as people write it; null when too little of it is digits (masked, or words). */
export function phoneHref(number: string): string | null {
	const dialled = number.replace(/(?!^\+)\D/g, '');
	const digits = dialled.replace('+', '');
	if (digits.length < 3 || /[xX*]{2}/.test(number)) return null;
	return `tel:${dialled}`;
}
