/**
 * Brings a replica up to what its store holds, write after write, whichever tab has written.
 *
 * Invariants
 * - Events are applied in the order of their writes. One that comes before another that lacks waits for it; what still
 *   lacks after a while is never told, as by a tab that was closed: then the store is read.
 * - What is only added is shown at once, in whatever order: nobody waits to see what they have saved.
 */
import type { DeviceEvent, DeviceStore, Platform, WriteNumber } from './ports.ts';
import type { Replica } from './replica.ts';

/** How long another tab may take to tell of its write, once a later one is known. */
const TELLING_MS = 1000;

export interface InOrder {
	/** Resolves when the replica contains the write. */
	take(event: DeviceEvent, write: WriteNumber): Promise<void>;
	/** Reads the store. */
	loadAnew(): Promise<void>;
}

/** @param loaded the writes that the replica contains */
export function createInOrder(
	replica: Replica,
	store: Pick<DeviceStore, 'load'>,
	platform: Pick<Platform, 'after'>,
	loaded: number
): InOrder {
	/** All writes up to here are in the replica. */
	let through = loaded;
	/** Told of, and waiting for an earlier one. */
	const ahead = new Map<WriteNumber, DeviceEvent>();
	let gap: { filled: Promise<void>; end(): void } | null = null;

	function applyNext() {
		for (;;) {
			const event = ahead.get(through + 1);
			if (!event) break;
			ahead.delete(through + 1);
			through += 1;
			replica.apply(event);
		}
		if (ahead.size === 0) gap?.end();
	}

	async function loadAnew() {
		const state = await store.load();
		// Whoever has read beside this has read more.
		if (state.writes < through) return;
		through = state.writes;
		replica.reset(state);
		for (const [write, event] of ahead) {
			if (write <= through) ahead.delete(write);
			else if (event.kind === 'appended') replica.apply(event);
		}
		applyNext();
	}

	function filled(): Promise<void> {
		if (gap) return gap.filled;
		let end: () => void = () => undefined;
		const waiting = new Promise<void>((resolve, reject) => {
			const cancel = platform.after(TELLING_MS, () => {
				gap = null;
				loadAnew().then(resolve, reject);
			});
			end = () => {
				gap = null;
				cancel();
				resolve();
			};
		});
		gap = { filled: waiting, end };
		return waiting;
	}

	return {
		async take(event, write) {
			if (write <= through) return;
			ahead.set(write, event);
			if (event.kind === 'appended') replica.apply(event);
			applyNext();
			if (write > through) await filled();
		},
		loadAnew
	};
}
