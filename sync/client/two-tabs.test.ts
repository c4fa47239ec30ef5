import { describe, expect, it } from 'vitest';
import { createMemoryServerStore } from '../server/memory-store.ts';
import { aCaller, cardModel } from '../../tests/builders/card-model.ts';
import { createWorld, soon, uuid, type Device } from '../../tests/builders/sync-world.ts';
import { createMemoryDeviceStore } from './memory-device-store.ts';
import { openSyncClient, type SyncClient, type TabMessage } from './sync-client.ts';
import type { DeviceState } from './ports.ts';

const caller = aCaller('ada', ['desk:north']);
const cardId = (number: number) => uuid(50, number);
const aCard = (number: number) => ({
	name: 'card.make',
	args: { cardId: cardId(number), desk: 'north', title: 'new' }
});
const shownBy = (client: SyncClient) => [...client.replica.rows('cards').keys()].sort();

/** A second tab of a device, which takes its time to open what it has read; and what the first one tells it. */
async function twoTabs() {
	const world = createWorld(createMemoryServerStore(cardModel, 'one'), cardModel);
	const store = createMemoryDeviceStore({ deviceId: uuid(201, 0), storeId: uuid(101, 0) });
	const heard: TabMessage[] = [];
	const first: Device = await world.device(1, caller, store, (message) => heard.push(message));
	let reading: Promise<void> = Promise.resolve();
	let writing: Promise<void> = Promise.resolve();
	const durable = store.openedBy(cardModel.schemaVersion);
	const second = await openSyncClient({
		appVersion: 'test',
		model: cardModel,
		store: {
			...durable,
			async load(): Promise<DeviceState> {
				const state = await durable.load();
				await reading;
				return structuredClone(state);
			},
			async applyPage(...page) {
				const write = await durable.applyPage(...page);
				await writing;
				return write;
			}
		},
		transport: { ...first.transport },
		platform: {
			now: () => world.now,
			random: () => 0.5,
			exclusively: (task) => task(),
			after: soon
		},
		actor: caller,
		actorOf: () => caller,
		scopes: () => caller.scopes,
		newId: () => uuid(9, heard.length),
		broadcast: () => undefined
	});
	const slowly = (until: Promise<void>) => {
		reading = until;
	};
	const hearsSlowly = (until: Promise<void>) => {
		writing = until;
	};
	return { world, first, second, heard, slowly, hearsSlowly };
}

/** @returns what lets go on whatever waits */
function until(waits: (gate: Promise<void>) => void): () => void {
	let open = () => undefined as void;
	waits(
		new Promise((resolve) => {
			open = resolve;
		})
	);
	return () => open();
}

describe('two tabs of one device', () => {
	it('keeps on the screen what was written while the store was read anew', async () => {
		const { first, second, heard, slowly } = await twoTabs();
		const opened = until(slowly);
		const reading = second.takeOver({ kind: 'reload' });
		await Promise.resolve();
		await first.client.write([aCard(1)]);
		await second.takeOver(heard.shift()!);
		opened();
		await reading;
		expect(shownBy(second)).toEqual([cardId(1)]);
	});

	it('is not put back by what it read of the store before it read it again', async () => {
		const { first, second, slowly } = await twoTabs();
		const opened = until(slowly);
		const reading = second.takeOver({ kind: 'reload' });
		await Promise.resolve();
		await first.client.write([aCard(1)]);
		slowly(Promise.resolve());
		await second.takeOver({ kind: 'reload' });
		opened();
		await reading;
		expect(shownBy(second)).toEqual([cardId(1)]);
	});

	it('is not put back by a page that it has fetched more than since', async () => {
		const { first, second, heard } = await twoTabs();
		await first.client.write([aCard(1)]);
		await first.client.contactNow();
		for (const message of heard.splice(0)) await second.takeOver(message);
		await first.client.write([{ name: 'card.edit', args: edit('first') }]);
		await first.client.contactNow();
		const late = heard.splice(0);
		await second.takeOver({ kind: 'reload' });
		await second.write([{ name: 'card.edit', args: edit('second') }]);
		await second.contactNow();
		const { cursor } = second.replica.scopes.get('desk:north')!;
		for (const message of late) await second.takeOver(message);
		expect(second.replica.scopes.get('desk:north')!.cursor).toEqual(cursor);
		expect(second.replica.row({ collection: 'cards', key: cardId(1) })?.fields.title).toBe(
			'second'
		);
	});

	it('shows what the store holds when it hears of an earlier write after a later one', async () => {
		const { first, second, heard } = await twoTabs();
		await first.client.write([aCard(1)]);
		await first.client.contactNow();
		for (const message of heard.splice(0)) await second.takeOver(message);
		// Sent by the one, fetched by the other; what was said of the sending is long on its way.
		await first.client.write([aCard(2)]);
		first.weather.push('fair', 'request-lost');
		await first.client.contactNow();
		const late = heard.splice(0);
		await second.contactNow();
		for (const message of late) await second.takeOver(message);
		const stored = await first.store.load();
		expect([...second.replica.scopes.values()]).toEqual(stored.scopes);
		expect(second.replica.acknowledgements).toEqual(stored.acknowledgements);
		expect(shownBy(second)).toEqual([cardId(1), cardId(2)]);
	});

	it('shows its own page although the other tab has told of the next one before', async () => {
		const { world, first, second, heard, hearsSlowly } = await twoTabs();
		const other = await world.device(2, caller);
		await other.client.write([aCard(1)]);
		await other.client.contactNow();
		await second.contactNow();
		for (const number of [2, 3, 4, 5, 6]) await other.client.write([aCard(number)]);
		await other.client.contactNow();
		const written = until(hearsSlowly);
		const fetching = second.contactNow();
		await new Promise((resolve) => setTimeout(resolve));
		await first.client.contactNow();
		// The first says that it has read its store anew; then, its page.
		await second.takeOver(heard.at(-1)!);
		written();
		await fetching;
		expect(shownBy(second)).toEqual([1, 2, 3, 4, 5, 6].map(cardId));
	});

	it('has all rows although it was told of the last page and not of the one before', async () => {
		const { world, first, second, heard } = await twoTabs();
		const other = await world.device(2, caller);
		await second.contactNow();
		for (const number of [1, 2]) {
			await other.client.write([aCard(number)]);
			await other.client.contactNow();
			await first.client.contactNow();
		}
		// The one that told of the first card was closed before it did.
		await second.takeOver(heard.at(-1)!);
		expect(shownBy(second)).toEqual([1, 2].map(cardId));
	});
});

describe('what one tab has decided', () => {
	it('stands when the other, which has not heard of it, says what the server answered', async () => {
		const { first, second, heard } = await twoTabs();
		await first.client.write([aCard(1)]);
		const [envelope] = await first.client.write([
			{ name: 'card.move', args: { cardId: cardId(1), from: 'x', to: 'y' } }
		]);
		await first.client.contactNow();
		for (const message of heard.splice(0)) await second.takeOver(message);
		await second.setAside(envelope!.seq);
		const [exception] = (await first.store.load()).exceptions;
		expect(exception?.setAsideAt).toBeDefined();
		const { setAsideAt: _decided, ...answered } = exception!;
		const event = {
			kind: 'answered' as const,
			acknowledgement: null,
			exceptions: [answered],
			...{ cleared: [], missing: [], sessions: { kept: [], wanted: [] }, at: 1 }
		};
		const write = await first.store.recordAnswer(event, null);
		await second.takeOver({ kind: 'event', event, write });
		expect([...second.replica.exceptions.values()]).toEqual((await first.store.load()).exceptions);
	});

	it('keeps what a person has decided although the answer to another tab comes to it late', async () => {
		const { first, second, heard } = await twoTabs();
		await first.client.write([aCard(1)]);
		await first.client.contactNow();
		const args = { cardId: cardId(1), from: 'elsewhere', to: 'done' };
		await first.client.write([{ name: 'card.move', args }]);
		await first.client.contactNow();
		const late = heard.splice(0);
		await second.takeOver({ kind: 'reload' });
		await second.setAside(2);
		for (const message of late) await second.takeOver(message);
		expect(second.replica.exceptions.get(2)?.setAsideAt).toBeDefined();
	});

	it('has written anew what the other tab gave up before it, and says so late', async () => {
		const { first, second, heard } = await twoTabs();
		await first.client.write([aCard(1)]);
		const args = { cardId: cardId(1), from: 'elsewhere', to: 'done' };
		await first.client.write([{ name: 'card.move', args }]);
		await first.client.contactNow();
		await second.takeOver({ kind: 'reload' });
		heard.splice(0);
		await first.client.setAside(2);
		await second.supersede(2, null);
		for (const message of heard.splice(0)) await second.takeOver(message);
		expect(second.replica.exceptions.get(2)?.supersededBy).not.toBeNull();
	});

	it('knows what its rows contain although the answer to another tab comes to it late', async () => {
		const { first, second, heard } = await twoTabs();
		await first.client.write([aCard(1)]);
		await first.client.contactNow();
		const late = heard.splice(0);
		await second.takeOver({ kind: 'reload' });
		await second.write([aCard(2)]);
		await second.contactNow();
		for (const message of late) await second.takeOver(message);
		expect(second.replica.scopes.get('desk:north')!.confirmedSeq).toBe(2);
	});
});

function edit(value: string) {
	return { cardId: cardId(1), field: 'title', value, settles: [] };
}
