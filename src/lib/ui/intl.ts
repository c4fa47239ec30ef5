/**
 * Formats of the language of the screen, each made once: making one takes a hundred times as long as using it, and a list
 * of requests or of prices uses them hundreds of times.
 */
const made = new Map<string, unknown>();

function once<Format>(kind: string, tag: string, options: object, make: () => Format): Format {
	const key = JSON.stringify([kind, tag, options]);
	const known = made.get(key) as Format | undefined;
	if (known) return known;
	const format = make();
	made.set(key, format);
	return format;
}

/** @param tag BCP 47 */
export function dateFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	return once('date', tag, options, () => new Intl.DateTimeFormat(tag, options));
}

/** @param tag BCP 47 */
export function numberFormat(
	tag: string,
	options: Intl.NumberFormatOptions = {}
): Intl.NumberFormat {
	return once('number', tag, options, () => new Intl.NumberFormat(tag, options));
}

/** "ieri", "oggi", "domani". @param tag BCP 47 */
export function relativeFormat(tag: string): Intl.RelativeTimeFormat {
	const options = { numeric: 'auto' } as const;
	return once('relative', tag, options, () => new Intl.RelativeTimeFormat(tag, options));
}
