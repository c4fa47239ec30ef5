/** The data folder: one place that knows what lies in it, for the server and for the commands. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrateDatabase, openDatabase, type Connection } from './connection.ts';

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));

export function databaseFile(dataDir: string): string {
	return join(dataDir, 'sportello.sqlite');
}

/** What was erased, by id. It lies apart from the database, so that no copy of the database has it. */
export function erasedFile(dataDir: string): string {
	return join(dataDir, 'erased', 'ids.txt');
}

/**
 * Opens the database of a data folder, made when it is not there, and brings it up to date; a copy of what it held goes
 * to `backups` before that.
 */
export function openDataDir(
	dataDir: string,
	migrationsFolder = MIGRATIONS
): { connection: Connection; migration: { applied: number; copy: string | null } } {
	const backups = join(dataDir, 'backups');
	// Only the server's own user may read people's records.
	mkdirSync(backups, { recursive: true, mode: 0o700 });
	const connection = openDatabase(databaseFile(dataDir));
	const migration = migrateDatabase(connection, migrationsFolder, (applied) => {
		const at = new Date().toISOString().replace(/[:.]/g, '-');
		return join(backups, `before-migration-${applied + 1}-${at}.sqlite`);
	});
	return { connection, migration };
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
