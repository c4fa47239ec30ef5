/**
 * Puts a backup in the place of a data folder's database.
 *
 * Invariants
 * - Nobody else uses the folder meanwhile, and what was there is kept aside.
 * - The backup is made ready beside its place and moved there whole: a power cut leaves the old or the new.
 * - The restored database starts a new epoch, so that every tablet sends again what it has sent since; it holds nothing
 *   that was ever erased, and nobody is signed in.
 */
import { randomUUID } from 'node:crypto';
import {
	chmodSync,
	copyFileSync,
	existsSync,
	linkSync,
	mkdirSync,
	renameSync,
	rmSync
} from 'node:fs';
import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { serverModel } from '../src/lib/domain/server-model.ts';
import { findDamage } from './backup.ts';
import { appliedMigrations, migrateDatabase, openDatabase } from './connection.ts';
import { copyBefore, databaseFile, erasedFile, erasedFileBeside, MIGRATIONS } from './data-dir.ts';
import { Database } from './engine.ts';
import { createErasedFile } from './erased-file.ts';
import { putInPlace } from './files.ts';
import { lockFolder } from './folder-lock.ts';
import { createSqliteServerStore } from './sync-store.ts';

export type RestoreError =
	| { kind: 'in-use' }
	| { kind: 'no-such-file' }
	| { kind: 'not-a-database' }
	| { kind: 'not-sportello' }
	| { kind: 'damaged'; detail: string }
	| { kind: 'newer'; has: number; knows: number };

export interface Restored {
	/** Where the database that was there is kept; null when there was none. */
	aside: string | null;
	migrationsApplied: number;
	/** Rows of the backup that had been erased since it was made. */
	erasedRows: number;
	/** When the server that made the backup last took something in: milliseconds since the epoch, null for never. */
	latestAt: number | null;
}

export type RestoreResult = { ok: true; value: Restored } | { ok: false; error: RestoreError };

const SIDE_FILES = ['-wal', '-shm'];

function removeDatabase(file: string) {
	for (const end of ['', '-journal', ...SIDE_FILES]) rmSync(file + end, { force: true });
}

/** Whether this is a database of ours, of a version that this one knows. */
function check(file: string, migrationsFolder: string): RestoreError | undefined {
	const sqlite = new Database(file);
	try {
		const damage = findDamage(sqlite);
		if (damage !== undefined) return { kind: 'damaged', detail: damage };
		const has = appliedMigrations(sqlite);
		if (has === 0) return { kind: 'not-sportello' };
		const known = readMigrationFiles({ migrationsFolder }).map(({ hash }) => hash);
		const applied = sqlite
			.prepare('select hash from __drizzle_migrations order by created_at, id')
			.pluck()
			.all();
		if (known.some((hash, index) => index < has && applied[index] !== hash)) {
			return { kind: 'not-sportello' };
		}
		return has > known.length ? { kind: 'newer', has, knows: known.length } : undefined;
	} catch (error) {
		const { code = '' } = error as { code?: string };
		if (code === 'SQLITE_NOTADB') return { kind: 'not-a-database' };
		if (code.startsWith('SQLITE_CORRUPT')) return { kind: 'damaged', detail: code };
		throw error;
	} finally {
		sqlite.close();
	}
}

/** Makes a copy of a backup into what the server is to go on from. */
async function makeReady(file: string, dataDir: string, migrationsFolder: string) {
	const connection = openDatabase(file);
	try {
		const { applied } = migrateDatabase(connection, migrationsFolder, null);
		const { sqlite } = connection;
		sqlite
			.prepare(
				`insert into server_state (name, value) values ('epoch', ?)
				on conflict (name) do update set value = excluded.value`
			)
			.run(randomUUID());
		sqlite.exec('delete from sessions');
		const list = createErasedFile(erasedFile(dataDir));
		const countRows = sqlite.prepare<[], number>('select count(*) from records').pluck();
		const rows = countRows.get() ?? 0;
		const store = createSqliteServerStore(connection, serverModel, list);
		await store.erase(list.read().all());
		const latest = sqlite.prepare('select max(received_at) from ledger').pluck().get();
		return {
			migrationsApplied: applied,
			erasedRows: rows - (countRows.get() ?? 0),
			latestAt: typeof latest === 'number' ? latest : null
		};
	} finally {
		connection.close();
	}
}

/** Keeps the present database, with what is still in its log of writes, and leaves it where it is. */
function keepAside(dataDir: string): string | null {
	const file = databaseFile(dataDir);
	if (!existsSync(file)) return null;
	try {
		openDatabase(file).close();
	} catch {
		// It may be damaged, and that the reason for restoring: then it is kept as it is, log and all.
	}
	const aside = copyBefore(dataDir, 'restore');
	try {
		linkSync(file, aside);
	} catch {
		// Not every file system knows a second name for one file.
		copyFileSync(file, aside);
	}
	for (const end of SIDE_FILES) if (existsSync(file + end)) renameSync(file + end, aside + end);
	return aside;
}

/** @throws when the disk is full or cannot be written; the database is then as it was */
export async function restoreDataDir(
	dataDir: string,
	backup: string,
	migrationsFolder = MIGRATIONS
): Promise<RestoreResult> {
	if (!existsSync(backup)) return { ok: false, error: { kind: 'no-such-file' } };
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	const lock = lockFolder(dataDir, 'alone');
	if (!lock) return { ok: false, error: { kind: 'in-use' } };
	const ready = join(dataDir, 'restoring.sqlite');
	try {
		removeDatabase(ready);
		copyFileSync(backup, ready);
		chmodSync(ready, 0o600);
		const error = check(ready, migrationsFolder);
		if (error) return { ok: false, error };
		const beside = createErasedFile(erasedFileBeside(backup)).read().all();
		createErasedFile(erasedFile(dataDir)).add(beside);
		const made = await makeReady(ready, dataDir, migrationsFolder);
		const aside = keepAside(dataDir);
		putInPlace(ready, databaseFile(dataDir));
		return { ok: true, value: { aside, ...made } };
	} finally {
		removeDatabase(ready);
		lock.release();
	}
}
