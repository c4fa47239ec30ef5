/**
 * Lets a crowd through one by one: a single one at each turn of the event loop, in the order in which they came. What
 * comes meanwhile and stands in no line is answered between two of them, not after them all.
 */
export function createTurns(): () => Promise<void> {
	let last = Promise.resolve();
	return () => {
		last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
		return last;
	};
}
