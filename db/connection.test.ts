import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrateDatabase, openDatabase, type Connection } from './connection.ts';

let folder: string;
let connection: Connection;

const STEPS = [
	'create table people (name text)',
	'alter table people add column phone text',
	'this is not SQL'
];

/** The committed migrations of a version that has this many. */
function migrations(count: number): string {
	const path = join(folder, `migrations-${count}`);
	mkdirSync(join(path, 'meta'), { recursive: true });
	const entries = STEPS.slice(0, count).map((sql, idx) => {
		const tag = `000${idx}_step`;
		writeFileSync(join(path, `${tag}.sql`), sql);
		return { idx, version: '6', when: idx + 1, tag, breakpoints: true };
	});
	const journal = { version: '7', dialect: 'sqlite', entries };
	writeFileSync(join(path, 'meta', '_journal.json'), JSON.stringify(journal));
	return path;
}

const copyTo = (applied: number) => join(folder, `copy-after-${applied}.sqlite`);

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'sportello-migrations-'));
	connection = openDatabase(join(folder, 'database.sqlite'));
});

afterEach(() => {
	connection.close();
	rmSync(folder, { recursive: true });
});

describe('the database', () => {
	it('flushes a commit to the disk before it is acknowledged', () => {
		expect(connection.sqlite.pragma('journal_mode', { simple: true })).toBe('wal');
		const FULL = 2;
		expect(connection.sqlite.pragma('synchronous', { simple: true })).toBe(FULL);
		expect(connection.sqlite.pragma('foreign_keys', { simple: true })).toBe(1);
	});

	it('is made whole on a first start, with nothing to copy', () => {
		expect(migrateDatabase(connection, migrations(2), copyTo)).toEqual({ applied: 2, copy: null });
	});

	it('is left alone when it is up to date', () => {
		migrateDatabase(connection, migrations(2), copyTo);
		expect(migrateDatabase(connection, migrations(2), copyTo)).toEqual({ applied: 0, copy: null });
	});

	it('is copied with its people before a migration changes it', () => {
		migrateDatabase(connection, migrations(1), copyTo);
		connection.sqlite.exec("insert into people values ('Anna')");
		const { applied, copy } = migrateDatabase(connection, migrations(2), copyTo);
		expect(applied).toBe(1);
		const before = openDatabase(copy ?? '');
		expect(before.sqlite.prepare('select * from people').all()).toEqual([{ name: 'Anna' }]);
		before.close();
		expect(connection.sqlite.prepare('select * from people').all()).toEqual([
			{ name: 'Anna', phone: null }
		]);
	});

	it('stays as it was when a migration fails', () => {
		migrateDatabase(connection, migrations(1), copyTo);
		expect(() => migrateDatabase(connection, migrations(3), copyTo)).toThrow();
		expect(connection.sqlite.prepare('pragma table_info(people)').all()).toHaveLength(1);
		expect(existsSync(copyTo(1))).toBe(true);
	});

	it('of a newer version is refused untouched', () => {
		migrateDatabase(connection, migrations(2), copyTo);
		expect(() => migrateDatabase(connection, migrations(1), copyTo)).toThrow(/newer version/);
	});
});
