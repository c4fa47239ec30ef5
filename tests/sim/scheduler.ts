/**
 * Virtual time. One event runs at a time; whatever promises it has set going come to rest before the next one, so the
 * order of everything is the order of the queue.
 */

export interface Scheduler {
	/** Milliseconds since the epoch. */
	readonly now: number;
	sleep(ms: number): Promise<void>;
	/** Calls back once; the returned function cancels. */
	after(ms: number, callback: () => void): () => void;
	/** Runs what is due up to a time, and leaves the clock there; `afterEach` after every event. */
	runUntil(time: number, afterEach?: () => void): Promise<void>;
	/** How many events have run. */
	readonly events: number;
}

interface Event {
	at: number;
	order: number;
	callback: (() => void) | null;
}

const isBefore = (a: Event, b: Event) => a.at < b.at || (a.at === b.at && a.order < b.order);

/** What is put off to the next tick runs when no promise has anything left to do, and asks no system whether there is news. */
const atRest = () => new Promise<void>((resolve) => process.nextTick(resolve));

export function createScheduler(start: number): Scheduler {
	let now = start;
	let order = 0;
	let events = 0;
	/** A binary heap: the earliest first. */
	const heap: Event[] = [];

	function push(event: Event) {
		let index = heap.push(event) - 1;
		while (index > 0) {
			const parent = (index - 1) >> 1;
			if (!isBefore(event, heap[parent]!)) break;
			heap[index] = heap[parent]!;
			index = parent;
		}
		heap[index] = event;
	}

	function pop(): Event {
		const first = heap[0]!;
		const last = heap.pop()!;
		if (heap.length === 0) return first;
		let index = 0;
		for (;;) {
			let child = 2 * index + 1;
			if (child >= heap.length) break;
			if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
			if (!isBefore(heap[child]!, last)) break;
			heap[index] = heap[child]!;
			index = child;
		}
		heap[index] = last;
		return first;
	}

	function after(ms: number, callback: () => void) {
		const event: Event = { at: now + Math.max(0, Math.round(ms)), order: (order += 1), callback };
		push(event);
		return () => {
			event.callback = null;
		};
	}

	return {
		get now() {
			return now;
		},
		get events() {
			return events;
		},
		after,
		sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
		async runUntil(time, afterEach) {
			await atRest();
			while (heap.length > 0 && heap[0]!.at <= time) {
				const { at, callback } = pop();
				if (!callback) continue;
				now = at;
				events += 1;
				callback();
				await atRest();
				afterEach?.();
			}
			now = Math.max(now, time);
		}
	};
}
