import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../../db/folder-lock.ts';
import { aDevice } from '../../../tests/builders/devices.ts';
import { createApp, type App } from './app.ts';
import { parseSettings } from './settings.ts';

const BARE = { SAMPLE_CITY: 'off' };

let dataDir: string;
let printed: string[];
let app: App | undefined;

beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'sportello-app-'));
	printed = [];
});

afterEach(async () => {
	await stop();
	rmSync(dataDir, { recursive: true });
});

async function stop() {
	await app?.close();
	app = undefined;
}

async function start(env: Record<string, string> = {}) {
	const parsed = parseSettings({ DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...env });
	if (!parsed.ok) throw new Error('settings');
	app = await createApp(parsed.settings, {
		root: process.cwd(),
		print: (text) => printed.push(text)
	});
	return app;
}

function signIn(username: string, passphrase: string) {
	const credentials = { username, passphrase, deviceId: null };
	return app!.auth.signIn(credentials, '127.0.0.1', undefined);
}

describe('a first start', () => {
	it('makes a city with twelve desks and somebody for each role, whose passphrases open', async () => {
		const { accounts } = await start();
		expect(accounts.city()?.name).toBe('Cremona');
		expect(accounts.accessPoints()).toHaveLength(12);
		expect(new Set(accounts.users().map(({ role }) => role)).size).toBe(4);
		const lines = printed.join('').split('\n');
		for (const { username } of accounts.users()) {
			const line = lines.find((text) => text.includes(` ${username} `)) ?? '';
			const passphrase = /(?:[a-z]+ ){5}[a-z]+/.exec(line.split(username)[1]!.trim())?.[0];
			expect((await signIn(username, passphrase ?? '')).ok, username).toBe(true);
		}
	});

	it('puts its two sample operators at different desks', async () => {
		const { accounts } = await start();
		const desks = accounts
			.users()
			.filter(({ role }) => role === 'operator')
			.map(({ accessPointIds }) => accessPointIds.join());
		expect(desks.sort()).toEqual(['cambonino', 'zaist']);
	});

	it('takes one passphrase for all of them from the settings', async () => {
		await start({ SAMPLE_PASSPHRASE: 'prova di banco' });
		expect((await signIn('marta', 'prova di banco')).ok).toBe(true);
		expect((await signIn('chiara', 'prova di banco')).ok).toBe(true);
	});

	it('stays bare when the sample city is off', async () => {
		const { accounts } = await start(BARE);
		expect(accounts.isEmpty()).toBe(true);
		expect(printed).toEqual([]);
	});
});

describe('another start', () => {
	it('keeps the city and its people, and shows no passphrase again', async () => {
		const before = (await start()).accounts.users();
		await stop();
		printed = [];
		const after = (await start()).accounts.users();
		expect(after).toEqual(before);
		expect(printed).toEqual([]);
	});

	it('makes good a first one that was interrupted before its people were there', async () => {
		const { connection } = await start();
		connection.sqlite.exec('delete from users');
		await stop();
		const { accounts } = await start();
		expect(accounts.users()).toHaveLength(5);
		expect(accounts.accessPoints()).toHaveLength(12);
	});

	it('never fills a database that holds something', async () => {
		const { users } = await start(BARE);
		await users.add({ username: 'ada', name: 'Ada', role: 'administrator', accessPointIds: [] });
		await stop();
		const { accounts } = await start();
		expect(accounts.city()).toBeUndefined();
		expect(accounts.users()).toHaveLength(1);
	});

	it('does not touch a database written by a newer version', async () => {
		const { connection } = await start(BARE);
		connection.sqlite.exec("insert into __drizzle_migrations (hash, created_at) values ('x', 1)");
		await stop();
		await expect(start()).rejects.toThrow(/newer version/);
		expect(readdirSync(dataDir)).not.toContain('backups');
	});
});

describe('the keys of the server', () => {
	it('lie in the data folder, outside of the database, and are the same at the next start', async () => {
		const { current } = (await start(BARE)).serverKeys;
		const { kid } = current();
		await stop();
		expect(readdirSync(join(dataDir, 'keys'))).toContain('server-keys.json');
		expect((await start(BARE)).serverKeys.current().kid).toBe(kid);
	});

	it('that are gone stop a start once there are tablets, and leave nothing open', async () => {
		aDevice((await start()).devices);
		await stop();
		rmSync(join(dataDir, 'keys'), { recursive: true });
		await expect(start()).rejects.toThrow(/keys are not in .*keys/);
		const lock = lockFolder(dataDir, 'alone');
		expect(lock).not.toBeNull();
		lock?.release();
	});

	it('are made anew where nothing was ever sealed to them', async () => {
		await start(BARE);
		await stop();
		rmSync(join(dataDir, 'keys'), { recursive: true });
		expect((await start(BARE)).serverKeys.list()).toHaveLength(1);
	});
});

describe('health', () => {
	it('names the version, the epoch and the state of the database', async () => {
		const { health } = await start(BARE);
		expect(await health()).toMatchObject({
			status: 'ok',
			version: expect.stringMatching(/^\d+\.\d+\.\d+/),
			epoch: expect.stringMatching(/^[0-9a-f-]{36}$/),
			database: { ok: true, migrations: expect.any(Number) }
		});
	});

	it('tells of the nightly backups, and of none where none are made', async () => {
		expect((await (await start(BARE)).health()).backup).toBeNull();
		await stop();
		const backups = join(dataDir, 'elsewhere');
		const { health } = await start({ ...BARE, BACKUP_DIR: backups });
		await expect.poll(async () => (await health()).backup?.ok).toBe(true);
		expect(readdirSync(backups)).toHaveLength(1);
	});

	it('says so when the database does not answer', async () => {
		const { health, connection } = await start(BARE);
		connection.close();
		expect(await health()).toMatchObject({ status: 'failing', database: { ok: false } });
	});

	it('cannot start where the data folder is a file', async () => {
		const file = join(dataDir, 'a-file');
		writeFileSync(file, '');
		await expect(start({ DATA_DIR: file })).rejects.toThrow(/a-file/);
	});
});
