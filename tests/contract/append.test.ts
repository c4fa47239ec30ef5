/**
 * What the contract of device stores does not see of a save on IndexedDB itself. Seen to fail: half a save, a connection that
 * the browser had closed, a database that was closed for good and came back.
 */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DeviceDatabase } from '../../src/lib/client/store/device-database.ts';
import { createDeviceStore } from '../../src/lib/client/store/device-store.ts';
import type { DeviceStore, NewIntent } from '../../sync/client/ports.ts';
import { uuid } from '../builders/sync-world.ts';

const identity = () => ({ deviceId: uuid(1, 1), storeId: uuid(1, 2) });
let databases = 0;
let database: DeviceDatabase;
let store: DeviceStore;

function intent(number: number, args: object = {}): NewIntent {
	return {
		v: 0,
		id: uuid(2, number),
		actor: 'agnese',
		name: 'request.register',
		args: args as NewIntent['args'],
		schemaVersion: 1,
		baseVersions: {},
		dependsOn: [],
		at: 1
	};
}

beforeEach(async () => {
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
	database = new DeviceDatabase(`append-${(databases += 1)}`);
	store = createDeviceStore(database, identity, 1);
	await store.load();
});

describe('a save', () => {
	it('that cannot be written whole is not written at all', async () => {
		const writing = store.append([intent(1), intent(2, { notData: () => 1 })]);
		await expect(writing).rejects.toMatchObject({ kind: 'failed' });
		expect(await database.outbox.count()).toBe(0);
	});

	it('is asked of the disk, and not of a promise to write it', async () => {
		const begun = vi.spyOn(database.backendDB(), 'transaction');
		await store.append([intent(1)]);
		expect(begun.mock.calls).toEqual([[['meta', 'outbox'], 'readwrite', { durability: 'strict' }]]);
	});

	it('finds its way when the browser has closed the connection', async () => {
		database.backendDB().close();
		await store.append([intent(1)]);
		expect(await database.outbox.count()).toBe(1);
	});

	it('finds its way when another tab has upgraded the database', async () => {
		await new Promise<void>((resolve, reject) => {
			const opening = indexedDB.open(database.name, 99);
			opening.onerror = () => reject(opening.error as DOMException);
			opening.onsuccess = () => {
				opening.result.close();
				resolve();
			};
		});
		await store.append([intent(1)]);
		expect(await database.outbox.count()).toBe(1);
	});

	it('does not open again what was closed for good', async () => {
		database.close();
		await expect(store.append([intent(1)])).rejects.toMatchObject({ kind: 'failed' });
		expect(database.isOpen()).toBe(false);
	});

	it('says that the device is full when that is found at the very end', async () => {
		const transactions = Object.getPrototypeOf(
			database.backendDB().transaction('meta')
		) as IDBTransaction & { _abort(name: string): void };
		vi.spyOn(transactions, 'commit').mockImplementationOnce(function (this: typeof transactions) {
			this._abort('QuotaExceededError');
		});
		await expect(store.append([intent(1)])).rejects.toMatchObject({ kind: 'storage-full' });
		expect(await database.outbox.count()).toBe(0);
	});
});
