/** The present minute, for words such as "da 2 giorni" that grow old on the screen. */
let now = $state(Date.now());

if (globalThis.document) {
	setInterval(() => {
		now = Date.now();
	}, 30_000);
	document.addEventListener('visibilitychange', () => {
		if (document.visibilityState === 'visible') now = Date.now();
	});
}

export const clock = {
	/** Milliseconds since the epoch, right to half a minute. */
	get now(): number {
		return now;
	}
};
