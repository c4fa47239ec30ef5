import 'fake-indexeddb/auto';
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TransportResult } from '../../../../sync/client/ports.ts';
import { uuid } from '../../../../tests/builders/sync-world.ts';
import {
	MAX_SENT_READINGS,
	READING_WINDOW_MS,
	type ReadingsRequest,
	type ReadingsResponse
} from '../../domain/readings/reading.ts';
import { noteDeed, noteReading } from './note-reading.ts';
import { ReadingsDatabase } from './readings-database.ts';
import { createReadingSender } from './send-readings.ts';

const NOW = 1_790_000_000_000;

let database: ReadingsDatabase;
let sent: ReadingsRequest[];
let answer: (request: ReadingsRequest) => TransportResult;

beforeEach(() => {
	database = new ReadingsDatabase(randomUUID());
	sent = [];
	answer = takesAll;
});
afterEach(() => database.delete());

function answered(response: Partial<ReadingsResponse>): TransportResult {
	return { kind: 'answer', body: { taken: [], unknownPeople: [], ...response } };
}

const takesAll = ({ readings }: ReadingsRequest) =>
	answered({ taken: readings.map(({ id }) => id) });

function sender(userId?: string) {
	return createReadingSender({
		database,
		post: async (path, body) => {
			expect(path).toBe('/api/sync/readings');
			// As it goes over the wire.
			const request = JSON.parse(JSON.stringify(body)) as ReadingsRequest;
			sent.push(request);
			return answer(request);
		},
		...(userId && { userId }),
		now: () => NOW
	});
}

async function note(userId: string, number: number) {
	const at = NOW - 100_000 + number;
	const reading = { id: uuidv7({ msecs: at }), userId, key: uuid(1, number), at };
	await noteReading(database, { ...reading, collection: 'people' });
}

async function waiting() {
	const stored = await database.readings.where('state').equals('waiting').toArray();
	return stored.map((noted) =>
		'key' in noted ? `${noted.userId} ${parseInt(noted.key.slice(-4), 16)}` : noted.deed
	);
}

describe('readings on their way', () => {
	it('go in the order they were noted, as ids and times alone, and only once', async () => {
		await note('marta', 1);
		await note('sara', 2);
		const { send } = sender();
		expect(await send()).toBe(true);
		expect(await send()).toBe(true);
		expect(sent).toHaveLength(1);
		expect(sent[0]?.deviceNow).toBe(NOW);
		expect(sent[0]?.readings.map(({ userId }) => userId)).toEqual(['marta', 'sara']);
		const members = sent[0]!.readings.map((reading) => Object.keys(reading).sort().join(' '));
		expect(new Set(members)).toEqual(new Set(['at collection id key userId']));
		expect(await waiting()).toEqual([]);
	});

	it.each<[string, TransportResult]>([
		['no answer', { kind: 'unreachable' }],
		['a portal’s page', { kind: 'not-json' }],
		['an error', { kind: 'refused', status: 500, retryAfterMs: null }],
		['an older server', { kind: 'refused', status: 404, retryAfterMs: null }],
		['an answer that names none of them', answered({ taken: [uuid(9, 9)] })],
		['an answer of something else', { kind: 'answer', body: { status: 'ok' } }]
	])('stay here after %s, and go the next time with the same ids', async (_what, trouble) => {
		await note('marta', 1);
		const { send } = sender();
		answer = () => trouble;
		expect(await send()).toBe(false);
		expect(await waiting()).toEqual(['marta 1']);
		answer = takesAll;
		expect(await send()).toBe(true);
		expect(sent).toHaveLength(2);
		expect(sent[1]?.readings).toEqual(sent[0]?.readings);
	});

	it('go in as many requests as it takes, and what was taken before the network fell is not sent again', async () => {
		for (let number = 1; number <= MAX_SENT_READINGS + 1; number += 1) await note('marta', number);
		const { send } = sender();
		answer = (request) => (sent.length === 1 ? takesAll(request) : { kind: 'unreachable' });
		expect(await send()).toBe(false);
		expect(sent.map(({ readings }) => readings.length)).toEqual([MAX_SENT_READINGS, 1]);
		expect(await waiting()).toEqual([`marta ${MAX_SENT_READINGS + 1}`]);
	});

	it('of somebody the server does not know yet wait, and those of colleagues go past them', async () => {
		for (let number = 1; number <= MAX_SENT_READINGS; number += 1) await note('nuova', number);
		await note('marta', MAX_SENT_READINGS + 1);
		answer = ({ readings }) => {
			const taken = readings.filter(({ userId }) => userId === 'marta').map(({ id }) => id);
			const isNew = readings.some(({ userId }) => userId === 'nuova');
			return answered({ taken, unknownPeople: isNew ? ['nuova'] : [] });
		};
		expect(await sender().send()).toBe(true);
		expect(await waiting()).toHaveLength(MAX_SENT_READINGS);
		// She has unlocked: the page asks anew, and now she is known.
		answer = takesAll;
		await sender().send();
		expect(await waiting()).toEqual([]);
	});

	it('of others who use this browser are left to them by a session', async () => {
		await note('marta', 1);
		await note('sara', 2);
		await sender('sara').send();
		expect(sent.flatMap(({ readings }) => readings.map(({ userId }) => userId))).toEqual(['sara']);
		expect(await waiting()).toEqual(['marta 1']);
	});

	it('go with what else was noted, each as often as it was done', async () => {
		await note('marta', 1);
		const at = NOW;
		for (const number of [2, 3]) {
			await noteDeed(database, { id: uuid(3, number), userId: 'marta', at, deed: 'unlock' });
		}
		const saved = { userId: 'device:t', at, deed: 'saved', records: 2 } as const;
		await noteDeed(database, { id: uuid(3, 4), ...saved });
		expect(await sender().send()).toBe(true);
		const [request] = sent;
		expect(request?.readings.map((each) => ('deed' in each ? each.deed : 'read')).sort()).toEqual([
			'read',
			'saved',
			'unlock',
			'unlock'
		]);
		expect(request?.readings).toContainEqual({ id: uuid(3, 4), ...saved });
		expect(await sender().send()).toBe(true);
		expect(sent).toHaveLength(1);
	});

	it('are all here after a month of fifty unlocks a day without the server, and go in parts that no server finds too large', async () => {
		// Checked by hand that it can fail: with room for 1,000, and with no limit to what is sent at once.
		const MONTH = 50 * 30;
		const unlockOf = (number: number) => {
			const at = NOW - (MONTH - number) * 1000;
			return { id: uuidv7({ msecs: at }), userId: uuid(4, 1), at, deed: 'unlock' } as const;
		};
		const earlier = Array.from({ length: MONTH - 1 }, (_, number) => unlockOf(number));
		await database.readings.bulkAdd(earlier.map((each) => ({ ...each, state: 'waiting' })));
		await noteDeed(database, unlockOf(MONTH - 1));
		expect(await waiting()).toHaveLength(MONTH);
		answer = () => ({ kind: 'unreachable' });
		await sender().send();
		expect(sent[0]?.readings[0]).toEqual(earlier[0]);
		// A tenth of what the server takes.
		expect(JSON.stringify(sent[0]).length).toBeLessThan(50_000);
	});

	it('are not held up by one that the disk has damaged', async () => {
		await note('marta', 1);
		await note('marta', 2);
		await database.readings.limit(1).modify({ at: -1 });
		expect(await sender().send()).toBe(true);
		expect(sent.flatMap(({ readings }) => readings)).toHaveLength(1);
		expect(await database.readings.count()).toBe(1);
	});

	it('are gone from the disk once they were sent and the window is over, with nothing new to send', async () => {
		await note('marta', 1);
		const { send } = sender();
		await send();
		expect(await database.readings.count()).toBe(1);
		await database.readings.toCollection().modify({ at: NOW - READING_WINDOW_MS });
		expect(await send()).toBe(true);
		expect(await database.readings.count()).toBe(0);
		expect(sent).toHaveLength(1);
	});

	it('go once when two ask for it at the same moment', async () => {
		await note('marta', 1);
		const { send } = sender();
		await Promise.all([send(), send()]);
		expect(sent).toHaveLength(1);
	});
});
