/** Figures as people type them. */

/** "8.400,50", "8400.5", "8 400": dots and commas as people type them; of two kinds the last parts the cents. */
export function parseFigure(text: string): number | null {
	const plain = text.replace(/[\s€]/g, '');
	if (!/^\d[\d.,]*$/.test(plain)) return null;
	const [, whole = '', , decimals = ''] = /^(.*?)(?:([.,])(\d{1,2}))?$/.exec(plain) ?? [];
	const digits = whole.replace(/[.,]/g, '');
	// What is left of separators parts thousands, of which there are some: "0,001" is no euro.
	if (/[.,]/.test(whole) && !/^[1-9]\d{0,2}([.,]\d{3})+$/.test(whole)) return null;
	return Number(`${digits}.${decimals || '0'}`);
}

/** Whole cents of euros as they were typed; null when it is no amount above zero. */
export function parseCents(text: string): number | null {
	const figure = parseFigure(text);
	const cents = figure === null ? 0 : Math.round(figure * 100);
	return cents > 0 && Number.isSafeInteger(cents) ? cents : null;
}

/** Cents as they stand in a field: "12,50", and "12" of whole euros. */
export function centsText(cents: number): string {
	const [euros, rest] = [Math.floor(cents / 100), cents % 100];
	return rest === 0 ? String(euros) : `${euros},${String(rest).padStart(2, '0')}`;
}
