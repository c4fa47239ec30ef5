/** Tablets and servers of different ages. */
import * as v from 'valibot';
import { expect, it } from 'vitest';
import type { ServerModel } from '../../sync/merge/model.ts';
import { createMemoryServerStore } from '../../sync/server/memory-store.ts';
import { aCaller, cardModel } from '../builders/card-model.ts';
import { createWorld, shown, uuid } from '../builders/sync-world.ts';

const ada = aCaller('ada', ['desk:north']);
const card = `cards/${uuid(50, 1)}`;
const make = { name: 'card.make', args: { cardId: uuid(50, 1), desk: 'north', title: 'old' } };

/** Version 2 of the cards: what was called a title is a heading, and moves are steps. */
const newer: ServerModel = {
	...cardModel,
	schemaVersion: 2,
	intents: {
		'card.open': {
			kind: 'fact',
			creates: true,
			args: v.object({ cardId: v.string(), desk: v.string(), heading: v.string() }),
			target: ({ cardId }) => ({ collection: 'cards', key: String(cardId) }),
			reduce: (_row, { cardId = '', desk = '', heading = '' }) => ({
				patch: { id: cardId, desk, heading }
			})
		}
	},
	upcast({ name, args }, schemaVersion) {
		if (schemaVersion > 1 || name !== 'card.make') return { name, args };
		const { title = '', ...rest } = args;
		return { name: 'card.open', args: { ...rest, heading: title } };
	}
};

function anOldDevice() {
	const server = createMemoryServerStore(newer, 'one');
	return createWorld(server, cardModel)
		.device(1, ada)
		.then((older) => ({ server, older }));
}

it('shows on the renewed tablet, and sends to the renewed server, what an older app wrote', async () => {
	const { server, older } = await anOldDevice();
	await older.client.write([make]);
	const renewed = await createWorld(server, newer).device(1, ada, older.store);
	expect(shown(renewed.client, ['cards'])).toMatchObject({ [card]: { heading: 'old' } });
	await renewed.client.contactNow();
	expect(server.rows.get(card)?.fields).toMatchObject({ heading: 'old' });
});

it('takes at a renewed server what an older tablet sends', async () => {
	const { server, older } = await anOldDevice();
	await older.client.write([make]);
	await older.client.contactNow();
	expect(server.rows.get(card)?.fields).toMatchObject({ heading: 'old' });
});

it('lets an older app send what a newer one wrote, and write nothing itself', async () => {
	const { server, older } = await anOldDevice();
	const renewed = await createWorld(server, newer).device(1, ada, older.store);
	await renewed.client.write([
		{ name: 'card.open', args: { cardId: uuid(50, 1), desk: 'north', heading: 'new' } }
	]);
	await expect(older.client.write([make])).rejects.toMatchObject({ kind: 'read-only' });
	expect(older.client.readOnly).toBe(true);
	await older.client.contactNow();
	expect(server.rows.get(card)?.fields).toMatchObject({ heading: 'new' });
});
