/**
 * Cards are made one after the other. A first answer can bring twenty, each with reasons and prices, and on a cheap tablet who has
 * answered would wait for all of them: what they see first is made first, and the rest as soon as that is on the screen.
 */

/** How many new cards an answer waits for. */
export const AT_ONCE = 1;

/**
 * @param wanted ids of the cards, in the order of the screen
 * @param drawn those that are there
 * @returns what is there of them, and the next few
 */
export function drawMore(wanted: readonly string[], drawn: ReadonlySet<string>): Set<string> {
	let left = AT_ONCE;
	return new Set(wanted.filter((id) => drawn.has(id) || left-- > 0));
}
