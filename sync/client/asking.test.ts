/**
 * Seen to fail with `asksAnyway` always false: without a word from the server the contact is called good.
 */
import { describe, expect, it, vi } from 'vitest';
import { createMemoryServerStore } from '../server/memory-store.ts';
import { aCaller, cardModel } from '../../tests/builders/card-model.ts';
import { createWorld, uuid } from '../../tests/builders/sync-world.ts';

/** As on a locked tablet: it sends, and receives nothing. */
async function aSilentReader() {
	const world = createWorld(createMemoryServerStore(cardModel, 'one'), cardModel);
	const tablet = await world.device(1, aCaller('ada', []));
	const push = vi.spyOn(tablet.transport, 'push');
	const args = { cardId: uuid(50, 1), desk: 'north', title: 'new' };
	return { world, tablet, push, make: () => tablet.client.write([{ name: 'card.make', args }]) };
}

describe('a contact with nothing to receive', () => {
	it('is good only when the server has answered, with nothing to send as well', async () => {
		const { tablet, world } = await aSilentReader();
		tablet.weather.push('request-lost');
		expect(await tablet.client.contactNow()).toMatchObject({ kind: 'server-silent' });
		expect(tablet.client.replica.meta.lastContactAt).toBeNull();

		expect(await tablet.client.contactNow()).toEqual({ kind: 'ok' });
		expect(tablet.client.replica.meta.lastContactAt).toBe(world.now);

		tablet.weather.push('portal');
		expect(await tablet.client.contactNow()).toEqual({ kind: 'captive-portal' });
		expect(tablet.client.contact.last).toEqual({ kind: 'captive-portal' });
	});

	it('gives up for now when the question itself is called too large', async () => {
		const { tablet, push } = await aSilentReader();
		push.mockResolvedValue({ kind: 'refused', status: 413, retryAfterMs: null });
		expect(await tablet.client.contactNow()).toEqual({ kind: 'not-understood' });
	});

	it('asks no more than once: the answer to what is sent says as much', async () => {
		const { tablet, push, make } = await aSilentReader();
		await make();
		expect(await tablet.client.contactNow()).toEqual({ kind: 'ok' });
		expect(push).toHaveBeenCalledTimes(1);
		expect(await tablet.client.contactNow()).toEqual({ kind: 'ok' });
		expect(push.mock.calls.map(([{ intents }]) => intents.length)).toEqual([1, 0]);
	});

	it('hears that the server was put back, and sends again what it has lost', async () => {
		const { tablet, world, push, make } = await aSilentReader();
		await make();
		await tablet.client.contactNow();
		world.server = createMemoryServerStore(cardModel, 'two');
		expect(await tablet.client.contactNow()).toEqual({ kind: 'ok' });
		expect(push.mock.calls.map(([{ intents }]) => intents.length)).toEqual([1, 0, 1]);
		expect(tablet.client.replica.meta).toMatchObject({ epoch: 'two', answeredSeq: 1 });
	});
});
