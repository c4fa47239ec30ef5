/** RxDB on its Dexie storage, with a REST endpoint, as its guide to replication has it. */
import { createRxDatabase } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';

const BATCH = 1000;
const text = { type: 'string' };
const schema = {
	version: 0,
	primaryKey: 'id',
	type: 'object',
	properties: {
		id: { ...text, maxLength: 40 },
		at: { type: 'number' },
		desk: text,
		name: text,
		phone: text,
		note: text
	},
	required: ['id', 'at', 'desk', 'name', 'phone', 'note']
};

async function open() {
	const database = await createRxDatabase({
		name: 'race',
		storage: getRxStorageDexie(),
		multiInstance: false
	});
	await database.addCollections({ records: { schema } });
	return database.records;
}
const opening = open();

async function replicate(handlers) {
	const state = replicateRxCollection({
		collection: await opening,
		replicationIdentifier: 'race',
		live: false,
		retryTime: 1000,
		...handlers
	});
	let failure;
	state.error$.subscribe((error) => (failure = error));
	await state.awaitInitialReplication();
	if (failure) throw failure;
}

globalThis.race = {
	fill: async (records) => {
		const { error } = await (await opening).bulkInsert(records);
		if (error.length > 0) throw new Error(`${error.length} were not inserted`);
	},
	up: () =>
		replicate({
			push: {
				batchSize: BATCH,
				async handler(rows) {
					const answer = await fetch('/push', { method: 'POST', body: JSON.stringify(rows) });
					return answer.json();
				}
			}
		}),
	down: () =>
		replicate({
			pull: {
				batchSize: BATCH,
				async handler(checkpoint, limit) {
					const answer = await fetch(`/pull?since=${checkpoint?.version ?? 0}&limit=${limit}`);
					return answer.json();
				}
			}
		}),
	count: async () => (await opening).count().exec()
};
