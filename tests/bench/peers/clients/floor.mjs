/** The floor: an outbox in Dexie, one number per sender, pages of rows. Nothing is merged, sealed or checked. */
import Dexie from 'dexie';

const BATCH = 1000;
const db = new Dexie('race', { chromeTransactionDurability: 'strict' });
db.version(1).stores({ outbox: '++seq', rows: 'id', meta: 'name' });

async function ask(path, body) {
	const answer = await fetch(path, body && { method: 'POST', body: JSON.stringify(body) });
	if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
	return answer.json();
}

globalThis.race = {
	async fill(records) {
		await db.meta.put({ name: 'sender', value: crypto.randomUUID() });
		await db.outbox.bulkAdd(records.map((record) => ({ record })));
	},
	async up() {
		const { value: sender } = await db.meta.get('sender');
		let last = 0;
		for (;;) {
			const entries = await db.outbox.where('seq').above(last).limit(BATCH).toArray();
			if (entries.length === 0) return;
			({ lastSeq: last } = await ask('/push', { sender, entries }));
			await db.meta.put({ name: 'lastSeq', value: last });
		}
	},
	async down() {
		for (let since = 0; ;) {
			const { records, version } = await ask(`/pull?since=${since}`);
			if (records.length === 0) return;
			since = version;
			await db.transaction('rw', [db.rows, db.meta], async () => {
				await db.rows.bulkPut(records);
				await db.meta.put({ name: 'since', value: since });
			});
		}
	},
	count: () => db.rows.count()
};
