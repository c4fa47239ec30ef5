/** PouchDB on IndexedDB, replicated with a PouchDB on LevelDB behind express-pouchdb. */
import PouchDB from 'pouchdb';

const BATCH = 1000;
const local = new PouchDB('race');
const remote = () => new PouchDB(`${location.origin}/db/records`);

async function replicate(work) {
	const { ok, doc_write_failures: failures } = await work;
	if (!ok || failures > 0) throw new Error(`${failures} were not written`);
}

globalThis.race = {
	async fill(records) {
		const written = await local.bulkDocs(
			records.map(({ id, ...record }) => ({ _id: id, ...record }))
		);
		const failed = written.filter(({ error }) => error);
		if (failed.length > 0) throw new Error(`${failed.length} were not written`);
	},
	up: () => replicate(local.replicate.to(remote(), { batch_size: BATCH })),
	down: () => replicate(local.replicate.from(remote(), { batch_size: BATCH })),
	count: async () => (await local.info()).doc_count
};
