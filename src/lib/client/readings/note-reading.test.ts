import 'fake-indexeddb/auto';
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { READING_WINDOW_MS, type Reading } from '../../domain/readings/reading.ts';
import { uuid } from '../../../../tests/builders/sync-world.ts';
import { forgetSent, noteDeed, noteReading } from './note-reading.ts';
import { ReadingsDatabase } from './readings-database.ts';

const NOW = 1_790_000_000_000;
const [LUCIA, BRUNO] = [uuid(1, 1), uuid(1, 2)];

let database: ReadingsDatabase;
beforeEach(() => {
	database = new ReadingsDatabase(randomUUID());
});
afterEach(() => database.delete());

function aReading(changes: Partial<Reading> = {}): Reading {
	const { at = NOW } = changes;
	const about = { userId: 'marta', collection: 'people', key: LUCIA } as const;
	return { id: uuidv7({ msecs: at }), ...about, at, ...changes };
}

const note = (changes: Partial<Reading>, limit?: number) =>
	noteReading(database, aReading(changes), limit);

/** As somebody finds it who opens the browser anew. */
async function onDisk() {
	const { name } = database;
	database.close();
	database = new ReadingsDatabase(name);
	return database.readings.toArray();
}

const keysOnDisk = async () => (await onDisk()).map((noted) => 'key' in noted && noted.key);

describe('a reading on the device', () => {
	it('is on its disk when it is noted, and holds ids and a time alone', async () => {
		const reading = aReading();
		expect(await noteReading(database, reading)).toBe(true);
		expect(await onDisk()).toEqual([{ ...reading, state: 'waiting' }]);
		expect(Object.keys(reading).sort()).toEqual(['at', 'collection', 'id', 'key', 'userId']);
	});

	it('is one for whoever goes back and forth, loads the page anew or has two tabs open', async () => {
		await note({ at: NOW });
		await onDisk();
		const again = await Promise.all([note({ at: NOW + 1 }), note({ at: NOW + 2 })]);
		const last = await note({ at: NOW + READING_WINDOW_MS - 1 });
		expect([...again, last]).toEqual([false, false, false]);
		expect(await onDisk()).toHaveLength(1);
	});

	it('is another one by somebody else, of another record, or when the window is over', async () => {
		await note({});
		await note({ userId: 'sara' });
		await note({ key: BRUNO });
		await note({ collection: 'requests' });
		await note({ at: NOW + READING_WINDOW_MS });
		expect(await onDisk()).toHaveLength(5);
	});

	it('holds the window although it was sent, and is gone when that is over', async () => {
		await note({});
		await database.readings.toCollection().modify({ state: 'sent' });
		expect(await note({ at: NOW + 1000 })).toBe(false);
		await note({ key: BRUNO });
		await forgetSent(database, NOW + READING_WINDOW_MS - 1);
		expect(await onDisk()).toHaveLength(2);
		await forgetSent(database, NOW + READING_WINDOW_MS);
		expect(await keysOnDisk()).toEqual([BRUNO]);
	});

	it('is kept by a clock that was put back', async () => {
		await note({});
		expect(await note({ at: NOW - 1000 })).toBe(false);
		expect(await note({ at: NOW - READING_WINDOW_MS })).toBe(true);
	});

	it('gives way, the oldest, when there are too many', async () => {
		for (const number of [1, 2, 3, 4]) await note({ key: uuid(2, number), at: NOW + number }, 3);
		expect(await keysOnDisk()).toEqual([2, 3, 4].map((number) => uuid(2, number)));
	});
});

describe('what else is noted', () => {
	it('is one each time, however soon, and gives way with the readings', async () => {
		const deed = { userId: 'marta', at: NOW, deed: 'unlock' } as const;
		for (const number of [1, 2]) await noteDeed(database, { ...deed, id: uuid(2, number) });
		expect(await onDisk()).toMatchObject([deed, deed]);
		await noteDeed(database, { ...deed, id: uuid(2, 3) }, 2);
		expect((await onDisk()).map(({ id }) => id)).toEqual([uuid(2, 2), uuid(2, 3)]);
	});
});
