/** The data folder: one place that knows what lies in it, for the server and for the commands. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrateDatabase, openDatabase, type Connection } from './connection.ts';
import { lockFolder } from './folder-lock.ts';

export const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));

export function databaseFile(dataDir: string): string {
	return join(dataDir, 'sportello.sqlite');
}

/** What was erased, by id. It lies apart from the database, so that no copy of the database has it. */
export function erasedFile(dataDir: string): string {
	return join(dataDir, 'erased', 'ids.txt');
}

/** The same list beside a backup, for the day when the whole data folder is lost. */
export function erasedFileBeside(backup: string): string {
	return join(dirname(backup), 'erased-ids.txt');
}

/** Where a copy of the database is put before something is done to it, made when it is not there. */
export function copyBefore(dataDir: string, what: string): string {
	const backups = join(dataDir, 'backups');
	// Only the server's own user may read people's records.
	mkdirSync(backups, { recursive: true, mode: 0o700 });
	const at = new Date().toISOString().replace(/[:.]/g, '-');
	return join(backups, `before-${what}-${at}.sqlite`);
}

/** SQLite gives its other files the rights of the first. */
function keepPrivate(file: string) {
	closeSync(openSync(file, 'a', 0o600));
	chmodSync(file, 0o600);
}

/**
 * Opens the database of a data folder, made when it is not there, and brings it up to date; a copy of what it held goes
 * to `backups` before that.
 * @throws when a backup is being restored into it, or it cannot be opened
 */
export function openDataDir(
	dataDir: string,
	migrationsFolder = MIGRATIONS
): { connection: Connection; migration: { applied: number; copy: string | null } } {
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	const lock = lockFolder(dataDir, 'together');
	if (!lock) {
		throw new Error(`A backup is being restored into ${dataDir}. Try again when that is done.`);
	}
	try {
		const file = databaseFile(dataDir);
		keepPrivate(file);
		const opened = openDatabase(file);
		const migration = migrateDatabase(opened, migrationsFolder, (applied) =>
			copyBefore(dataDir, `migration-${applied + 1}`)
		);
		const close = () => {
			opened.close();
			lock.release();
		};
		return { connection: { ...opened, close }, migration };
	} catch (error) {
		lock.release();
		throw error;
	}
}

/**
 * For a command: the data folder of a server that has been started once. A new and empty one would answer, and would not
 * be the one that was meant.
 * @throws when there is no database in it, and as {@link openDataDir}
 */
export function openExistingDataDir(dataDir: string): Connection {
	if (!existsSync(databaseFile(dataDir))) {
		throw new Error(
			`There is no database in ${dataDir}. Is DATA_DIR the folder of the server, and has it been started once?`
		);
	}
	return openDataDir(dataDir).connection;
}

/**
 * A database to compare with and not to write to: the folder's own when it is there and up to date, else an empty one in
 * memory, which is what a migrated new database would hold of the tables that are missing.
 */
export function openForDryRun(
	dataDir: string,
	table: string,
	migrationsFolder = MIGRATIONS
): Connection {
	const file = databaseFile(dataDir);
	if (existsSync(file)) {
		const connection = openDatabase(file);
		const found = connection.sqlite
			.prepare("select 1 from sqlite_master where type = 'table' and name = ?")
			.get(table);
		if (found) return connection;
		connection.close();
	}
	const connection = openDatabase(':memory:');
	migrateDatabase(connection, migrationsFolder, () => '');
	return connection;
}
