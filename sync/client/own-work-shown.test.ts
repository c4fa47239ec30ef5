import { describe, expect, it } from 'vitest';
import { createMemoryServerStore } from '../server/memory-store.ts';
import { aCaller, cardModel } from '../../tests/builders/card-model.ts';
import { createWorld, uuid, type Device } from '../../tests/builders/sync-world.ts';
import { createMemoryDeviceStore } from './memory-device-store.ts';

const cardId = (number: number) => uuid(50, number);

function makeCard(device: Device, number: number) {
	const args = { cardId: cardId(number), desk: 'north', title: 'new' };
	return device.client.write([{ name: 'card.make', args }]);
}

function aWorld() {
	return createWorld(createMemoryServerStore(cardModel, 'one'), cardModel);
}

describe('what somebody has written, between sending it and seeing it come back', () => {
	it('is shown when the server already knew another record by its number', async () => {
		const world = aWorld();
		const before = await world.device(1, aCaller('ada', ['desk:north']));
		const copy = before.store.snapshot();
		await makeCard(before, 1);
		await makeCard(before, 2);
		await before.client.contactNow();

		const store = createMemoryDeviceStore(copy.meta, copy);
		const putBack = await world.device(2, aCaller('ada', ['desk:north']), store);
		await putBack.client.contactNow();
		await makeCard(putBack, 3);
		putBack.weather.push('fair', 'request-lost');
		await putBack.client.contactNow();

		expect(putBack.client.replica.meta.answeredSeq).toBe(1);
		expect(putBack.client.replica.rows('cards').has(cardId(3))).toBe(true);
		await putBack.restart();
		expect(putBack.client.replica.rows('cards').has(cardId(3))).toBe(true);
	});

	it('is shown while everything is fetched anew, page by page', async () => {
		const world = aWorld();
		const caller = aCaller('ada', ['desk:north']);
		const device = await world.device(1, caller);
		for (const number of [1, 2, 3, 4, 5]) await makeCard(device, number);
		await device.client.contactNow();
		caller.role = 'manager';
		device.weather.push('fair', 'request-lost');
		await device.client.contactNow();

		expect(device.client.replica.rows('cards').size).toBe(5);
		await device.client.contactNow();
		expect(device.client.replica.rows('cards').size).toBe(5);
	});

	it('is shown while of two scopes only the one has come that it does not stand in', async () => {
		const world = aWorld();
		const device = await world.device(1, aCaller('ada', ['desk:south', 'desk:north']));
		await makeCard(device, 1);
		device.weather.push('fair', 'fair', 'request-lost');
		await device.client.contactNow();

		expect([...device.client.replica.scopes.keys()]).toEqual(['desk:south']);
		expect(device.client.replica.rows('cards').has(cardId(1))).toBe(true);
		await device.restart();
		expect(device.client.replica.rows('cards').has(cardId(1))).toBe(true);
	});

	it('is no longer shown in the name of a scope that is no longer theirs', async () => {
		const world = aWorld();
		const caller = aCaller('ada', ['desk:north', 'desk:south']);
		const device = await world.device(1, caller);
		await device.client.contactNow();
		await makeCard(device, 1);
		// Taken by the server, and of its rows nothing has come.
		device.weather.push('fair', 'request-lost');
		await device.client.contactNow();
		caller.scopes = ['desk:south'];
		await device.client.contactNow();
		await device.client.contactNow();

		expect(device.client.replica.rows('cards').has(cardId(1))).toBe(false);
	});

	it('is shown while the server holds it', async () => {
		const world = aWorld();
		const device = await world.device(1, aCaller('ada', ['desk:north']));
		const args = { cardId: cardId(1), field: 'title', value: 'early', settles: [] };
		await device.client.write([{ name: 'card.edit', args }]);
		await device.client.contactNow();
		expect([...device.client.replica.exceptions.values()]).toMatchObject([{ outcome: 'held' }]);
		await makeCard(device, 1);
		expect(device.client.replica.row({ collection: 'cards', key: cardId(1) })?.fields.title).toBe(
			'early'
		);
	});

	it('goes with the scope that it stands in, whatever was written since', async () => {
		const world = aWorld();
		const caller = aCaller('ada', ['desk:south', 'desk:north']);
		const device = await world.device(1, caller);
		await device.client.contactNow();
		await makeCard(device, 1);
		device.weather.push('fair', 'fair', 'request-lost');
		await device.client.contactNow();
		caller.scopes = ['desk:south'];
		await device.client.contactNow();
		expect(device.client.replica.rows('cards').size).toBe(0);
	});
});
