/**
 * The table behind the floor, and behind RxDB: one SQLite database with the settings of our own, flushed at every commit.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The one that this Node can run, as in db/engine.ts. */
const isOld = Number(process.versions.node.split('.')[0]) < 22;
const Database = createRequire(import.meta.url)(isOld ? 'better-sqlite3-node20' : 'better-sqlite3');

/** @param {string} folder */
export function openDatabase(folder) {
	const database = new Database(join(folder, 'records.sqlite'));
	database.pragma('journal_mode = WAL');
	database.pragma('synchronous = FULL');
	return database;
}

/** @param {string} folder */
export function openRecords(folder) {
	const database = openDatabase(folder);
	database.exec(
		`CREATE TABLE IF NOT EXISTS records (
			version INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL
		);
		CREATE TABLE IF NOT EXISTS senders (id TEXT PRIMARY KEY, last_seq INTEGER NOT NULL)`
	);
	const insert = database.prepare(
		'INSERT INTO records (id, body) VALUES (?, ?) ON CONFLICT (id) DO NOTHING'
	);
	const after = database.prepare(
		'SELECT version, body FROM records WHERE version > ? ORDER BY version LIMIT ?'
	);
	const counted = database.prepare('SELECT count(*) FROM records').pluck();
	const lastSeq = database.prepare('SELECT last_seq FROM senders WHERE id = ?').pluck();
	const note = database.prepare(
		'INSERT INTO senders VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET last_seq = excluded.last_seq'
	);
	return {
		count: () => counted.get(),
		/** In one transaction. @returns {number} up to where this sender's are stored */
		take: database.transaction((sender, entries) => {
			let last = lastSeq.get(sender) ?? 0;
			for (const { seq, record } of entries) {
				if (seq <= last) continue;
				insert.run(record.id, JSON.stringify(record));
				last = seq;
			}
			note.run(sender, last);
			return last;
		}),
		/** In one transaction. */
		put: database.transaction((records) => {
			for (const record of records) insert.run(record.id, JSON.stringify(record));
		}),
		/** @param {number} version @param {number} limit */
		since(version, limit) {
			const rows = after.all(version, limit);
			return {
				records: rows.map(({ body }) => JSON.parse(body)),
				version: rows.at(-1)?.version ?? version
			};
		}
	};
}
