/** How much room is left on this device for the app's data, looked at now and then. */
import { isLittleSpace, LITTLE_SPACE_BYTES } from '$lib/domain/devices/space';
import { freeBytesOf } from './probe';

/** A look takes some milliseconds of a worker; after each save of a busy morning it would still be too many. */
const LOOK_EVERY_MS = 5 * 60_000;
/** What somebody has opened is drawn first. */
const FIRST_LOOK_AFTER_MS = 2000;
/** An old tablet takes long to start a worker. One that does not answer is given up. */
const PROBE_LIMIT_MS = 10_000;

/** Null when it could not be tried. */
async function probed(): Promise<number | null> {
	const worker = new Worker(new URL('./probe.worker.ts', import.meta.url), { type: 'module' });
	try {
		return await new Promise<number | null>((resolve) => {
			const giveUp = () => resolve(null);
			worker.addEventListener('message', ({ data }: MessageEvent<number | null>) => resolve(data));
			worker.addEventListener('error', giveUp);
			setTimeout(giveUp, PROBE_LIMIT_MS);
			worker.postMessage(LITTLE_SPACE_BYTES);
		});
	} finally {
		worker.terminate();
	}
}

async function freeBytes(): Promise<number | null> {
	const estimate = (await navigator.storage?.estimate?.()) ?? {};
	return freeBytesOf(estimate, await probed(), LITTLE_SPACE_BYTES);
}

class Room {
	#free = $state.raw<number | null>(null);
	#looking: Promise<number | null> | null = null;
	#lookedAt = -Infinity;
	#timer: ReturnType<typeof setInterval> | undefined;

	/** Bytes at the last look; null while nobody knows. Where there is enough it is the browser's word. */
	get free(): number | null {
		return this.#free;
	}

	get isLittle(): boolean {
		return isLittleSpace(this.#free);
	}

	/** Looks soon, and from here on now and then. Further calls do nothing. */
	start(): void {
		if (this.#timer !== undefined) return;
		this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
		setTimeout(() => void this.look(), FIRST_LOOK_AFTER_MS);
	}

	/** @param now also when it was looked at a moment ago: something was refused */
	look({ now = false } = {}): Promise<number | null> {
		if (this.#looking) return this.#looking;
		// While there is little, each save counts.
		const isFresh = !this.isLittle && Date.now() - this.#lookedAt < LOOK_EVERY_MS;
		if (isFresh && !now) return Promise.resolve(this.#free);
		this.#looking = freeBytes()
			.catch(() => null)
			.then((free) => {
				this.#lookedAt = Date.now();
				return (this.#free = free);
			})
			.finally(() => (this.#looking = null));
		return this.#looking;
	}
}

export const room = new Room();
