import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	copyFileSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	truncateSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseFile, erasedFile, openDataDir } from '../db/data-dir.ts';
import { Database } from '../db/engine.ts';
import { createErasedFile } from '../db/erased-file.ts';
import { createSqliteServerStore } from '../db/sync-store.ts';
import { serverModel } from '../src/lib/domain/server-model.ts';
import { aPersonIntent, aPushOf, operator } from '../tests/builders/pushes.ts';
import { uuid } from '../tests/builders/sync-world.ts';
import { backupCommand, restoreCommand } from './backup-command.ts';

const NOW = 1_700_000_000_000;
const ANNA = { id: uuid(1, 1), name: 'Anna Esempio' };
const BRUNO = { id: uuid(1, 2), name: 'Bruno Prova' };

let folder: string;
let dataDir: string;
let copy: string;
let stop: () => void = () => undefined;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'sportello-backup-'));
	dataDir = join(folder, 'data');
	copy = join(folder, 'copies', 'today.sqlite');
});

afterEach(() => {
	stop();
	rmSync(folder, { recursive: true });
});

/** The server's store on a data folder, until `stop`. */
function serve(dir = dataDir) {
	const { connection } = openDataDir(dir);
	stop = () => connection.close();
	const store = createSqliteServerStore(connection, serverModel, createErasedFile(erasedFile(dir)));
	const names = async () => {
		const request = {
			protocol: 1,
			schemaVersion: 1,
			storeId: uuid(1, 901),
			scope: 'desk:cambonino'
		};
		const page = await store.pullPage({ ...request, cursor: null }, operator, {
			pageRows: 100,
			serverNow: NOW
		});
		return page.rows.map((row) => row.fields.name);
	};
	return { store, names, connection };
}

const push = (person: typeof ANNA, seq: number) =>
	aPushOf([aPersonIntent(person)], { firstSeq: seq });

async function run(command: typeof backupCommand, ...args: string[]) {
	const read = { out: '', err: '' };
	const code = await command(args, dataDir, {
		say: (line) => (read.out += `${line}\n`),
		warn: (line) => (read.err += `${line}\n`),
		read: async () => ''
	});
	return { code, ...read };
}

const backup = (...args: string[]) => run(backupCommand, ...args);
const restore = (...args: string[]) => run(restoreCommand, ...args);

describe('npm run backup', () => {
	it('never takes the place of the database it is made of, by whatever name', async () => {
		await serve().store.applyPush(push(ANNA, 1), operator, NOW);
		const before = statSync(databaseFile(dataDir)).ino;
		const link = join(folder, 'link.sqlite');
		symlinkSync(databaseFile(dataDir), link);
		for (const file of [databaseFile(dataDir), `${databaseFile(dataDir)}-wal`, link]) {
			expect(await backup(file, '--force')).toMatchObject({
				code: 1,
				err: expect.stringContaining('is the database itself')
			});
		}
		expect(statSync(databaseFile(dataDir)).ino).toBe(before);
	});

	it('copies the whole database while the server takes records, for its owner only', async () => {
		const { store } = serve();
		await store.applyPush(push(ANNA, 1), operator, NOW);
		expect(await backup(copy)).toMatchObject({ code: 0, err: '' });
		await store.applyPush(push(BRUNO, 2), operator, NOW);
		expect(statSync(copy).mode & 0o777).toBe(0o600);
		const saved = new Database(copy, { readonly: true });
		expect(saved.prepare('select count(*) from records').pluck().get()).toBe(1);
		saved.close();
		expect(readdirSync(join(folder, 'copies'))).toEqual(['today.sqlite']);
	});

	it('replaces no file unless it is told to', async () => {
		serve();
		await backup(copy);
		writeFileSync(copy, 'yesterday');
		expect(await backup(copy)).toMatchObject({ code: 1, err: expect.stringContaining('--force') });
		expect(readFileSync(copy, 'utf8')).toBe('yesterday');
		expect(await backup(copy, '--force')).toMatchObject({ code: 0 });
	});

	it('says so when the data folder holds no database, and makes none', async () => {
		await expect(backup(copy)).rejects.toThrow('no database');
		expect(existsSync(dataDir)).toBe(false);
	});
});

describe('npm run restore', () => {
	it('brings back what was there, keeps what is there aside, and starts a new epoch', async () => {
		const before = serve();
		await before.store.applyPush(push(ANNA, 1), operator, NOW);
		const epoch = await before.store.epoch();
		await backup(copy);
		await before.store.applyPush(push(BRUNO, 2), operator, NOW);
		stop();
		const restored = await restore(copy);
		expect(restored).toMatchObject({ code: 0, err: '' });
		const after = serve();
		expect(await after.names()).toEqual(['Anna Esempio']);
		expect(await after.store.epoch()).not.toBe(epoch);
		const [aside = ''] = readdirSync(join(dataDir, 'backups'));
		expect(restored.out).toContain(aside);
		stop();
		expect(await restore(join(dataDir, 'backups', aside))).toMatchObject({ code: 0 });
		expect(await serve().names()).toEqual(['Anna Esempio', 'Bruno Prova']);
	});

	it('erases again who was erased after the backup', async () => {
		const { store } = serve();
		await store.applyPush(push(ANNA, 1), operator, NOW);
		await store.applyPush(push(BRUNO, 2), operator, NOW);
		await backup(copy);
		await store.erase([{ collection: 'people', key: ANNA.id }]);
		stop();
		expect((await restore(copy)).out).toContain('erased again: 1.');
		const after = serve();
		expect(await after.names()).toEqual(['Bruno Prova']);
		const { outcomes } = await after.store.applyPush(push(ANNA, 1), operator, NOW);
		expect(outcomes).toMatchObject([{ outcome: 'erased' }]);
		stop();
		expect(readFileSync(databaseFile(dataDir), 'latin1')).not.toContain('Anna Esempio');
	});

	it('erases them on another machine too, which knows them only from beside the backup', async () => {
		const { store } = serve();
		await store.applyPush(push(ANNA, 1), operator, NOW);
		await backup(copy);
		await store.erase([{ collection: 'people', key: ANNA.id }]);
		await backup(join(folder, 'copies', 'tomorrow.sqlite'));
		stop();
		dataDir = join(folder, 'another');
		expect(await restore(copy)).toMatchObject({ code: 0 });
		expect(await serve().names()).toEqual([]);
	});

	it('signs everybody out', async () => {
		const { connection } = serve();
		connection.sqlite.exec(
			`insert into users (id, username, name, role, passphrase_hash, created_at) values ('u', 'u', 'U', 'manager', '', 0);
			insert into sessions (id_hash, user_id, created_at, expires_at, absolute_expires_at) values ('s', 'u', 0, 9e15, 9e15)`
		);
		await backup(copy);
		stop();
		await restore(copy);
		const count = serve().connection.sqlite.prepare('select count(*) from sessions');
		expect(count.pluck().get()).toBe(0);
	});

	it('waits for no server that is running, and leaves it alone', async () => {
		const { names, store } = serve();
		await backup(copy);
		await store.applyPush(push(ANNA, 1), operator, NOW);
		expect(await restore(copy)).toMatchObject({ code: 1, err: expect.stringContaining('Stop it') });
		expect(await names()).toEqual(['Anna Esempio']);
	});

	it('is not held up by a server that was killed', async () => {
		serve();
		await backup(copy);
		stop();
		const script = `import('./db/data-dir.ts').then(({ openDataDir }) => {
			// Kept: a connection that nobody holds is collected, and its lock with it.
			globalThis.opened = openDataDir(${JSON.stringify(dataDir)});
			console.log('open');
			setInterval(() => undefined, 1000);
		})`;
		const server = spawn(process.execPath, ['--import', 'tsx', '-e', script]);
		await once(server.stdout, 'data');
		expect(await restore(copy)).toMatchObject({ code: 1 });
		server.kill('SIGKILL');
		await once(server, 'exit');
		expect(await restore(copy)).toMatchObject({ code: 0 });
	});

	it.each([
		[
			'a text',
			(file: string) => writeFileSync(file, 'not a database at all, but long enough'),
			'no database'
		],
		['an empty file', (file: string) => writeFileSync(file, ''), 'not one of Sportello'],
		['half a backup', (file: string) => truncateSync(file, 40 * 1024), 'damaged'],
		[
			'a database of somebody else',
			(file: string) => {
				rmSync(file);
				const other = new Database(file);
				other.exec('create table notes (text)');
				other.close();
			},
			'not one of Sportello'
		],
		[
			'a backup of a newer version',
			(file: string) => {
				const newer = new Database(file);
				newer.exec("insert into __drizzle_migrations (hash, created_at) values ('x', 9e15)");
				newer.close();
			},
			'newer version'
		]
	])('refuses %s and changes nothing', async (_what, spoil, message) => {
		const { store } = serve();
		await store.applyPush(push(ANNA, 1), operator, NOW);
		await backup(copy);
		stop();
		const before = join(folder, 'before');
		copyFileSync(databaseFile(dataDir), before);
		spoil(copy);
		const refused = await restore(copy);
		expect(refused).toMatchObject({ code: 1, err: expect.stringContaining(message) });
		expect(readFileSync(databaseFile(dataDir)).equals(readFileSync(before))).toBe(true);
		expect(await serve().names()).toEqual(['Anna Esempio']);
		expect(readdirSync(dataDir)).not.toContain('restoring.sqlite');
	});

	it('shows how it is used when it is not understood', async () => {
		expect(await restore()).toMatchObject({ code: 2, err: expect.stringContaining('Usage') });
	});
});
