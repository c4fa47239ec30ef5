import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DraftKeeper, KEEP_AFTER_MS, type DraftPort } from './draft-keeper.svelte';

/** A device whose writes end when the test says so. */
function aDevice() {
	const ends: (() => void)[] = [];
	let kept: unknown = null;
	const write = (apply: () => void) =>
		new Promise<void>((resolve) =>
			ends.push(() => {
				apply();
				resolve();
			})
		);
	return {
		get kept() {
			return kept;
		},
		get writing() {
			return ends.length;
		},
		endWrite: () => ends.shift()?.(),
		async save(value: unknown) {
			await write(() => (kept = value));
			return { ok: true as const };
		},
		remove: () => write(() => (kept = null))
	};
}

function anInstantDevice(result: Awaited<ReturnType<DraftPort['save']>> = { ok: true }) {
	return { save: vi.fn(async () => result), remove: vi.fn(async () => undefined) };
}

describe('draft keeper', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it('writes once for a burst of letters', async () => {
		const device = anInstantDevice();
		const keeper = new DraftKeeper(device);
		for (const text of ['A', 'An', 'Ann', 'Anna']) keeper.changed({ text });
		expect(device.save).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(KEEP_AFTER_MS);
		expect(device.save.mock.calls).toEqual([[{ text: 'Anna' }]]);
		expect(keeper.state).toBe('kept');
	});

	it('writes at once when the page is about to go', async () => {
		const device = anInstantDevice();
		const keeper = new DraftKeeper(device);
		keeper.changed({ text: 'Anna' });
		await keeper.flush();
		expect(device.save).toHaveBeenCalledTimes(1);
		await vi.advanceTimersByTimeAsync(KEEP_AFTER_MS);
		expect(device.save).toHaveBeenCalledTimes(1);
	});

	it('never lets a slow write land on a newer one', async () => {
		const device = aDevice();
		const keeper = new DraftKeeper(device);
		keeper.changed({ text: 'old' });
		void keeper.flush();
		keeper.changed({ text: 'new' });
		const flushed = keeper.flush();
		await vi.advanceTimersByTimeAsync(0);
		expect(device.writing).toBe(1);
		device.endWrite();
		await vi.advanceTimersByTimeAsync(0);
		device.endWrite();
		await flushed;
		expect(device.kept).toEqual({ text: 'new' });
	});

	it('does not say that all is kept while something newer is waiting', async () => {
		const device = aDevice();
		const keeper = new DraftKeeper(device);
		keeper.changed({ text: 'old' });
		const flushed = keeper.flush();
		keeper.changed({ text: 'new' });
		await vi.advanceTimersByTimeAsync(0);
		device.endWrite();
		await flushed;
		expect(keeper.state).toBe('open');
	});

	it('removes a draft that became empty again', async () => {
		const device = anInstantDevice();
		const keeper = new DraftKeeper(device);
		keeper.changed({ text: 'Anna' });
		await keeper.flush();
		keeper.changed(null);
		await keeper.flush();
		expect(device.remove).toHaveBeenCalledTimes(1);
		expect(keeper.state).toBe('open');
	});

	it('leaves no draft behind once the request is being registered', async () => {
		const device = anInstantDevice();
		const keeper = new DraftKeeper(device);
		keeper.changed({ text: 'Anna' });
		await keeper.stop();
		expect(device.save).toHaveBeenCalledTimes(1);
		keeper.changed({ text: 'Anna B.' });
		await vi.advanceTimersByTimeAsync(KEEP_AFTER_MS);
		expect(device.save).toHaveBeenCalledTimes(1);
	});

	it('goes on keeping when the request could not be registered', async () => {
		const device = anInstantDevice();
		const keeper = new DraftKeeper(device);
		await keeper.stop();
		keeper.resume();
		keeper.changed({ text: 'Anna' });
		await vi.advanceTimersByTimeAsync(KEEP_AFTER_MS);
		expect(device.save).toHaveBeenCalledTimes(1);
	});

	it('says that the tablet is full', async () => {
		const keeper = new DraftKeeper(anInstantDevice({ ok: false, error: { kind: 'storage-full' } }));
		keeper.changed({ text: 'Anna' });
		await keeper.flush();
		expect(keeper.state).toBe('full');
	});
});
