import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDevices } from '../../../../../db/devices.ts';
import { createVaults } from '../../../../../db/vaults.ts';
import { getApp } from '../../../../lib/server/current-app.ts';
import {
	callAs,
	idOf,
	outsiders,
	startAdministeredServer
} from '../../../../../tests/builders/administration.ts';
import { aDevice } from '../../../../../tests/builders/devices.ts';
import { uuid } from '../../../../../tests/builders/sync-world.ts';
import { GET as LIST, POST as ADD } from './+server.ts';
import { PUT as CHANGE } from './[id]/+server.ts';
import { POST as DISABLE } from './[id]/disable/+server.ts';
import { POST as ENABLE } from './[id]/enable/+server.ts';
import { POST as PASSPHRASE } from './[id]/passphrase/+server.ts';

let stop: () => Promise<void>;
beforeEach(async () => {
	stop = await startAdministeredServer();
});
afterEach(() => stop());

const SARA = { username: 'Sara', name: 'Sara V.', role: 'operator', accessPointIds: ['cambonino'] };

async function signIn(username: string, passphrase: string) {
	return getApp().auth.signIn({ username, passphrase, deviceId: null }, 'x', undefined);
}

/** Marta has unlocked a tablet before. @returns whether she still may */
function grantMarta(): () => boolean {
	const devices = createDevices(getApp().connection);
	const { id: deviceId } = aDevice(devices);
	const times = { issuedAt: 1, endsAt: Date.now() + 1_000_000 };
	const userId = idOf('marta');
	devices.addGrant({ id: uuid(7, 1), userId, deviceId, publicKey: 'k', ...times });
	return () => devices.peopleOn(deviceId).has(userId);
}

function details(kind: 'change' | 'revocation') {
	return getApp()
		.audit.list({ kind }, 10)
		.events.map(({ actor, subject, detail }) => [actor, subject, detail]);
}

describe('people who sign in', () => {
	it.each(outsiders)(
		'are nobody’s to see or to change but the administrator’s: not for %s',
		async (name, status, kind) => {
			const id = idOf('marta');
			const before = getApp().users.list();
			for (const handler of [LIST, ADD, CHANGE, DISABLE, ENABLE, PASSPHRASE]) {
				expect(await callAs(name, handler, { id, body: SARA })).toEqual({
					status,
					body: { error: { kind } }
				});
			}
			expect(getApp().users.list()).toEqual(before);
		}
	);

	it('are listed without anything of their passphrase', async () => {
		const { status, body } = await callAs('root', LIST);
		expect(status).toBe(200);
		expect((body.people as unknown[]).length).toBe(4);
		expect(JSON.stringify(body)).not.toMatch(/hash|argon/i);
	});

	it('are added with a passphrase that is answered once and signs in', async () => {
		const { status, body } = await callAs('root', ADD, { body: SARA });
		expect(status).toBe(201);
		const passphrase = String(body.passphrase);
		expect(passphrase.split(' ')).toHaveLength(6);
		expect((await signIn('sara', passphrase)).ok).toBe(true);
		expect(details('change')).toEqual([[idOf('root'), `users/${idOf('sara')}`, 'added']]);
		expect(JSON.stringify(getApp().audit.list({}, 50))).not.toContain(passphrase);
	});

	it.each([
		['a name somebody has', { ...SARA, username: 'marta' }, 409, 'username-taken'],
		['a desk there is not', { ...SARA, accessPointIds: ['luna'] }, 409, 'unknown-access-point'],
		['no desk for an operator', { ...SARA, accessPointIds: [] }, 400, 'invalid'],
		['a username with a space', { ...SARA, username: 'sa ra' }, 400, 'invalid'],
		['a role there is not', { ...SARA, role: 'boss' }, 400, 'invalid']
	])('are not added with %s', async (_what, body, status, kind) => {
		expect(await callAs('root', ADD, { body })).toMatchObject({
			status,
			body: { error: { kind } }
		});
		expect(getApp().users.list()).toHaveLength(4);
	});

	it('get another role and other desks, from the next request on, and the tablets of the old desk new keys', async () => {
		const mayUnlock = grantMarta();
		const vaults = createVaults(getApp().connection);
		const old = vaults.current('desk:cambonino', 1);
		const body = { name: 'Marta Rossi', role: 'operator', accessPointIds: ['centro'] };
		expect(await callAs('root', CHANGE, { id: idOf('marta'), body })).toMatchObject({
			status: 200,
			body
		});
		expect(getApp().accounts.userByUsername('marta')).toMatchObject(body);
		expect(mayUnlock()).toBe(false);
		expect(vaults.current('desk:cambonino', 2).id).not.toBe(old.id);
	});

	it('keep what opens their tablets when only their name changes, or a desk is added', async () => {
		const mayUnlock = grantMarta();
		const body = { name: 'Marta', role: 'operator', accessPointIds: ['cambonino', 'centro'] };
		expect((await callAs('root', CHANGE, { id: idOf('marta'), body })).status).toBe(200);
		expect(mayUnlock()).toBe(true);
	});

	it('get a new passphrase, and the old one opens nothing any more', async () => {
		const mayUnlock = grantMarta();
		const made = await getApp().users.setPassphrase('marta');
		const old = made.ok ? made.value.passphrase : '';
		const { body } = await callAs('root', PASSPHRASE, { id: idOf('marta') });
		expect((await signIn('marta', old)).ok).toBe(false);
		expect((await signIn('marta', String(body.passphrase))).ok).toBe(true);
		expect(mayUnlock()).toBe(false);
	});

	it('are signed out everywhere when they are disabled, and sign in again when that is undone', async () => {
		const mayUnlock = grantMarta();
		const made = await getApp().users.setPassphrase('marta');
		const passphrase = made.ok ? made.value.passphrase : '';
		const session = await signIn('marta', passphrase);
		const id = idOf('marta');
		expect(await callAs('root', DISABLE, { id })).toMatchObject({ body: { disabled: true } });
		expect(session.ok && (await getApp().auth.session(session.cookie.value))).toBeNull();
		expect(mayUnlock()).toBe(false);
		expect(details('revocation')).toEqual([[idOf('root'), `users/${id}`, 'disabled']]);
		expect(await callAs('root', ENABLE, { id })).toMatchObject({ body: { disabled: false } });
		expect((await signIn('marta', passphrase)).ok).toBe(true);
	});

	it('always have an administrator among them who can sign in', async () => {
		const id = idOf('root');
		const refused = { status: 409, body: { error: { kind: 'last-administrator' } } };
		const demoted = { name: 'Root', role: 'manager', accessPointIds: [] };
		expect(await callAs('root', DISABLE, { id })).toEqual(refused);
		expect(await callAs('root', CHANGE, { id, body: demoted })).toEqual(refused);
		await callAs('root', ADD, { body: { ...demoted, username: 'adele', role: 'administrator' } });
		await callAs('root', DISABLE, { id: idOf('adele') });
		expect(await callAs('root', DISABLE, { id })).toEqual(refused);
		await callAs('root', ENABLE, { id: idOf('adele') });
		expect((await callAs('root', DISABLE, { id })).status).toBe(200);
	});

	it('are said to be unknown when there are none', async () => {
		const body = { name: 'X', role: 'manager', accessPointIds: [] };
		for (const handler of [CHANGE, DISABLE, ENABLE, PASSPHRASE]) {
			expect((await callAs('root', handler, { id: 'nobody', body })).status).toBe(404);
		}
	});
});
