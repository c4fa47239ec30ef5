/**
 * Cards are made one after the other. A first answer can bring twenty, each with reasons and prices, and on a cheap tablet who has
 * answered would wait for all of them: what they see first is made first, what stands there already says the new reasons right after
 * it, and the rest comes as soon as that is on the screen.
 */

/** How many new cards an answer waits for. */
export const AT_ONCE = 1;

/**
 * @param wanted what each card is to show, by its key, in the order of the screen
 * @param drawn what each of those that are there shows
 * @param anew whether those that are there show what is wanted of them, too
 * @returns what is there of them, and the next few
 */
export function drawMore<T>(
	wanted: ReadonlyMap<string, T>,
	drawn: ReadonlyMap<string, T>,
	{ anew }: { anew: boolean }
): Map<string, T> {
	const next = new Map<string, T>();
	let left = AT_ONCE;
	for (const [key, shows] of wanted) {
		const before = drawn.get(key);
		if (before !== undefined) next.set(key, anew ? shows : before);
		else if (left-- > 0) next.set(key, shows);
	}
	return next;
}
