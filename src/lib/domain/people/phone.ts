/**
 * Phone numbers as people write them, kept as E.164 and shown in groups. Italian by default: a number without prefix
 * is a number in Italy, where the leading 0 of a landline belongs to the number.
 */

/** E.164 (`+390372407316`), or null when what was written cannot be a phone number. */
export function parsePhone(text: string): string | null {
	const international = phoneDigits(text)?.international;
	if (!international || international.length < 8 || international.length > 15) return null;
	return `+${international}`;
}

/**
 * The digits of a number or of a part of one, as they were written and as they are when it is written from its
 * beginning, with the country; null when what was written is not only digits and what stands between them.
 */
export function phoneDigits(text: string): { digits: string; international: string } | null {
	const trimmed = text.trim();
	if (!/^[+\d\s().\-/]+$/.test(trimmed)) return null;
	const digits = trimmed.replace(/\D/g, '');
	if (trimmed.startsWith('+')) return { digits, international: digits };
	return { digits, international: digits.startsWith('00') ? digits.slice(2) : `39${digits}` };
}

/** `0372 407 316`, `333 123 4567`, `+44 1234 234 567`: grouped by three from the area code on. */
export function formatPhone(e164: string): string {
	if (e164.startsWith('+39')) {
		const national = e164.slice(3);
		const head = national.startsWith('0') ? national.slice(0, 4) : national.slice(0, 3);
		return `${head} ${groupsOfThree(national.slice(head.length))}`.trim();
	}
	return `${e164.slice(0, 3)} ${groupsOfThree(e164.slice(3))}`;
}

function groupsOfThree(digits: string): string {
	if (digits.length <= 4) return digits;
	return `${digits.slice(0, 3)} ${groupsOfThree(digits.slice(3))}`;
}
