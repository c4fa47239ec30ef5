import 'fake-indexeddb/auto';
import { DeviceDatabase } from '../../src/lib/client/store/device-database.ts';
import { createDeviceStore } from '../../src/lib/client/store/device-store.ts';
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
