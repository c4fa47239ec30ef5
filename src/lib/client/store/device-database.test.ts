/**
 * What is said to be saved is on the disk. Seen to fail without `chromeTransactionDurability`: the browser is asked for no
 * durability, and Chromium's own since version 121 is a relaxed one.
 */
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TabletDatabase } from '../tablet/tablet-database.ts';
import { DeviceDatabase } from './device-database.ts';

afterEach(() => vi.restoreAllMocks());

/** What the browser is asked for with each transaction that writes. */
function durabilities(): (IDBTransactionDurability | undefined)[] {
	const asked: (IDBTransactionDurability | undefined)[] = [];
	const { transaction } = IDBDatabase.prototype;
	vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
		this: IDBDatabase,
		...given: Parameters<IDBDatabase['transaction']>
	) {
		const [, mode, options] = given;
		if (mode === 'readwrite') asked.push(options?.durability);
		return transaction.apply(this, given);
	});
	return asked;
}

describe('a transaction that writes', () => {
	it('is asked to be on the disk before it is done, in the records of a device', async () => {
		const database = new DeviceDatabase('durability-test');
		const asked = durabilities();
		await database.drafts.put({ id: 'a', updatedAt: 1, value: null });
		await database.transaction('rw', [database.meta, database.outbox], () =>
			database.outbox.count()
		);
		expect(asked).toEqual(['strict', 'strict']);
		await database.delete();
	});

	it('is asked so too among the slots of a tablet', async () => {
		const database = new TabletDatabase();
		const asked = durabilities();
		await database.slots.clear();
		expect(asked).toEqual(['strict']);
		await database.delete();
	});
});
