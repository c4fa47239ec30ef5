import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAccounts } from '../../../../db/accounts.ts';
import type { Connection } from '../../../../db/connection.ts';
import { createDevices } from '../../../../db/devices.ts';
import { createSessions } from '../../../../db/sessions.ts';
import { aCity } from '../../../../tests/builders/city.ts';
import { aDatabase } from '../../../../tests/builders/database.ts';
import { colleaguesAt } from '../../domain/session.ts';
import { createAuth } from './auth.ts';
import { createThrottle } from './throttle.ts';
import { createUsers } from './users.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const TABLET = '0198c0de-0000-7000-8000-000000000001';
const RIGHT = 'sette cani sul ponte';

async function aDesk(throttle = createThrottle()) {
	const connection = aDatabase();
	const accounts = createAccounts(connection);
	const sessions = createSessions(connection);
	const users = createUsers(accounts, sessions, createDevices(connection));
	const auth = createAuth(accounts, sessions, throttle);
	accounts.addCity(aCity());
	const added = [
		await users.add({
			username: 'anna',
			name: 'Anna Esempio',
			role: 'operator',
			accessPointIds: ['cambonino'],
			passphrase: RIGHT
		}),
		await users.add({
			username: 'mario',
			name: 'Mario Esempio',
			role: 'manager',
			accessPointIds: [],
			passphrase: RIGHT
		}),
		await users.add({
			username: 'piero',
			name: 'Piero Esempio',
			role: 'volunteer',
			accessPointIds: ['cambonino'],
			passphrase: RIGHT
		}),
		await users.add({
			username: 'admin',
			name: 'Ada Esempio',
			role: 'administrator',
			accessPointIds: [],
			passphrase: RIGHT
		})
	];
	expect(added.every(({ ok }) => ok)).toBe(true);
	const signIn = (username: string, passphrase = RIGHT, address = '10.0.0.1') =>
		auth.signIn({ username, passphrase, deviceId: TABLET }, address, undefined);
	async function signedIn(username: string) {
		const result = await signIn(username);
		if (!result.ok) throw new Error(result.error.kind);
		return result;
	}
	return { connection, accounts, sessions, users, auth, signIn, signedIn };
}

let desk: Awaited<ReturnType<typeof aDesk>>;
let connection: Connection;

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['Date'] });
	vi.setSystemTime(new Date('2026-11-10T08:00:00Z'));
	desk = await aDesk();
	connection = desk.connection;
});

afterEach(() => {
	connection.close();
	vi.useRealTimers();
});

describe('signing in', () => {
	it('tells an operator their own desk and its scope', async () => {
		const { info } = await desk.signedIn('anna');
		expect(info.accessPoints.map(({ id }) => id)).toEqual(['cambonino']);
		expect(info.scopes).toEqual(['desk:cambonino']);
		expect(info.city.neighbourhoods).toHaveLength(2);
		expect(info.signedInAt).toBe(Date.now());
	});

	it('tells a manager every desk, the city scope and the people to assign to', async () => {
		const { info } = await desk.signedIn('mario');
		expect(info.accessPoints.map(({ id }) => id)).toEqual(['cambonino', 'centro']);
		expect(info.scopes).toEqual(['city']);
		expect(info.staff.map(({ name }) => name)).toEqual(['Anna Esempio', 'Mario Esempio']);
	});

	it('tells an operator the colleagues of their own desks and the managers, by name only', async () => {
		const add = (username: string, name: string, accessPointIds: string[]) =>
			desk.users.add({ username, name, role: 'operator', accessPointIds, passphrase: RIGHT });
		await add('bruno', 'Bruno Esempio', ['cambonino', 'centro']);
		await add('carla', 'Carla Esempio', ['centro']);
		await add('dario', 'Dario Esempio', ['cambonino']);
		desk.users.disable('dario');
		const { info } = await desk.signedIn('anna');
		expect(
			info.staff.map(({ name, role, accessPointIds }) => [name, role, accessPointIds])
		).toEqual([
			['Anna Esempio', 'operator', ['cambonino']],
			['Bruno Esempio', 'operator', ['cambonino']],
			['Mario Esempio', 'manager', []]
		]);
		const keys = info.staff.flatMap((member) => Object.keys(member));
		expect(new Set(keys)).toEqual(new Set(['id', 'name', 'role', 'accessPointIds']));
		expect(colleaguesAt(info, 'cambonino').map(({ name }) => name)).toEqual([
			'Bruno Esempio',
			'Mario Esempio'
		]);
	});

	it('opens to a volunteer what they offer themselves, and names no colleague', async () => {
		const { info } = await desk.signedIn('piero');
		expect(info.scopes).toEqual([`volunteer:${info.user.id}`]);
		expect(info.accessPoints.map(({ id }) => id)).toEqual(['cambonino']);
		expect(info.staff).toEqual([]);
	});

	it('opens no case to an administrator', async () => {
		const { info } = await desk.signedIn('admin');
		expect(info.scopes).toEqual([]);
		expect(info.staff).toEqual([]);
		expect(info.accessPoints).toEqual([]);
	});

	it('does not mind the case of a username, nor spaces around what a tablet typed', async () => {
		const result = await desk.signIn(' Anna ', `${RIGHT} `);
		expect(result.ok).toBe(true);
	});

	it('answers an unknown username as it answers a wrong passphrase', async () => {
		const wrong = await desk.signIn('anna', 'otto cani sul ponte');
		const unknown = await desk.signIn('nessuno', RIGHT);
		expect(wrong).toEqual({ ok: false, error: { kind: 'wrong-credentials' } });
		expect(unknown).toEqual(wrong);
	});

	it('keeps no name and no address of who tried', async () => {
		await desk.signIn('nessuno', RIGHT, '203.0.113.9');
		const rows = connection.sqlite.prepare('select * from sign_ins').all();
		expect(rows).toEqual([
			{ id: 1, at: Date.now(), outcome: 'wrong-credentials', user_id: null, device_id: TABLET }
		]);
	});

	it('lets nobody in who was disabled', async () => {
		desk.users.disable('anna');
		expect(await desk.signIn('anna')).toMatchObject({ error: { kind: 'wrong-credentials' } });
		desk.users.enable('anna');
		expect((await desk.signIn('anna')).ok).toBe(true);
	});
});

describe('a session', () => {
	it('names the caller and their scopes', async () => {
		const { cookie } = await desk.signedIn('anna');
		const session = await desk.auth.session(cookie.value);
		expect(session?.caller).toMatchObject({
			name: 'Anna Esempio',
			role: 'operator',
			scopes: ['desk:cambonino'],
			accessPointIds: ['cambonino']
		});
		expect(session?.deviceId).toBe(TABLET);
	});

	it('is in the database only as the hash of its id', async () => {
		const { cookie } = await desk.signedIn('anna');
		const hash = createHash('sha256').update(cookie.value).digest('hex');
		expect(connection.sqlite.prepare('select id_hash from sessions').pluck().all()).toEqual([hash]);
		expect(await desk.auth.session(hash)).toBeNull();
	});

	it('has a cookie that no script reads and no other site sends', async () => {
		const { cookie } = await desk.signedIn('anna');
		expect(cookie.name).toBe('__Host-sportello-session');
		expect(cookie.attributes).toMatchObject({
			path: '/',
			secure: true,
			httpOnly: true,
			sameSite: 'lax'
		});
	});

	it('ends after fourteen days without use', async () => {
		const { cookie } = await desk.signedIn('anna');
		vi.setSystemTime(Date.now() + 14 * DAY_MS + 1);
		expect(await desk.auth.session(cookie.value)).toBeNull();
		expect(connection.sqlite.prepare('select count(*) from sessions').pluck().get()).toBe(0);
	});

	it('ends thirty days after signing in, although it is used every day', async () => {
		const { cookie } = await desk.signedIn('anna');
		for (let day = 1; day < 30; day += 1) {
			vi.setSystemTime(Date.now() + DAY_MS);
			expect(await desk.auth.session(cookie.value), `day ${day}`).not.toBeNull();
		}
		vi.setSystemTime(Date.now() + DAY_MS);
		expect(await desk.auth.session(cookie.value)).toBeNull();
	});

	it('sends its cookie again when use has moved its end on', async () => {
		const { cookie } = await desk.signedIn('anna');
		expect((await desk.auth.session(cookie.value))?.renewedCookie).toBeNull();
		vi.setSystemTime(Date.now() + 8 * DAY_MS);
		expect((await desk.auth.session(cookie.value))?.renewedCookie?.value).toBe(cookie.value);
	});

	it('ends when its person signs in again in the same browser', async () => {
		const first = await desk.signedIn('anna');
		await desk.auth.signIn(
			{ username: 'anna', passphrase: RIGHT, deviceId: TABLET },
			'10.0.0.1',
			first.cookie.value
		);
		expect(await desk.auth.session(first.cookie.value)).toBeNull();
	});

	it('ends by signing out, by its person, and by its tablet', async () => {
		const [out, byUser, byDevice] = [
			await desk.signedIn('anna'),
			await desk.signedIn('anna'),
			await desk.signedIn('mario')
		];
		await desk.auth.signOut(out.cookie.value);
		expect(await desk.auth.session(out.cookie.value)).toBeNull();
		desk.users.disable('anna');
		expect(await desk.auth.session(byUser.cookie.value)).toBeNull();
		expect(desk.auth.endSessionsOfDevice(TABLET)).toBe(1);
		expect(await desk.auth.session(byDevice.cookie.value)).toBeNull();
	});

	it('ends everywhere when the passphrase changes', async () => {
		const { cookie } = await desk.signedIn('anna');
		const changed = await desk.users.setPassphrase('anna');
		expect(changed.ok).toBe(true);
		expect(await desk.auth.session(cookie.value)).toBeNull();
		expect((await desk.signIn('anna')).ok).toBe(false);
		if (changed.ok) expect((await desk.signIn('anna', changed.value.passphrase)).ok).toBe(true);
	});
});

describe('guessing', () => {
	const limits = { pair: 3, account: 5, address: 7 };

	it('makes whoever guesses wait a minute, and no longer', async () => {
		vi.useRealTimers();
		desk = await aDesk(createThrottle(limits));
		for (let guess = 0; guess < limits.pair; guess += 1) await desk.signIn('anna', 'sbagliata');
		const result = await desk.signIn('anna');
		if (result.ok || result.error.kind !== 'throttled') throw new Error('not throttled');
		expect(result.error.retryAfterMs).toBeGreaterThan(50_000);
		expect(result.error.retryAfterMs).toBeLessThanOrEqual(60_000);
	});

	it('from many addresses does not keep a person from the desk they signed in at', async () => {
		desk = await aDesk(createThrottle(limits));
		await desk.signedIn('anna');
		for (let address = 1; address <= 8; address += 1) {
			await desk.signIn('anna', 'sbagliata', `203.0.113.${address}`);
		}
		expect(await desk.signIn('anna', RIGHT, '203.0.113.99')).toMatchObject({
			error: { kind: 'throttled' }
		});
		expect((await desk.signIn('anna')).ok).toBe(true);
	});

	it('of many usernames is slowed by address', async () => {
		desk = await aDesk(createThrottle(limits));
		for (let guess = 0; guess < limits.address; guess += 1) {
			await desk.signIn(`nome${guess}`, 'sbagliata');
		}
		expect(await desk.signIn('anna')).toMatchObject({ error: { kind: 'throttled' } });
	});

	it('is not what a desk does that signs in all day long', async () => {
		desk = await aDesk(createThrottle(limits));
		for (let time = 0; time < 12; time += 1) {
			expect((await desk.signIn(time % 2 ? 'anna' : 'mario')).ok, `time ${time}`).toBe(true);
		}
	});
});
