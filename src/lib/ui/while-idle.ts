/** Some browsers say when nobody waits for anything; in others it is guessed. */
const GUESS_MS = 200;

function nextIdle(work: () => void): () => void {
	if (typeof requestIdleCallback === 'function') {
		const handle = requestIdleCallback(work);
		return () => cancelIdleCallback(handle);
	}
	const timer = setTimeout(work, GUESS_MS);
	return () => clearTimeout(timer);
}

/** Does one after the other, each when nobody waits for anything. @returns takes back those that are left */
export function whileIdle([first, ...others]: readonly (() => void)[]): () => void {
	if (!first) return () => undefined;
	let cancel = nextIdle(() => {
		first();
		cancel = whileIdle(others);
	});
	return () => cancel();
}
