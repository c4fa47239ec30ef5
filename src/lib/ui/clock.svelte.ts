/** The time of day for what is shown in words: "oggi", "da 20 min". Runs only while something on the screen reads it. */
import { createSubscriber } from 'svelte/reactivity';

/** Words change by the minute; half of one keeps them from lagging behind. */
const TICK_MS = 30_000;

const track = createSubscriber((update) => {
	const timer = setInterval(update, TICK_MS);
	// A tablet that slept shows the right time as soon as it is looked at.
	document.addEventListener('visibilitychange', update);
	return () => {
		clearInterval(timer);
		document.removeEventListener('visibilitychange', update);
	};
});

export const clock = {
	/** Milliseconds since the epoch. */
	get now(): number {
		track();
		return Date.now();
	}
};
