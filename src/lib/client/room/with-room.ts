/**
 * What this browser keeps of the app that can be fetched again: never its shell, without which it does not open with no
 * network; never a record, a draft, a key, or what is still to be sent.
 */
import { catalogue } from '../catalogue/catalogue.svelte';
import { createRoomMaker, type Spare } from './room-maker';

/** As Workbox names the cache of the shell; there is another one while a new version waits. */
const SHELL = 'workbox-precache';

/** Responses and pictures that something has put aside to be quicker. */
export function otherCaches(storage: Pick<CacheStorage, 'keys' | 'delete'> | undefined): Spare {
	return {
		async free() {
			if (!storage) return false;
			const names = (await storage.keys()).filter((name) => !name.startsWith(SHELL));
			const deleted = await Promise.all(names.map((name) => storage.delete(name)));
			return deleted.includes(true);
		}
	};
}

/** Somebody waits for their save: a database that another tab holds on to is not waited for. */
const LET_GO_LIMIT_MS = 3_000;

/** It answers searches from memory until the app is closed, and is fetched again. */
const storedCatalogue: Spare = {
	free() {
		const tooLate = new Promise<false>((resolve) => setTimeout(resolve, LET_GO_LIMIT_MS, false));
		return Promise.race([catalogue.letGo(), tooLate]);
	}
};

export const withRoom = createRoomMaker([otherCaches(globalThis.caches), storedCatalogue]);
