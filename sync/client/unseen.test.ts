import { expect, it } from 'vitest';
import { createMemoryServerStore } from '../server/memory-store.ts';
import { aCaller, cardModel } from '../../tests/builders/card-model.ts';
import { createWorld, uuid } from '../../tests/builders/sync-world.ts';

const cardId = uuid(50, 1);
const edit = (value: string) => [
	{ name: 'card.edit', args: { cardId, field: 'title', value, settles: [] } }
];

it('overwrites no value that came while the own one stood over it', async () => {
	const server = createMemoryServerStore(cardModel, 'one');
	const world = createWorld(server, cardModel);
	const ada = await world.device(1, aCaller('ada', ['desk:north']));
	const bea = await world.device(2, aCaller('bea', ['desk:north']));
	await ada.client.write([{ name: 'card.make', args: { cardId, desk: 'north', title: 'new' } }]);
	await ada.client.contactNow();
	await bea.client.contactNow();
	await ada.client.write(edit('of Ada'));
	await ada.client.contactNow();

	const { pull } = bea.transport;
	bea.transport.pull = async (request) => {
		bea.transport.pull = pull;
		await bea.client.write(edit('of Bea'));
		return pull(request);
	};
	await bea.client.contactNow();
	await bea.client.write(edit('of Bea, again'));
	await bea.client.contactNow();
	expect(server.rows.get(`cards/${cardId}`)).toMatchObject({
		fields: { title: 'of Ada' },
		conflicts: [{ value: 'of Bea, again' }]
	});
});

it('overwrites none either when the own one was written before the server had the row', async () => {
	const server = createMemoryServerStore(cardModel, 'one');
	const world = createWorld(server, cardModel);
	const ada = await world.device(1, aCaller('ada', ['desk:north']));
	const bea = await world.device(2, aCaller('bea', ['desk:north']));
	const { pull } = ada.transport;
	ada.transport.pull = async (request) => {
		ada.transport.pull = pull;
		await ada.client.write(edit('of Ada'));
		await bea.client.contactNow();
		await bea.client.write(edit('of Bea'));
		await bea.client.contactNow();
		return pull(request);
	};
	await ada.client.write([{ name: 'card.make', args: { cardId, desk: 'north', title: 'new' } }]);
	await ada.client.contactNow();
	await ada.client.write(edit('of Ada, again'));
	await ada.client.contactNow();
	expect(server.rows.get(`cards/${cardId}`)).toMatchObject({
		fields: { title: 'of Bea' },
		conflicts: [{ value: 'of Ada, again' }]
	});
});
