/** TinyBase: a mergeable store kept in IndexedDB, synchronized over a WebSocket. It acknowledges nothing: the server is asked. */
import { createMergeableStore } from 'tinybase';
import { createIndexedDbPersister } from 'tinybase/persisters/persister-indexed-db';
import { createWsSynchronizer } from 'tinybase/synchronizers/synchronizer-ws-client';

const LOOK_AGAIN_MS = 50;
const LIMIT_S = 120;
const store = createMergeableStore();
const persister = createIndexedDbPersister(store, 'race', LIMIT_S);
const loading = persister.load();
const soon = () => new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));

async function synchronize(isDone) {
	const socket = new WebSocket(`ws://${location.host}/race`);
	const synchronizer = await createWsSynchronizer(store, socket, LIMIT_S);
	await synchronizer.startSync();
	while (!(await isDone())) await soon();
	await synchronizer.destroy();
}

globalThis.race = {
	async fill(records) {
		await loading;
		store.transaction(() => {
			for (const { id, ...record } of records) store.setRow('records', id, record);
		});
		await persister.save();
	},
	up: (wanted) => synchronize(async () => Number(await (await fetch('/count')).text()) >= wanted),
	async down(wanted) {
		await loading;
		await synchronize(() => store.getRowCount('records') >= wanted);
		await persister.save();
	},
	async count() {
		await loading;
		return store.getRowCount('records');
	}
};
