/** The faults the engine alone must survive, each provoked against the real client and the reference stores. */
import { describe, expect, it } from 'vitest';
import { createMemoryServerStore } from '../../sync/server/memory-store.ts';
import { createMemoryDeviceStore } from '../../sync/client/memory-device-store.ts';
import type { Transport, TransportResult } from '../../sync/client/ports.ts';
import { openSyncClient, type TabMessage } from '../../sync/client/sync-client.ts';
import type { ServerStore } from '../../sync/server/port.ts';
import { backoffDelayMs } from '../../sync/client/backoff.ts';
import { aCaller, cardModel } from '../builders/card-model.ts';
import { createWorld, soon, shown, uuid } from '../builders/sync-world.ts';

const ada = aCaller('ada', ['desk:north']);
const manager = aCaller('manager', ['city']);
const cardId = (number: number) => uuid(50, number);
const make = (number: number, title = 't') => ({
	name: 'card.make',
	args: { cardId: cardId(number), desk: 'north', title }
});
const edit = (number: number, value: string) => ({
	name: 'card.edit',
	args: { cardId: cardId(number), field: 'title', value, settles: [] }
});

function aServer(epoch = 'one') {
	return createMemoryServerStore(cardModel, epoch);
}

describe('the engine', () => {
	it('leaves one row when the answer is lost after the commit', async () => {
		const server = aServer();
		const device = await createWorld(server, cardModel).device(1, ada);
		await device.client.write([make(1), make(2), make(3)]);
		device.weather.push('response-lost');
		expect(await device.client.contactNow()).toMatchObject({ kind: 'server-silent' });
		expect(await device.client.contactNow()).toEqual({ kind: 'ok' });
		expect(server.rows.size).toBe(3);
		expect(server.ledger.size).toBe(3);
	});

	it('takes a captive portal’s page for no acknowledgement', async () => {
		const device = await createWorld(aServer(), cardModel).device(1, ada);
		await device.client.write([make(1)]);
		device.weather.push('portal');
		expect(await device.client.contactNow()).toEqual({ kind: 'captive-portal' });
		expect((await device.store.unanswered({ intents: 9, bytes: 9999 })).count).toBe(1);
	});

	it('keeps a refused record with its reason and sends the others', async () => {
		const server = aServer();
		const device = await createWorld(server, cardModel).device(1, ada);
		await device.client.write([
			make(1),
			{ name: 'card.move', args: { cardId: cardId(1), from: 'closed', to: 'open' } },
			make(2)
		]);
		await device.client.contactNow();
		expect(server.rows.size).toBe(2);
		expect([...device.client.replica.exceptions.values()]).toMatchObject([
			{ seq: 2, outcome: 'rejected', reason: 'not-there', supersededBy: null }
		]);
		const args = { cardId: cardId(1), from: 'open', to: 'done' };
		await device.client.supersede(2, { name: 'card.move', args });
		await device.client.contactNow();
		expect(server.rows.get(`cards/${cardId(1)}`)?.fields.status).toBe('done');
		expect(device.client.replica.exceptions.get(2)?.supersededBy).not.toBeNull();
	});

	it('halves a batch the server finds too large, and keeps back the one that never fits', async () => {
		const server = aServer();
		const world = createWorld(server, cardModel);
		const device = await world.device(1, ada);
		const limited = limitedTransport(server, world, 4000);
		const client = await openOn(device.store, limited, world);
		await client.write([
			...Array.from({ length: 20 }, (_, index) => make(index + 1)),
			make(21, 'x'.repeat(8000)),
			make(22)
		]);
		expect(await client.contactNow()).toEqual({ kind: 'ok' });
		expect(server.rows.size).toBe(21);
		expect([...client.replica.exceptions.values()]).toMatchObject([
			{ seq: 21, outcome: 'too-large' }
		]);
		// Kept back is not lost: the server does not count it as missing.
		await client.write([make(23)]);
		await client.contactNow();
		expect(client.replica.meta.missing).toEqual([]);
	});

	it.each([
		['a server that answers quickly', 10, 4 * 1024 * 1024, [128, 256, 500, 316]],
		['a slow one', 2000, 4 * 1024 * 1024, [...Array.from({ length: 9 }, () => 128), 48]],
		['one that takes less', 10, 300_000, [128, 256, ...Array.from({ length: 8 }, () => 128), 48]]
	])('sends %s as much at once as suits it', async (_, answersInMs, limitBytes, sizes) => {
		const server = aServer();
		const world = createWorld(server, cardModel);
		const device = await world.device(1, ada);
		const limited = limitedTransport(server, world, limitBytes);
		const sent: number[] = [];
		const counting: Transport = {
			...limited,
			async push(request) {
				if (request.intents.length > 0) sent.push(request.intents.length);
				const result = await limited.push(request);
				world.now += answersInMs;
				return result;
			}
		};
		const client = await openOn(device.store, counting, world);
		await client.write(
			Array.from({ length: 1200 }, (_, index) => make(index + 1, 'x'.repeat(1800)))
		);
		expect(await client.contactNow()).toEqual({ kind: 'ok' });
		expect(sent).toEqual(sizes);
		expect(server.rows.size).toBe(1200);
	});

	it('learns that a restored server has what has become too large to be sent again', async () => {
		const first = aServer();
		const world = createWorld(first, cardModel);
		const device = await world.device(1, ada);
		await device.client.write([make(1)]);
		await device.client.contactNow();
		world.server = createMemoryServerStore(cardModel, 'two', undefined, first.backup());
		world.isTooLarge = () => true;
		await device.client.contactNow();
		await device.client.contactNow();
		expect(device.client.replica.exceptions.size).toBe(0);
		expect(device.client.replica.meta.answeredSeq).toBe(1);
	});

	it('sends again, unasked, what the server says it has never seen', async () => {
		const server = aServer();
		const device = await createWorld(server, cardModel).device(1, ada);
		await device.client.write([make(1), make(2), make(3)]);
		// The device takes the first for answered, though no server has seen it.
		await device.store.recordAnswer(
			{
				kind: 'answered',
				acknowledgement: { fromSeq: 1, throughSeq: 1, at: 1, epoch: 'one' },
				exceptions: [],
				cleared: [],
				sessions: { kept: [], wanted: [] },
				missing: [],
				at: 1
			},
			'one'
		);
		await device.restart();
		await device.client.contactNow();
		expect(device.client.replica.meta.missing).toEqual([]);
		expect(server.rows.size).toBe(3);
	});

	it('stops the cursor at a row it cannot read, says so, and goes on sending', async () => {
		const server = aServer();
		const world = createWorld(server, cardModel);
		const device = await world.device(1, ada);
		await device.client.write([make(1)]);
		await device.client.contactNow();
		const poison = server.rows.get(`cards/${cardId(1)}`)!;
		poison.fields.poison = true;
		const other = await world.device(2, manager);
		expect(await other.client.contactNow()).toEqual({ kind: 'ok' });
		expect(other.client.contact.stopped).toBe(`cards/${cardId(1)}:unreadable`);
		await other.client.write([make(2)]);
		await other.client.contactNow();
		expect(server.rows.has(`cards/${cardId(2)}`)).toBe(true);
		delete poison.fields.poison;
		await other.client.contactNow();
		expect(other.client.contact.stopped).toBeNull();
		expect(Object.keys(shown(other.client, ['cards']))).toHaveLength(2);
	});

	it('fetches a scope anew when what it holds differs from the server’s', async () => {
		const server = aServer();
		const world = createWorld(server, cardModel, 100);
		const device = await world.device(1, ada);
		await device.client.write([make(1), make(2)]);
		await device.client.contactNow();
		// A row of the device is lost behind the engine's back.
		const scope = device.client.replica.scopes.get('desk:north')!;
		const gone = [{ collection: 'cards', key: cardId(1) }];
		const damaged = { ...scope, checksum: '0000000000000000' };
		await device.store.applyPage(
			{ kind: 'pulled', scope: 'desk:north', replace: false, rows: [], gone, next: damaged, at: 0 },
			scope.cursor
		);
		await device.restart();
		expect(Object.keys(shown(device.client, ['cards']))).toHaveLength(1);
		await device.client.contactNow();
		expect(Object.keys(shown(device.client, ['cards']))).toHaveLength(2);
	});

	it('gives a restored server back what it has lost, in whichever order the tablets return', async () => {
		for (const order of [
			[0, 1],
			[1, 0]
		] as const) {
			const world = createWorld(aServer('one'), cardModel);
			const devices = [await world.device(1, ada), await world.device(2, manager)] as const;
			await devices[0].client.write([make(1), make(2)]);
			await devices[0].client.contactNow();
			await devices[1].client.contactNow();
			await devices[1].client.write([edit(1, 'seen by the manager')]);
			await devices[1].client.contactNow();
			const restored = aServer('two');
			world.server = restored;
			await devices[0].client.write([make(3)]);
			for (const index of order) await devices[index].client.contactNow();
			for (const index of order) await devices[index].client.contactNow();
			expect(restored.rows.size).toBe(3);
			expect(restored.rows.get(`cards/${cardId(1)}`)?.fields.title).toBe('seen by the manager');
			for (const device of devices) {
				expect(Object.keys(shown(device.client, ['cards']))).toHaveLength(3);
			}
		}
	});

	it('notices a database put back without a new epoch, and gives back what it has lost, once', async () => {
		const world = createWorld(aServer('one'), cardModel);
		const device = await world.device(1, ada);
		await device.client.write([make(1), edit(1, 'kept')]);
		await device.client.write([
			{ name: 'card.move', args: { cardId: cardId(1), from: 'x', to: 'y' } }
		]);
		await device.client.contactNow();
		await device.client.setAside(3);
		expect(device.client.contact.serverPutBack).toBe(false);
		const putBack = aServer('one');
		world.server = putBack;
		await device.client.contactNow();
		expect(device.client.contact.serverPutBack).toBe(true);
		expect(putBack.rows.get(`cards/${cardId(1)}`)?.fields.title).toBe('kept');
		expect(Object.keys(shown(device.client, ['cards']))).toHaveLength(1);
		const pushes = putBack.ledger.size;
		await device.client.contactNow();
		expect(putBack.ledger.size).toBe(pushes);
		expect((await device.store.unanswered({ intents: 9, bytes: 9999 })).count).toBe(0);
	});

	it('asks what has become of everything when a database was put back in silence, whatever was written since', async () => {
		for (const written of [0, 1, 9]) {
			const first = aServer('one');
			const world = createWorld(first, cardModel);
			const [device, other] = await Promise.all([world.device(1, ada), world.device(2, ada)]);
			await device.client.write([edit(1, 'before it is there')]);
			await device.client.contactNow();
			expect(device.client.replica.exceptions.get(1)?.outcome).toBe('held');
			const backup = first.backup();
			await other.client.write([make(1)]);
			await other.client.contactNow();
			if (written > 0) await device.client.write([make(2)]);
			await device.client.contactNow();
			await device.client.contactNow();
			expect(device.client.replica.exceptions.size).toBe(0);

			world.server = createMemoryServerStore(cardModel, 'one', undefined, backup);
			const more = Array.from({ length: written }, (_, index) => make(index + 3));
			if (more.length > 0) await device.client.write(more);
			await device.client.contactNow();
			expect(device.client.replica.exceptions.get(1)?.outcome).toBe('held');
			expect(device.client.contact.last).toEqual({ kind: 'ok' });
		}
	});

	it('counts what a restored server has lost after the tablet has lost it too, whether the history is new or not', async () => {
		for (const epoch of ['one', 'two']) {
			const world = createWorld(aServer('one'), cardModel);
			const device = await world.device(1, ada);
			await device.client.write([make(1), make(2)]);
			await device.client.contactNow();
			// The browser has cleared its database; how far it had come is known from elsewhere.
			const { meta } = device.store.snapshot();
			const { deviceId, storeId } = meta;
			const empty = createMemoryDeviceStore({ deviceId, storeId }).snapshot();
			const left = { ...empty, meta: { ...meta, epoch: null } };
			world.server = aServer(epoch);
			const returned = await world.device(1, ada, createMemoryDeviceStore(left.meta, left));
			await returned.client.contactNow();
			expect(returned.client.replica.meta.missing).toEqual([1, 2]);
			await returned.client.contactNow();
			expect(returned.client.contact.last).toEqual({ kind: 'ok' });
			expect(returned.client.replica.meta.missing).toEqual([1, 2]);
		}
	});

	it('keeps nothing of what it had said of somebody who was erased, and is told of no loss', async () => {
		const server = aServer('one');
		const world = createWorld(server, cardModel);
		const device = await world.device(1, ada);
		await device.client.write([make(1), make(2), edit(1, 'their name')]);
		// A refused one is nobody's to put right any more.
		await device.client.write([
			{ name: 'card.move', args: { cardId: cardId(1), from: 'x', to: 'their name' } }
		]);
		await device.client.contactNow();
		await server.erase([{ collection: 'cards', key: cardId(1) }]);
		await device.client.contactNow();
		const { replica } = device.client;
		expect([...replica.outbox.values()].map(({ seq }) => seq)).toEqual([2]);
		expect(Object.keys(shown(device.client, ['cards']))).toEqual([`cards/${cardId(2)}`]);
		expect(JSON.stringify(device.store.snapshot())).not.toContain('their name');
		world.server = aServer('two');
		await device.client.contactNow();
		await device.client.contactNow();
		expect(replica.meta.missing).toEqual([]);
		expect(device.client.contact.last).toEqual({ kind: 'ok' });
	});

	it('tells the author what happened to a note on somebody erased, and forgets it when they give it up', async () => {
		const server = aServer('one');
		const world = createWorld(server, cardModel);
		const device = await world.device(1, ada);
		await device.client.write([make(1)]);
		await device.client.contactNow();
		await device.client.write([edit(1, 'their name')]);
		await server.erase([{ collection: 'cards', key: cardId(1) }]);
		await device.client.contactNow();
		expect(device.client.replica.exceptions.get(2)?.outcome).toBe('erased');
		expect(device.client.replica.outbox.has(2)).toBe(true);
		await device.client.setAside(2);
		await device.client.contactNow();
		expect(JSON.stringify(device.store.snapshot())).not.toContain('their name');
	});

	it('takes what was kept back for no loss of the server', async () => {
		const world = createWorld(aServer('one'), cardModel);
		const device = await world.device(1, ada);
		world.isTooLarge = ({ args }) => args.cardId === cardId(2);
		await device.client.write([make(1), make(2)]);
		await device.client.contactNow();
		await device.client.contactNow();
		expect(device.client.contact.serverPutBack).toBe(false);
	});

	it('forgets the rows of a scope that is no longer the person’s', async () => {
		const server = aServer();
		const world = createWorld(server, cardModel);
		const device = await world.device(1, aCaller('ada', ['desk:north', 'desk:south']));
		await device.client.write([make(1)]);
		await device.client.contactNow();
		expect(device.client.replica.scopes.size).toBe(2);
		(device.caller.scopes as string[]).splice(0, 1);
		await device.client.contactNow();
		expect([...device.client.replica.scopes.keys()]).toEqual(['desk:south']);
		expect(shown(device.client, ['cards'])).toEqual({});
	});

	it('does the same with two tabs on one store, whether or not they hear of each other', async () => {
		for (const connected of [true, false]) {
			const server = aServer();
			const world = createWorld(server, cardModel);
			const device = await world.device(1, ada);
			const heard: TabMessage[] = [];
			const transport = limitedTransport(server, world, 1_000_000);
			const tabs = [
				await openOn(device.store, transport, world, (message) => heard.push(message)),
				await openOn(device.store, transport, world, undefined, 77)
			] as const;
			await tabs[0].write([make(1)]);
			await tabs[1].write([make(2)]);
			if (connected) for (const message of heard.splice(0)) await tabs[1].takeOver(message);
			await Promise.all([tabs[0].contactNow(), tabs[1].contactNow()]);
			await tabs[1].contactNow();
			expect(server.ledger.size).toBe(2);
			expect(Object.keys(shown(tabs[1], ['cards']))).toHaveLength(2);
		}
	});

	it('waits longer after each failure, honours the server’s wish, and never gives up', () => {
		expect(backoffDelayMs(1, 0.999, null)).toBeLessThanOrEqual(1000);
		expect(backoffDelayMs(6, 0.999, null)).toBeGreaterThan(30_000);
		expect(backoffDelayMs(5000, 0.999, null)).toBeLessThanOrEqual(32_000);
		expect(backoffDelayMs(1, 0, null)).toBeGreaterThanOrEqual(250);
		expect(backoffDelayMs(1, 0.5, 60_000)).toBe(60_000);
	});
});

function openOn(
	store: Parameters<typeof openSyncClient>[0]['store'],
	transport: Transport,
	world: { now: number },
	broadcast: (message: TabMessage) => void = () => undefined,
	group = 7
) {
	let made = 0;
	return openSyncClient({
		appVersion: 'test',
		model: cardModel,
		store,
		transport,
		platform: {
			now: () => world.now,
			random: () => 0.5,
			exclusively: (task) => task(),
			after: soon
		},
		actor: ada,
		actorOf: (userId) => ({ userId, name: userId, role: 'operator' }),
		scopes: () => ada.scopes,
		newId: () => uuid(group, (made += 1)),
		broadcast
	});
}

/** A server behind a limit on the size of a body. */
function limitedTransport(
	server: ServerStore,
	world: { now: number },
	maxBytes: number
): Transport {
	const answer = async (body: Promise<object>): Promise<TransportResult> => ({
		kind: 'answer',
		body: JSON.parse(JSON.stringify(await body))
	});
	return {
		async push(request) {
			const bytes = JSON.stringify(request).length;
			if (bytes > maxBytes) return { kind: 'refused', status: 413, retryAfterMs: null };
			return answer(server.applyPush(structuredClone(request), ada, world.now));
		},
		pull: (request) =>
			answer(server.pullPage(request, ada, { pageRows: 100, serverNow: world.now })),
		isOnline: () => true
	};
}
