/** Seen to fail: a worker that dies and is not stood in for, a row taken from another's place, one that is never ended. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeviceDatabase } from '../store/device-database.ts';
import { aesKey, randomBytes, sealJson } from './bytes.ts';
import {
	createReadRows,
	readRowsHere,
	readSealedRows,
	rowContext,
	type ReaderPort,
	type RowsQuestion
} from './sealed-rows.ts';

const SCOPE = 'desk:cambonino';

let database: DeviceDatabase;
let question: RowsQuestion;
let databases = 0;

async function put(key: string, sealedAs = key, scope = SCOPE, vaultId = 'v1') {
	const row = { scope, collection: 'people', key, rev: 3 };
	const content = { fields: { name: `"${key}", è vera\n` }, conflicts: [] };
	const vaultKey = question.keys.get('v1')!;
	const parts = await sealJson(vaultKey, content, rowContext({ ...row, key: sealedAs }));
	await database.rows.put({ ...row, body: { vaultId, ...parts } });
	return { ...row, ...content };
}

beforeEach(async () => {
	database = new DeviceDatabase(`rows-test-${(databases += 1)}`);
	const keys = new Map([['v1', await aesKey(randomBytes(32))]]);
	question = { database: database.name, scopes: [SCOPE], keys };
});
afterEach(() => database.delete());

/** A worker in this very thread. @param answer what it does with the question */
function aPort(
	answer: (question: RowsQuestion, emit: (type: string, data?: unknown) => void) => void
) {
	const listeners = new Map<string, (event: never) => void>();
	const emit = (type: string, data?: unknown) => listeners.get(type)?.({ data } as never);
	const log: string[] = [];
	const port = {
		addEventListener: (type: string, listener: (event: never) => void) =>
			void listeners.set(type, listener),
		postMessage: (asked: RowsQuestion) => answer(asked, emit),
		terminate: () => void log.push('ended')
	};
	return { port: port as unknown as ReaderPort, log };
}

describe('reading sealed rows', () => {
	it('gives what was sealed, of the scopes that were asked for', async () => {
		const rows = [await put('anna'), await put('bruno')];
		await put('carla', 'carla', 'desk:zaist');
		const read = await readRowsHere(question);
		expect(read.rows.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual(rows);
		expect([read.keyless, read.damaged]).toEqual([[], []]);
	});

	it('leaves out what does not open, and says where it stands', async () => {
		const whole = await put('anna');
		await put('bruno', 'dario');
		await put('carla', 'carla', SCOPE, 'v2');
		const place = (key: string) => ({ scope: SCOPE, collection: 'people', key, rev: 3 });
		expect(await readRowsHere(question)).toEqual({
			rows: [whole],
			damaged: [place('bruno')],
			keyless: [place('carla')]
		});
	});

	it('asks a worker, which is ended with what it had in memory', async () => {
		const row = await put('anna');
		const { port, log } = aPort((asked, emit) => {
			void readSealedRows(asked).then((answer) => emit('message', answer));
		});
		expect((await createReadRows(() => port)(question)).rows).toEqual([row]);
		expect(log).toEqual(['ended']);
	});

	it.each([
		['breaks', 'error', undefined],
		['cannot be understood', 'messageerror', undefined],
		['could not read', 'message', null]
	])('reads here what a worker that %s did not', async (_what, type, data) => {
		const row = await put('anna');
		const { port, log } = aPort((_asked, emit) => emit(type, data));
		expect((await createReadRows(() => port)(question)).rows).toEqual([row]);
		expect(log).toEqual(['ended']);
	});

	it('reads here where there are no workers', async () => {
		const row = await put('anna');
		const read = createReadRows(() => {
			throw new Error('No workers here');
		});
		expect((await read(question)).rows).toEqual([row]);
	});

	it('says that the database cannot be read', async () => {
		const { port } = aPort((_asked, emit) => emit('message', null));
		const read = createReadRows(() => port)({ ...question, database: 'another' });
		await expect(read).rejects.toThrow();
		expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('another');
	});
});
