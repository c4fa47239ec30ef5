import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccounts } from '../db/accounts.ts';
import { openDataDir } from '../db/data-dir.ts';
import { createDevices } from '../db/devices.ts';
import { createSessions } from '../db/sessions.ts';
import { createAuth } from '../src/lib/server/auth/auth.ts';
import { aCity } from '../tests/builders/city.ts';
import { aDevice } from '../tests/builders/devices.ts';
import { userCommand } from './user-command.ts';

let dataDir: string;

beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'sportello-user-'));
	const { connection } = openDataDir(dataDir);
	createAccounts(connection).addCity(aCity());
	connection.close();
});

afterEach(() => rmSync(dataDir, { recursive: true }));

async function user(args: string[], input = '') {
	const read = { out: '', err: '' };
	const code = await userCommand(args, dataDir, {
		say: (line) => (read.out += `${line}\n`),
		warn: (line) => (read.err += `${line}\n`),
		read: async () => input
	});
	return { code, ...read };
}

const ANNA = ['add', 'anna', '--name', 'Anna Esempio', '--role', 'operator'];
const AT_CAMBONINO = ['--access-point', 'cambonino'];

/** With the server's own code, in the same data folder. */
async function withAuth<Value>(run: (auth: ReturnType<typeof createAuth>) => Promise<Value>) {
	const { connection } = openDataDir(dataDir);
	try {
		return await run(createAuth(createAccounts(connection), createSessions(connection)));
	} finally {
		connection.close();
	}
}

describe('npm run user', () => {
	it('answers nothing about a folder where no server has been', async () => {
		const elsewhere = join(dataDir, 'elsewhere');
		const terminal = { say: expect.fail, warn: expect.fail, read: async () => '' };
		await expect(userCommand(['list'], elsewhere, terminal)).rejects.toThrow('no database');
		expect(existsSync(elsewhere)).toBe(false);
	});

	it('adds an operator, shows a passphrase once, and it opens', async () => {
		const added = await user([...ANNA, ...AT_CAMBONINO]);
		expect(added).toMatchObject({ code: 0, err: '' });
		const passphrase = /^ {2}(.+)$/m.exec(added.out)?.[1] ?? '';
		const signIn = { username: 'anna', passphrase, deviceId: null };
		expect((await withAuth((auth) => auth.signIn(signIn, 'x', undefined))).ok).toBe(true);
		const listed = await user(['list']);
		expect(listed.out).toBe('anna  operator  Anna Esempio  cambonino\n');
	});

	it('adds a volunteer, who belongs to a desk as well', async () => {
		const add = ['add', 'piero', '--name', 'Piero Esempio', '--role', 'volunteer'];
		expect(await user(add)).toMatchObject({ code: 1, out: '' });
		expect(await user([...add, ...AT_CAMBONINO])).toMatchObject({ code: 0, err: '' });
		expect((await user(['list'])).out).toBe('piero  volunteer  Piero Esempio  cambonino\n');
	});

	it('takes a passphrase from standard input, and does not repeat it', async () => {
		const added = await user([...ANNA, ...AT_CAMBONINO, '--stdin'], 'otto barche in porto\n');
		expect(added).toMatchObject({ code: 0, out: 'anna can sign in.\n' });
	});

	it('disables a person and ends their sessions while the server runs', async () => {
		await user([...ANNA, ...AT_CAMBONINO, '--stdin'], 'otto barche in porto');
		await withAuth(async (auth) => {
			const signIn = { username: 'anna', passphrase: 'otto barche in porto', deviceId: null };
			const signedIn = await auth.signIn(signIn, 'x', undefined);
			if (!signedIn.ok) throw new Error(signedIn.error.kind);
			const disabled = await user(['disable', 'anna']);
			expect(disabled.out).toBe('anna cannot sign in any more. Sessions ended: 1.\n');
			expect(await auth.session(signedIn.cookie.value)).toBeNull();
			await user(['enable', 'anna']);
			expect((await auth.signIn(signIn, 'x', undefined)).ok).toBe(true);
		});
	});

	it('leaves in place whoever is the last to administer', async () => {
		await user(['add', 'ada', '--name', 'Ada', '--role', 'administrator']);
		expect(await user(['disable', 'ada'])).toMatchObject({
			code: 1,
			err: expect.stringContaining('Add another administrator first')
		});
	});

	it('has a disabled person work on no tablet any more', async () => {
		await user([...ANNA, ...AT_CAMBONINO]);
		const { connection } = openDataDir(dataDir);
		try {
			const devices = createDevices(connection);
			const { id: deviceId } = aDevice(devices);
			const { id: userId } = createAccounts(connection).userByUsername('anna')!;
			const grant = { id: 'grant', userId, deviceId, publicKey: 'key', issuedAt: 1, endsAt: 2 };
			devices.addGrant(grant);
			await user(['disable', 'anna']);
			expect([...devices.formerPeopleOn(deviceId)]).toEqual([userId]);
		} finally {
			connection.close();
		}
	});

	it.each([
		['a role there is not', ['add', 'anna', '--name', 'A', '--role', 'boss'], /^role: .*operator/],
		['an operator without a desk', ANNA, /^access-points: /],
		['a desk there is not', [...ANNA, '--access-point', 'luna'], /no luna.*cambonino, centro/],
		[
			'a username with spaces',
			['add', 'anna b', '--name', 'A', '--role', 'manager'],
			/^username: /
		],
		['a person there is not', ['disable', 'nessuno'], /nobody called nessuno/]
	])('names the field and what is accepted for %s', async (_what, args, message) => {
		const refused = await user(args);
		expect(refused).toMatchObject({ code: 1, out: '' });
		expect(refused.err).toMatch(message);
	});

	it('refuses a short passphrase', async () => {
		const refused = await user([...ANNA, ...AT_CAMBONINO, '--stdin'], 'segreto');
		expect(refused).toMatchObject({ code: 1, out: '' });
		expect(refused.err).toMatch(/^passphrase: .*15 characters, or 4 words/);
	});

	it.each([[[]], [['remove', 'anna']], [['add', 'anna']], [['list', '--all']]])(
		'shows how it is used when it is asked for %j',
		async (args) => {
			const shown = await user(args);
			expect(shown.code).toBe(2);
			expect(shown.err).toContain('npm run user -- add <username>');
		}
	);
});
