import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { randomBytes } from '../vault/bytes.ts';
import type { PinAnswer, PinAsk } from './pin-messages.ts';
import { answerPins, type PinWorkerScope } from './pin-worker.ts';

type Listener = Parameters<PinWorkerScope['addEventListener']>[1];

/** A service worker that somebody has started. */
function aWorker() {
	let listener: Listener = () => undefined;
	const registration = Object.assign(new EventTarget(), {
		installing: null as unknown,
		waiting: null as unknown
	});
	answerPins({ registration, addEventListener: (_type, added) => (listener = added) });
	/** Whether the worker still has something to do. */
	let stays = 0;
	function send(data: unknown): Promise<PinAnswer> {
		return new Promise((resolve) => {
			const port = { postMessage: resolve } as unknown as MessagePort;
			listener({
				data,
				ports: [port],
				waitUntil(promise) {
					stays += 1;
					void promise.finally(() => (stays -= 1));
				}
			});
		});
	}
	return {
		registration,
		ask: (ask: PinAsk) => send(ask),
		send,
		stays: () => stays > 0
	};
}

const setMartas = (pin = '730295'): PinAsk => ({
	kind: 'pin-set',
	userId: 'marta',
	pin,
	key: randomBytes(32)
});

/** Everywhere that a worker could write to. */
const PLACES = ['indexedDB', 'caches', 'localStorage', 'sessionStorage', 'fetch', 'navigator'];

const touched: string[] = [];
beforeEach(() => {
	touched.length = 0;
	for (const place of PLACES) {
		const refuse = () => {
			touched.push(place);
			throw new Error(`${place} is out of bounds for a PIN`);
		};
		vi.stubGlobal(place, new Proxy(refuse, { get: refuse, apply: refuse }));
	}
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

describe('the service worker that holds PINs', () => {
	it('opens with a PIN, counts wrong ones and forgets, and writes to no place', async () => {
		const { ask } = aWorker();
		const question = setMartas();
		const key = question.kind === 'pin-set' ? question.key.slice() : null;
		await ask(question);
		const opened = await ask({ kind: 'pin-open', userId: 'marta', pin: '730295' });
		expect(opened.opened).toEqual({ ok: true, key });
		const failed = await ask({ kind: 'pin-open', userId: 'marta', pin: '111111' });
		expect(failed.live).toMatchObject([{ userId: 'marta', triesLeft: 4 }]);
		expect((await ask({ kind: 'pin-forget', userIds: 'all' })).live).toEqual([]);
		expect(touched).toEqual([]);
	});

	it('knows nothing of them once it was started anew', async () => {
		await aWorker().ask(setMartas());
		const { ask } = aWorker();
		expect((await ask({ kind: 'pin-live' })).live).toEqual([]);
		const answer = await ask({ kind: 'pin-open', userId: 'marta', pin: '730295' });
		expect(answer.opened).toEqual({ ok: false, error: { kind: 'no-pin' } });
	});

	it('gives what it tells a page no key and no PIN but for the right PIN', async () => {
		const { ask } = aWorker();
		await ask(setMartas());
		const answers = [
			await ask({ kind: 'pin-live' }),
			await ask({ kind: 'pin-open', userId: 'marta', pin: '730296' })
		];
		for (const { live } of answers) {
			expect(Object.keys(live[0]!).sort()).toEqual(['endsAt', 'triesLeft', 'userId']);
		}
		expect(answers[1]!.opened).toEqual({ ok: false, error: { kind: 'wrong-pin', triesLeft: 4 } });
	});

	it('stays while there is a PIN to hold, until nobody asks any more', async () => {
		const worker = aWorker();
		await worker.ask({ kind: 'pin-live' });
		await vi.waitFor(() => expect(worker.stays()).toBe(false));
		await worker.ask(setMartas());
		vi.useFakeTimers();
		await worker.ask({ kind: 'pin-live' });
		await vi.advanceTimersByTimeAsync(90_000);
		expect(worker.stays()).toBe(true);
		await vi.advanceTimersByTimeAsync(10_000);
		expect(worker.stays()).toBe(false);
	});

	it('holds up no new version of the app', async () => {
		const worker = aWorker();
		await worker.ask(setMartas());
		expect(worker.stays()).toBe(true);
		worker.registration.installing = {};
		worker.registration.dispatchEvent(new Event('updatefound'));
		await vi.waitFor(() => expect(worker.stays()).toBe(false));
		await worker.ask({ kind: 'pin-live' });
		await vi.waitFor(() => expect(worker.stays()).toBe(false));
	});

	it('does not answer what it does not understand', async () => {
		const worker = aWorker();
		await worker.ask(setMartas());
		const answered = vi.fn();
		void worker.send({ type: 'SKIP_WAITING' }).then(answered);
		void worker
			.send({ kind: 'pin-set', userId: 'marta', pin: '730295', key: 'text' })
			.then(answered);
		const { live } = await worker.ask({ kind: 'pin-live' });
		expect(live).toHaveLength(1);
		expect(answered).not.toHaveBeenCalled();
	});
});
