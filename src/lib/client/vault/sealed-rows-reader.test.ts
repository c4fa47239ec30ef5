/**
 * Seen to fail: a worker that dies and is not stood in for, one that is never ended, one that was begun and is not used,
 * one whose death before anybody asks is not noticed, one that is waited for without end, a part left out that is no JSON.
 */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeviceDatabase } from '../store/device-database.ts';
import { aesKey, randomBytes, sealJson } from './bytes.ts';
import { openStoredRows, readStoredRows, rowContext, type RowsKeys } from './sealed-rows.ts';
import { createRowsReader, type RowsWorker, type ToRowsWorker } from './sealed-rows-reader.ts';

const SCOPE = 'desk:cambonino';

let database: DeviceDatabase;
let keys: RowsKeys;
let databases = 0;

async function put(key: string) {
	const row = { scope: SCOPE, collection: 'people', key, rev: 3 };
	const content = { fields: { name: `"${key}", è vera\n` }, conflicts: [] };
	const parts = await sealJson(keys.keys.get('v1')!, content, rowContext(row));
	await database.rows.put({ ...row, body: { vaultId: 'v1', ...parts } });
	return { ...row, ...content };
}

beforeEach(async () => {
	database = new DeviceDatabase(`rows-reader-test-${(databases += 1)}`);
	keys = { scopes: [SCOPE], keys: new Map([['v1', await aesKey(randomBytes(32))]]) };
});
afterEach(() => database.delete());

/** Workers in this very thread. @param hear what they do with a message */
function workers(
	hear: (message: ToRowsWorker, emit: (type: string, data?: unknown) => void) => void
) {
	const log: string[] = [];
	function make() {
		log.push('started');
		const listeners = new Map<string, (event: never) => void>();
		const emit = (type: string, data?: unknown) => listeners.get(type)?.({ data } as never);
		const worker = {
			addEventListener: (type: string, listener: (event: never) => void) =>
				void listeners.set(type, listener),
			postMessage: (message: ToRowsWorker) => hear(message, emit),
			terminate: () => void log.push('ended')
		};
		return worker as unknown as RowsWorker;
	}
	return { make, log };
}

/** As sealed-rows.worker.ts does. */
function whole() {
	let stored: ReturnType<typeof readStoredRows>;
	return workers((message, emit) => {
		if (typeof message === 'string') stored = readStoredRows(message);
		else {
			const give = (json: string) => emit('message', json);
			void stored
				.then((rows) => openStoredRows(rows, message, give))
				.then((answer) => emit('message', answer));
		}
	});
}

describe('reading all sealed rows', () => {
	it('asks a worker, which is ended with what it had in memory', async () => {
		const row = await put('anna');
		const { make, log } = whole();
		expect((await createRowsReader(make).read(database.name, keys)).rows).toEqual([row]);
		expect(log).toEqual(['started', 'ended']);
	});

	it('has it begin while somebody types, once', async () => {
		const row = await put('anna');
		const { make, log } = whole();
		const reader = createRowsReader(make);
		reader.expect(database.name);
		reader.expect(database.name);
		expect((await reader.read(database.name, keys)).rows).toEqual([row]);
		expect(log).toEqual(['started', 'ended']);
	});

	it('reads anew when it is asked again, and gives the scopes as they stood with the rows', async () => {
		await put('anna');
		const scope = { scope: SCOPE, cursor: null, checksum: 0 };
		await database.scopes.put(scope as never);
		const { make } = whole();
		const reader = createRowsReader(make);
		reader.expect(database.name);
		const first = await reader.read(database.name, keys);
		await put('bruno');
		await database.scopes.clear();
		const second = await reader.read(database.name, keys);
		expect([first.rows.length, first.scopes]).toEqual([1, [scope]]);
		expect([second.rows.length, second.scopes]).toEqual([2, []]);
	});

	it('does not take what it began of another database', async () => {
		const row = await put('anna');
		const { make, log } = whole();
		const reader = createRowsReader(make);
		const other = new DeviceDatabase(`${database.name}-other`);
		await other.open();
		reader.expect(other.name);
		expect((await reader.read(database.name, keys)).rows).toEqual([row]);
		expect(log).toEqual(['started', 'ended', 'started', 'ended']);
		await other.delete();
	});

	it.each([
		['breaks', 'error', undefined],
		['cannot be understood', 'messageerror', undefined],
		['could not read', 'message', null]
	])('reads here what a worker that %s did not', async (_what, type, data) => {
		const row = await put('anna');
		const { make, log } = workers((message, emit) => {
			if (typeof message !== 'string') emit(type, data);
		});
		expect((await createRowsReader(make).read(database.name, keys)).rows).toEqual([row]);
		expect(log).toEqual(['started', 'ended']);
	});

	it('takes nothing of what a worker gave before it broke', async () => {
		const row = await put('anna');
		const { make } = workers((message, emit) => {
			if (typeof message === 'string') return;
			emit('message', JSON.stringify([[SCOPE, 'people', 'anna', 3, row]]));
			emit('error');
		});
		expect((await createRowsReader(make).read(database.name, keys)).rows).toEqual([row]);
	});

	it('reads here when a worker falls silent, and gives one that speaks its time', async () => {
		const row = await put('anna');
		const started: (() => void)[] = [];
		const after = (_delayMs: number, callback: () => void) => {
			started.push(callback);
			return () => undefined;
		};
		const { make, log } = workers((message, emit) => {
			if (typeof message !== 'string') emit('message', '[]');
		});
		const read = createRowsReader(make, after).read(database.name, keys);
		// One at the keys, and one at each part.
		expect(started).toHaveLength(2);
		started[1]!();
		expect((await read).rows).toEqual([row]);
		expect(log).toEqual(['started', 'ended']);
	});

	it('reads here when a part is not understood', async () => {
		const row = await put('anna');
		const { make } = workers((message, emit) => {
			if (typeof message === 'string') return;
			emit('message', 'not JSON');
			emit('message', { keyless: [], damaged: [], scopes: [], readable: [] });
		});
		expect((await createRowsReader(make).read(database.name, keys)).rows).toEqual([row]);
	});

	it('reads here when the worker broke before anybody asked', async () => {
		const row = await put('anna');
		const { make } = workers((message, emit) => {
			if (typeof message === 'string') emit('error');
		});
		const reader = createRowsReader(make);
		reader.expect(database.name);
		expect((await reader.read(database.name, keys)).rows).toEqual([row]);
	});

	it('reads here where there are no workers', async () => {
		const row = await put('anna');
		const none = createRowsReader(() => {
			throw new Error('No workers here');
		});
		none.expect(database.name);
		expect((await none.read(database.name, keys)).rows).toEqual([row]);
		expect((await createRowsReader().read(database.name, keys)).rows).toEqual([row]);
	});

	it('says that the database cannot be read', async () => {
		const { make } = workers((message, emit) => {
			if (typeof message !== 'string') emit('message', null);
		});
		await expect(createRowsReader(make).read('another', keys)).rejects.toThrow();
		expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('another');
	});
});
