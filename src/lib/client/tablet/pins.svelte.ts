/**
 * PINs as a page knows them: who has one that still opens, and asking the service worker, which holds them.
 *
 * Invariants
 * - The page keeps no PIN and nothing that a PIN opens: a key is sent away, or comes and is used at once.
 * - Without a service worker, or without its answer, nobody has a PIN, and the phrase is asked.
 */
import type { Bytes } from '../vault/bytes.ts';
import type { LivePin, PinOpenResult } from './pin-holder.ts';
import type { PinAnswer, PinAsk } from './pin-messages.ts';

/** More often than the shortest time after which a browser ends an idle worker. */
const ASK_EVERY_MS = 15_000;

/** Stretching takes seconds on a slow tablet. */
const STRETCH_MS = 20_000;

/** Nobody waits longer for the rest. A later answer is still taken. */
const ANSWER_MS = 1500;

let live = $state.raw<readonly LivePin[]>([]);
/** The service worker has answered: a PIN can be set. */
let isPossible = $state(false);
let timer: ReturnType<typeof setInterval> | null = null;

function take(answer: PinAnswer | null) {
	live = answer?.live ?? [];
	isPossible = answer !== null;
}

/** Null when there is no worker, it is late, or it is one that knows nothing of PINs. */
async function ask(
	question: PinAsk,
	withinMs: number,
	transfer: Transferable[] = []
): Promise<PinAnswer | null> {
	const registration = await navigator.serviceWorker?.getRegistration('/');
	const worker = registration?.active;
	if (!worker) {
		take(null);
		return null;
	}
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		const giveUp = setTimeout(() => {
			take(null);
			resolve(null);
		}, withinMs);
		port1.onmessage = ({ data }: MessageEvent<PinAnswer>) => {
			clearTimeout(giveUp);
			port1.close();
			take(data);
			resolve(data);
		};
		worker.postMessage(question, [port2, ...transfer]);
	});
}

export const pins = {
	get live(): readonly LivePin[] {
		return live;
	},

	get isPossible(): boolean {
		return isPossible;
	},

	of(userId: string): LivePin | null {
		return live.find((pin) => pin.userId === userId) ?? null;
	},

	/** Asks now and then from here on: it shows what is, and keeps the worker that holds them. */
	watch(): Promise<unknown> {
		timer ??= setInterval(() => {
			if (live.length > 0) void ask({ kind: 'pin-live' }, ANSWER_MS);
		}, ASK_EVERY_MS);
		return ask({ kind: 'pin-live' }, ANSWER_MS);
	},

	/** @param key of the slot; it is gone from here afterwards @returns whether it is held */
	async set(userId: string, pin: string, key: Bytes): Promise<boolean> {
		const answer = await ask({ kind: 'pin-set', userId, pin, key }, STRETCH_MS, [key.buffer]);
		return answer?.live.some((held) => held.userId === userId) ?? false;
	},

	async open(userId: string, pin: string): Promise<PinOpenResult> {
		const answer = await ask({ kind: 'pin-open', userId, pin }, STRETCH_MS);
		return answer?.opened ?? { ok: false, error: { kind: 'no-pin' } };
	},

	async forget(userIds: readonly string[] | 'all'): Promise<void> {
		if (userIds.length === 0) return;
		const gone = userIds === 'all' ? 'all' : [...userIds];
		await ask({ kind: 'pin-forget', userIds: gone }, ANSWER_MS);
	}
};
