/**
 * The embedded database. WAL with synchronous=FULL: the driver's default in WAL is NORMAL, with which an acknowledged
 * commit can vanish in a power cut. secure_delete: what is deleted is overwritten, an erased person's record too.
 */
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { isDiskFull } from './disk-full.ts';
import { Database } from './engine.ts';

export interface Connection {
	/** For prepared statements on hot paths and for pragmas. */
	sqlite: Database;
	orm: BetterSQLite3Database;
	close(): void;
}

/**
 * Moves what is in the log of writes into the file itself. With readers about, or no room for it, it stays where it is, as
 * safe as before, and the next one does it.
 */
export function emptyWriteLog(sqlite: Database): void {
	try {
		sqlite.pragma('wal_checkpoint(TRUNCATE)');
	} catch (error) {
		if (!isDiskFull(error)) throw error;
	}
}

/** At most: a push of many records stays in memory until it is committed. */
const CACHE_KIB = 64 * 1024;

/** Pages in the log of writes until they are moved into the file, which is flushed then: 16 MB. */
const CHECKPOINT_PAGES = 4000;

export function openDatabase(file: string): Connection {
	const sqlite = new Database(file);
	sqlite.pragma('journal_mode = WAL');
	sqlite.pragma('synchronous = FULL');
	sqlite.pragma('foreign_keys = ON');
	sqlite.pragma('secure_delete = ON');
	sqlite.pragma('busy_timeout = 5000');
	sqlite.pragma(`cache_size = -${CACHE_KIB}`);
	sqlite.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
	return {
		sqlite,
		orm: drizzle(sqlite),
		close() {
			if (!sqlite.open) return;
			emptyWriteLog(sqlite);
			sqlite.close();
		}
	};
}

/** How many migrations a database has had; 0 for one that is empty or not ours. */
export function appliedMigrations(sqlite: Database): number {
	const table = sqlite
		.prepare("select 1 from sqlite_master where type = 'table' and name = '__drizzle_migrations'")
		.get();
	if (!table) return 0;
	return sqlite.prepare('select count(*) from __drizzle_migrations').pluck().get() as number;
}

/**
 * Applies the committed migrations that are missing. Before it changes a database that holds something, it copies it to
 * `copyTo(applied)`, a path named by the caller; null when it is a copy itself.
 * @returns how many migrations were applied, and the copy's path when one was made
 */
export function migrateDatabase(
	connection: Connection,
	migrationsFolder: string,
	copyTo: ((applied: number) => string) | null
): { applied: number; copy: string | null } {
	const before = appliedMigrations(connection.sqlite);
	const wanted = readMigrationFiles({ migrationsFolder }).length;
	if (before > wanted) {
		throw new Error(
			`The database has ${before} migrations, this version knows ${wanted}: it was written by a newer version. Start that version, or restore a backup.`
		);
	}
	if (before === wanted) return { applied: 0, copy: null };
	let copy: string | null = null;
	if (before > 0 && copyTo) {
		copy = copyTo(before);
		connection.sqlite.prepare('vacuum into ?').run(copy);
	}
	migrate(connection.orm, { migrationsFolder });
	return { applied: wanted - before, copy };
}
