/** What the database of a server holds of what was pushed, row by row. */
import { join } from 'node:path';
import { Database } from '../../db/engine.ts';

/** What this desk has in the ledger, in its order, and what of it is not whole. */
export function readTaken(dataDir: string, storeId: string) {
	const sqlite = new Database(join(dataDir, 'sportello.sqlite'), { readonly: true });
	try {
		const read = (sql: string) => sqlite.prepare(sql).pluck().all(storeId) as string[];
		return {
			ledger: read(
				`select id from ledger where store_id = ? and outcome = 'accepted' order by seq`
			),
			// Its person, and what tells the tablets of the desk that there is one.
			torn: read(
				`select id from ledger where store_id = ? and (
					not exists (select * from records
						where records.collection = ledger.collection and records.key = ledger.key
						and fields ->> 'name' = args ->> '$.details.name')
					or not exists (select * from feed where scope = 'desk:cambonino'
						and feed.collection = ledger.collection and feed.key = ledger.key))`
			)
		};
	} finally {
		sqlite.close();
	}
}

/** No person without a line in the ledger, no page of the file that is not as it should be. */
export function readWhole(dataDir: string) {
	const sqlite = new Database(join(dataDir, 'sportello.sqlite'), { readonly: true });
	try {
		const read = (sql: string) => sqlite.prepare(sql).pluck().get();
		return {
			unwritten: read(
				`select count(*) from records where collection = 'people'
				and not exists (select * from ledger where ledger.collection = records.collection
					and ledger.key = records.key)`
			),
			check: read('pragma integrity_check')
		};
	} finally {
		sqlite.close();
	}
}
