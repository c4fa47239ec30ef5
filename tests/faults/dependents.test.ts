/** A refused record with others standing on it: they wait, are shown with it, and follow its correction in order. */
import { describe, expect, it } from 'vitest';
import { toFix } from '../../src/lib/client/sync/to-fix.ts';
import type { IntentDefinition } from '../../sync/merge/model.ts';
import type { PushRequest } from '../../sync/protocol/push.ts';
import { PROTOCOL } from '../../sync/protocol/version.ts';
import { createMemoryServerStore } from '../../sync/server/memory-store.ts';
import { aCaller, cardModel } from '../builders/card-model.ts';
import { createWorld, shown, uuid, type Device } from '../builders/sync-world.ts';

const ada = aCaller('ada', ['desk:north']);
const id = (number: number) => uuid(50, number);
const card = (number: number) => ({ collection: 'cards', key: id(number) });
const make = (number: number, desk = 'north', under?: number) => ({
	name: 'card.make',
	args: { cardId: id(number), desk, title: 't', ...(under !== undefined && { under: id(under) }) }
});
const note = (number: number, text: string) => ({
	name: 'card.note',
	args: { cardId: id(number), text }
});
const edit = (number: number, value: string) => ({
	name: 'card.edit',
	args: { cardId: id(number), field: 'title', value, settles: [] }
});
const move = (number: number, from: string, to: string) => ({
	name: 'card.move',
	args: { cardId: id(number), from, to }
});

async function aDesk() {
	const server = createMemoryServerStore(cardModel, 'one');
	const world = createWorld(server, cardModel);
	return { server, world, device: await world.device(1, ada) };
}

/** A card registered for a desk that is not Ada's, and five things done with it. */
async function aRefusedRootWithFive(device: Device) {
	await device.client.write([make(1, 'south')]);
	for (const input of [
		note(1, 'first'),
		edit(1, 'second'),
		move(1, 'open', 'done'),
		make(2, 'north', 1),
		note(1, 'last')
	]) {
		await device.client.write([input]);
	}
	await device.client.contactNow();
}

function aPushOf({ client }: Device, seq: number): PushRequest {
	const { deviceId, storeId, epoch } = client.replica.meta;
	return {
		protocol: PROTOCOL,
		schemaVersion: 1,
		appVersion: 'test',
		sessions: [],
		epoch,
		deviceId,
		storeId,
		deviceNow: 5,
		pending: 0,
		highestSeq: 3,
		withheld: [],
		held: [],
		intents: [client.replica.outbox.get(seq)]
	};
}

function outcomes({ client }: Device) {
	return [...client.replica.exceptions.values()].map(({ seq, outcome }) => [seq, outcome]);
}

describe('a refused record with five that depend on it', () => {
	it('shows the five with it, and nothing of them reaches the records', async () => {
		const { server, device } = await aDesk();
		await aRefusedRootWithFive(device);
		expect(server.rows.size).toBe(0);
		const [only, ...others] = toFix(device.client.replica);
		expect(others).toEqual([]);
		expect(only?.refused.seq).toBe(1);
		expect(only?.waiting.map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6]);
	});

	it('is corrected once, and all six arrive, in order', async () => {
		const { server, device } = await aDesk();
		await aRefusedRootWithFive(device);
		await device.client.supersede(1, make(1));
		await device.restart();
		expect(await device.client.contactNow()).toEqual({ kind: 'ok' });
		const accepted = [...server.ledger.values()].filter(({ outcome }) => outcome === 'accepted');
		expect(accepted.map(({ seq, name }) => [seq, name])).toEqual([
			[7, 'card.make'],
			[8, 'card.note'],
			[9, 'card.edit'],
			[10, 'card.move'],
			[11, 'card.make'],
			[12, 'card.note']
		]);
		expect(server.rows.get(`cards/${id(1)}`)?.fields).toMatchObject({
			desk: 'north',
			title: 'second',
			status: 'done'
		});
		expect(toFix(device.client.replica)).toEqual([]);
		expect(Object.keys(shown(device.client, ['cards', 'notes']))).toHaveLength(4);
	});

	it('takes along what was written after the refusal and not yet sent', async () => {
		const { server, device } = await aDesk();
		await aRefusedRootWithFive(device);
		await device.client.write([edit(1, 'third')]);
		expect(toFix(device.client.replica)[0]?.waiting).toHaveLength(6);
		await device.client.supersede(1, make(1));
		await device.client.write([edit(1, 'fourth')]);
		await device.client.contactNow();
		expect(server.rows.get(`cards/${id(1)}`)?.fields.title).toBe('fourth');
		expect(toFix(device.client.replica)).toEqual([]);
		expect(device.client.replica.meta.missing).toEqual([]);
	});

	it('waits again together when the correction is refused too', async () => {
		const { device } = await aDesk();
		await aRefusedRootWithFive(device);
		await device.client.supersede(1, make(1, 'west'));
		await device.client.contactNow();
		expect(toFix(device.client.replica)).toMatchObject([
			{ refused: { seq: 7 }, waiting: [8, 9, 10, 11, 12].map((seq) => ({ seq })) }
		]);
	});

	it('is given up together, and taken back together', async () => {
		const { server, device } = await aDesk();
		await aRefusedRootWithFive(device);
		await device.client.write([note(1, 'unsent')]);
		await device.client.setAside(1);
		await device.restart();
		await device.client.contactNow();
		expect(toFix(device.client.replica)).toEqual([]);
		expect(device.client.replica.outbox.size).toBe(7);
		await device.client.takeBack(1);
		expect(toFix(device.client.replica)[0]?.waiting).toHaveLength(6);
		await device.client.supersede(1, make(1));
		await device.client.contactNow();
		expect(server.rows.size).toBe(5);
		expect(device.client.replica.meta.missing).toEqual([]);
	});

	it('waits as well when the record is too large to leave the tablet', async () => {
		const { server, world, device } = await aDesk();
		await device.client.write([make(1), note(1, 'waits'), make(2)]);
		world.isTooLarge = (envelope) =>
			envelope.name === 'card.make' && envelope.args.cardId === id(1);
		await device.client.contactNow();
		expect(outcomes(device)).toEqual([
			[1, 'too-large'],
			[2, 'blocked']
		]);
		expect(server.rows.size).toBe(1);
		expect(device.client.replica.meta.missing).toEqual([]);
		world.isTooLarge = () => false;
		await device.client.supersede(1, make(1));
		await device.client.contactNow();
		expect(server.rows.size).toBe(3);
		expect(toFix(device.client.replica)).toEqual([]);
	});
});

describe('what depends on what', () => {
	it('is nothing once the server has confirmed the row', async () => {
		const { device } = await aDesk();
		await device.client.write([make(1)]);
		await device.client.contactNow();
		const [written] = await device.client.write([note(1, 'free')]);
		expect(written?.dependsOn).toEqual([]);
	});

	it('is nothing when a colleague has made the row meanwhile', async () => {
		const { world, device } = await aDesk();
		await device.client.write([make(1, 'south')]);
		await device.client.contactNow();
		const other = await world.device(2, aCaller('manager', ['city']));
		await other.client.write([make(1)]);
		await other.client.contactNow();
		await device.client.contactNow();
		const [written] = await device.client.write([note(1, 'free')]);
		expect(written?.dependsOn).toEqual([]);
	});

	it('is never a fact on a transition', async () => {
		const { server, device } = await aDesk();
		await device.client.write([make(1)]);
		await device.client.contactNow();
		await device.client.write([move(1, 'closed', 'open'), note(1, 'heard'), edit(1, 'new')]);
		await device.client.contactNow();
		expect(outcomes(device)).toEqual([[2, 'rejected']]);
		expect(server.rows.get(`cards/${id(1)}`)?.fields.title).toBe('new');
	});

	it('is a transition on the one before it, while that one is on its way', async () => {
		const { device } = await aDesk();
		await device.client.write([make(1)]);
		await device.client.contactNow();
		await device.client.write([move(1, 'closed', 'open')]);
		await device.client.write([move(1, 'open', 'done')]);
		await device.client.contactNow();
		expect(outcomes(device)).toEqual([
			[2, 'rejected'],
			[3, 'blocked']
		]);
		// Chosen with the refusal in sight: it stands on nothing of it.
		const [next] = await device.client.write([move(1, 'open', 'closed')]);
		expect(next?.dependsOn).toEqual([]);
	});

	it('lets a parked transition go by itself when somebody says so', async () => {
		const { server, device } = await aDesk();
		await device.client.write([make(1)]);
		await device.client.contactNow();
		await device.client.write([move(1, 'closed', 'open'), move(1, 'open', 'done')]);
		await device.client.contactNow();
		await device.client.supersede(3, null);
		await device.client.contactNow();
		expect(server.rows.get(`cards/${id(1)}`)?.fields.status).toBe('done');
		expect(toFix(device.client.replica)).toMatchObject([{ refused: { seq: 2 }, waiting: [] }]);
	});

	it('is the maker of a row that another one names, in the same save too', async () => {
		const { device } = await aDesk();
		const [first, second] = await device.client.write([make(1), make(2, 'north', 1)]);
		expect(second?.dependsOn).toEqual([first?.id]);
		expect(device.client.replica.row(card(2))).toBeDefined();
	});
});

describe('a record the administrator accepts later', () => {
	it('leaves what is to be fixed, and what waited for it follows by itself', async () => {
		const make = cardModel.intents['card.make']!;
		const known: Record<string, IntentDefinition> = { ...cardModel.intents };
		const server = createMemoryServerStore({ ...cardModel, intents: known }, 'one');
		const newer = { ...cardModel, intents: { ...known, 'card.new': make } };
		const device = await createWorld(server, newer).device(1, ada);
		await device.client.write([
			{ name: 'card.new', args: { cardId: id(1), desk: 'north', title: 'a' } },
			note(1, 'waits'),
			edit(1, 'b')
		]);
		await device.client.contactNow();
		expect(outcomes(device)).toEqual([
			[1, 'quarantined'],
			[2, 'blocked'],
			[3, 'blocked']
		]);
		// The server learns the intent, and the administrator has it applied.
		known['card.new'] = make;
		(server.quarantine as Map<string, unknown>).clear();
		await server.applyPush(aPushOf(device, 1), ada, 5);
		await device.client.contactNow();
		expect(toFix(device.client.replica)).toEqual([]);
		expect(server.rows.size).toBe(2);
		expect(server.rows.get(`cards/${id(1)}`)?.fields.title).toBe('b');
	});
});
