/** What really is in the server's database, whatever any screen says. */
import { join } from 'node:path';
import { Database } from '../../../db/engine.ts';

export interface LedgerLine {
	id: string;
	storeId: string;
	seq: number;
	name: string;
	/** Username of the person who wrote it; null for what a tablet registered in its own name. */
	author: string | null;
	outcome: string;
	reason: string | null;
}

export interface ServerRecords {
	requests: { code: string; personName: string; status: string }[];
	people: number;
	/** Needs of the contacts that were counted and not taken back. */
	contacts: string[];
	ledger: LedgerLine[];
	/** Ranges of numbers that stores have given and the server has never seen. */
	missing: [from: number, to: number][];
	quarantined: number;
	held: number;
}

export function readServerRecords(dataDir: string): ServerRecords {
	const sqlite = new Database(join(dataDir, 'sportello.sqlite'), { readonly: true });
	try {
		const count = (sql: string) => sqlite.prepare(sql).pluck().get() as number;
		return {
			requests: sqlite
				.prepare(
					`select fields ->> 'code' as code, fields ->> 'personName' as personName, fields ->> 'status' as status
					 from records where collection = 'requests'`
				)
				.all() as ServerRecords['requests'],
			people: count(`select count(*) from records where collection = 'people'`),
			contacts: sqlite
				.prepare(
					`select fields ->> 'need' from records where collection = 'contacts' and fields ->> 'withdrawn' = 0`
				)
				.pluck()
				.all() as string[],
			ledger: sqlite
				.prepare(
					`select ledger.id, store_id as storeId, seq, ledger.name, username as author, outcome, reason
					 from ledger left join users on users.id = ledger.actor order by store_id, seq`
				)
				.all() as LedgerLine[],
			missing: (sqlite.prepare('select missing from stores').pluck().all() as string[]).flatMap(
				(ranges) => JSON.parse(ranges) as ServerRecords['missing']
			),
			quarantined: count('select count(*) from quarantine'),
			held: count('select count(*) from held')
		};
	} finally {
		sqlite.close();
	}
}

/** Who wrote each request that was registered, and what became of it, as `marta accepted`. */
export function requestsOf(dataDir: string): string[] {
	return readServerRecords(dataDir)
		.ledger.filter(({ name }) => name === 'request.register')
		.map(({ author, outcome }) => `${author} ${outcome}`);
}
