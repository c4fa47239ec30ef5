import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PinAnswer, PinAsk } from './pin-messages.ts';
import { pins } from './pins.svelte.ts';

const MARTAS = { userId: 'marta', endsAt: 1_800_000_000_000, triesLeft: 5 };

/** The page beside a service worker that answers so, or never. */
function aPageWith(active: { answer: (ask: PinAsk) => PinAnswer | Promise<PinAnswer> } | null) {
	const asked: PinAsk[] = [];
	const worker = active && {
		async postMessage(ask: PinAsk, [port, ...given]: [MessagePort, ...ArrayBuffer[]]) {
			asked.push(structuredClone(ask, { transfer: given }));
			port.postMessage(await active.answer(ask));
		}
	};
	vi.stubGlobal('navigator', {
		serviceWorker: { getRegistration: async () => ({ active: worker }) }
	});
	return asked;
}

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval'] }));
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

describe('PINs as a page knows them', () => {
	it('are nobody’s where there is no service worker', async () => {
		aPageWith(null);
		expect(await pins.set('marta', '730295', new Uint8Array(32))).toBe(false);
		expect(await pins.open('marta', '730295')).toEqual({ ok: false, error: { kind: 'no-pin' } });
		expect(pins.isPossible).toBe(false);
	});

	it('are those that the worker says it holds', async () => {
		aPageWith({ answer: () => ({ live: [MARTAS] }) });
		await pins.watch();
		expect(pins.isPossible).toBe(true);
		expect(pins.of('marta')).toEqual(MARTAS);
		expect(pins.of('davide')).toBeNull();
	});

	it('leave the page with the key that they open', async () => {
		const asked = aPageWith({ answer: () => ({ live: [MARTAS] }) });
		const key = new Uint8Array(32).fill(7);
		expect(await pins.set('marta', '730295', key)).toBe(true);
		expect(key.byteLength).toBe(0);
		expect(asked[0]).toMatchObject({ kind: 'pin-set', key: new Uint8Array(32).fill(7) });
	});

	it('are nobody’s while the worker does not answer, and are there again when it does', async () => {
		let answer: (answer: PinAnswer) => void = () => undefined;
		aPageWith({ answer: () => new Promise((resolve) => (answer = resolve)) });
		const watching = pins.watch();
		await vi.advanceTimersByTimeAsync(2000);
		await watching;
		expect(pins.live).toEqual([]);
		answer({ live: [MARTAS] });
		await vi.waitFor(() => expect(pins.of('marta')).toEqual(MARTAS));
	});
});
