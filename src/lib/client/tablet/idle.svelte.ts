/**
 * Locks a tablet that nobody touches. It asks the clock each second and does not count: a tablet that slept is as idle as
 * one that was awake.
 */
/** How long before the lock it is said. */
export const NOTICE_MS = 30_000;

const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

export interface IdleWatch {
	/** Seconds until the lock, from the notice on; null before. */
	readonly secondsLeft: number | null;
	stay(): void;
	stop(): void;
}

export function watchIdle(
	limitMs: () => number,
	onIdle: () => void,
	now: () => number = Date.now
): IdleWatch {
	let lastTouch = now();
	let isOver = false;
	let secondsLeft = $state<number | null>(null);
	const look = () => {
		if (isOver) return;
		const leftMs = lastTouch + limitMs() - now();
		secondsLeft = leftMs <= NOTICE_MS ? Math.max(0, Math.ceil(leftMs / 1000)) : null;
		if (leftMs > 0) return;
		isOver = true;
		onIdle();
	};
	const touch = () => {
		// Once it was idle for too long, a touch is the next person's.
		look();
		if (isOver) return;
		lastTouch = now();
		secondsLeft = null;
	};
	const timer = setInterval(look, 1000);
	for (const event of TOUCHES) addEventListener(event, touch, { capture: true, passive: true });
	document.addEventListener('visibilitychange', look);
	return {
		get secondsLeft() {
			return secondsLeft;
		},
		stay: touch,
		stop() {
			clearInterval(timer);
			for (const event of TOUCHES) removeEventListener(event, touch, { capture: true });
			document.removeEventListener('visibilitychange', look);
		}
	};
}
