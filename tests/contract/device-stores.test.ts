import 'fake-indexeddb/auto';
import { DeviceDatabase } from '../../src/lib/client/store/device-database.ts';
import { createDeviceStore } from '../../src/lib/client/store/device-store.ts';
import { createRoomyStore } from '../../src/lib/client/store/roomy-store.ts';
import { createRoomMaker } from '../../src/lib/client/room/room-maker.ts';
import { DeviceStoreError, type DeviceStore } from '../../sync/client/ports.ts';
import { createMemoryDeviceStore } from '../../sync/client/memory-device-store.ts';
import { uuid } from '../builders/sync-world.ts';
import { deviceStoreContract } from './device-store.ts';

const identity = { deviceId: uuid(1, 1), storeId: uuid(1, 2) };
let databases = 0;

deviceStoreContract('memory', async () => {
	const store = createMemoryDeviceStore(identity);
	return { open: (schemaVersion = 1) => store.openedBy(schemaVersion) };
});

deviceStoreContract('IndexedDB', async () => {
	const name = `contract-${(databases += 1)}`;
	return {
		open: (schemaVersion = 1) =>
			createDeviceStore(new DeviceDatabase(name), () => identity, schemaVersion)
	};
});

/** Whatever is written finds no room at first. What is only read needs none. */
function fullAtFirst(store: DeviceStore): DeviceStore {
	const refused = new Set<unknown>();
	return new Proxy(store, {
		get(target, name: keyof DeviceStore) {
			const method = target[name] as (...args: unknown[]) => Promise<unknown>;
			return async (...args: unknown[]) => {
				// By what is written: it is the same when it is tried again, and another in another tab.
				const written = args[0] ?? name;
				if (name === 'unanswered' || refused.delete(written)) return method(...args);
				refused.add(written);
				throw new DeviceStoreError('storage-full');
			};
		}
	});
}

deviceStoreContract('IndexedDB, on a device where room is made for each write', async () => {
	const name = `contract-${(databases += 1)}`;
	return {
		open(schemaVersion = 1) {
			const store = createDeviceStore(new DeviceDatabase(name), () => identity, schemaVersion);
			return createRoomyStore(fullAtFirst(store), createRoomMaker([{ free: async () => true }]));
		}
	};
});
