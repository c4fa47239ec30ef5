import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as v from 'valibot';
import type { Device } from '../../../../db/devices.ts';
import { aDevice } from '../../../../tests/builders/devices.ts';
import { anUnlock, aSigner, type Signer } from '../../../../tests/builders/sealing.ts';
import {
	aServerWithTablets,
	DAY_MS,
	PASSPHRASE,
	type ServerWithTablets
} from '../../../../tests/builders/server-with-tablets.ts';
import { uuid } from '../../../../tests/builders/sync-world.ts';
import { unlockResponseSchema } from '../../domain/devices/device-api.ts';

let server: ServerWithTablets;
let tablet: Device;
let signer: Signer;

beforeEach(async () => {
	server = await aServerWithTablets();
	tablet = aDevice(server.devices);
	signer = aSigner();
});

afterEach(() => server.close());

function signIn(username: string, { device = tablet, passphrase = PASSPHRASE } = {}) {
	const { publicKey } = signer;
	const request = { username, passphrase, publicKey };
	return server.peopleOnDevice.signIn(device, request, '10.0.0.1', Date.now());
}

async function signedIn(username: string) {
	const result = await signIn(username);
	if (!result.ok) throw new Error(result.error.kind);
	return v.parse(unlockResponseSchema, result.value);
}

function unlock(grant: string, { by = signer, device = tablet, now = Date.now() } = {}) {
	return server.peopleOnDevice.unlock(device, anUnlock(grant, by), now);
}

async function caller(token: string) {
	const found = await server.deviceAuth.caller(token);
	return found?.kind === 'person' ? found.session.caller.name : null;
}

describe('a first sign-in on a tablet', () => {
	it('gives an operator of its desk a session, a grant and the key of the desk', async () => {
		const { info, token, grant, vaultKeys } = await signedIn('anna');
		expect(info.user.name).toBe('anna Esempio');
		expect(await caller(token)).toBe('anna Esempio');
		expect(server.grants.check(grant)).toMatchObject({
			claims: { sub: info.user.id, deviceId: tablet.id, publicKey: signer.publicKey }
		});
		expect(vaultKeys.map(({ scope }) => scope)).toEqual(['desk:cambonino']);
		expect(Buffer.from(vaultKeys[0]!.key, 'base64url')).toHaveLength(32);
	});

	it('gives a volunteer and a manager the keys of what they may read', async () => {
		const piero = await signedIn('piero');
		expect(piero.vaultKeys.map(({ scope }) => scope)).toEqual([`volunteer:${piero.info.user.id}`]);
		const mario = await signedIn('mario');
		expect(mario.vaultKeys.map(({ scope }) => scope)).toEqual(['city']);
	});

	it('gives two colleagues the same key, and two scopes different ones', async () => {
		const key = async (username: string) => (await signedIn(username)).vaultKeys[0]!.key;
		const anna = await key('anna');
		expect(await key('anna')).toBe(anna);
		expect(await key('mario')).not.toBe(anna);
	});

	it.each(['carla', 'ada'])('is not for %s, who works elsewhere', async (username) => {
		expect(await signIn(username)).toEqual({ ok: false, error: { kind: 'not-this-desk' } });
		const count = server.connection.sqlite.prepare('select count(*) from sessions').pluck();
		expect(count.get()).toBe(0);
	});

	it('answers a wrong passphrase as anywhere else, and slows guessing down', async () => {
		const wrong = { passphrase: 'otto cani sul ponte' };
		expect(await signIn('anna', wrong)).toEqual({
			ok: false,
			error: { kind: 'wrong-credentials' }
		});
		for (let guess = 0; guess < 8; guess += 1) await signIn('anna', wrong);
		expect(await signIn('anna')).toMatchObject({ error: { kind: 'throttled' } });
	});

	it('is not for anybody on a revoked tablet', async () => {
		server.devices.revoke(tablet.id, Date.now());
		expect(await signIn('anna')).toEqual({ ok: false, error: { kind: 'device-revoked' } });
	});

	it('takes no key that is none', async () => {
		signer = { ...signer, publicKey: 'A'.repeat(87) };
		expect(await signIn('anna')).toEqual({ ok: false, error: { kind: 'bad-key' } });
	});
});

describe('unlocking', () => {
	it('gives a new session and a new grant, which unlocks the next time', async () => {
		const first = await signedIn('anna');
		const second = await unlock(first.grant);
		if (!second.ok) throw new Error(second.error.kind);
		expect(second.value.token).not.toBe(first.token);
		expect(await caller(second.value.token)).toBe('anna Esempio');
		expect(second.value.vaultKeys).toEqual(first.vaultKeys);
		expect((await unlock(second.value.grant)).ok).toBe(true);
	});

	it('is refused to whoever has the grant and not the key', async () => {
		const { grant } = await signedIn('anna');
		expect(await unlock(grant, { by: aSigner() })).toMatchObject({
			error: { kind: 'bad-signature' }
		});
		const signed = anUnlock(grant, signer);
		expect(
			await server.peopleOnDevice.unlock(tablet, { ...signed, at: signed.at + 1 }, Date.now())
		).toMatchObject({ error: { kind: 'bad-signature' } });
	});

	it('is refused when it is sent a second time', async () => {
		const { grant } = await signedIn('anna');
		const request = anUnlock(grant, signer);
		expect((await server.peopleOnDevice.unlock(tablet, request, Date.now())).ok).toBe(true);
		expect(await server.peopleOnDevice.unlock(tablet, request, Date.now())).toMatchObject({
			error: { kind: 'repeated' }
		});
	});

	it('is refused from the day the grant ends', async () => {
		const { grant, grantEndsAt } = await signedIn('anna');
		expect((await unlock(grant, { now: grantEndsAt - 1 })).ok).toBe(true);
		expect(await unlock(grant, { now: grantEndsAt })).toMatchObject({
			error: { kind: 'grant-ended' }
		});
		expect(grantEndsAt - Date.now()).toBeGreaterThan(6.9 * DAY_MS);
	});

	it('is refused with a grant of another tablet, or of nobody', async () => {
		const { grant } = await signedIn('anna');
		const other = aDevice(server.devices, { id: uuid(90, 2) });
		const badGrant = { error: { kind: 'bad-grant' } };
		expect(await unlock(grant, { device: other })).toMatchObject(badGrant);
		expect(await unlock('a.b.c')).toMatchObject(badGrant);
	});

	it('is refused to a disabled person, and after enabling them until they sign in again', async () => {
		const { grant, token } = await signedIn('anna');
		server.users.disable('anna');
		expect(await unlock(grant)).toMatchObject({ error: { kind: 'person-revoked' } });
		expect(await caller(token)).toBeNull();
		server.users.enable('anna');
		expect(await unlock(grant)).toMatchObject({ error: { kind: 'grant-revoked' } });
		expect((await unlock((await signedIn('anna')).grant)).ok).toBe(true);
	});

	it('is refused with the slot of an old passphrase', async () => {
		const { grant } = await signedIn('anna');
		await server.users.setPassphrase('anna', 'nove gatti sul tetto');
		expect(await unlock(grant)).toMatchObject({ error: { kind: 'grant-revoked' } });
	});

	it('is refused on a revoked tablet, whose people are signed out', async () => {
		const { grant, token } = await signedIn('anna');
		server.devices.revoke(tablet.id, Date.now());
		expect(await unlock(grant)).toMatchObject({ error: { kind: 'device-revoked' } });
		expect(await caller(token)).toBeNull();
	});

	it('works with a grant that a restore has forgotten', async () => {
		const { grant } = await signedIn('anna');
		server.connection.sqlite.exec('delete from grants');
		expect((await unlock(grant)).ok).toBe(true);
	});
});

describe('the keys of vaults', () => {
	it('are others once somebody who had them is disabled, and for their scopes alone', async () => {
		const mario = await signedIn('mario');
		const anna = await signedIn('anna');
		server.users.disable('anna');
		const now = Date.now();
		expect(server.vaultKeysOf(['desk:cambonino'], now)).not.toEqual(anna.vaultKeys);
		expect(server.vaultKeysOf(['city'], now)).toEqual(mario.vaultKeys);
	});
});

describe('at a contact', () => {
	const report = {
		appVersion: '0.2.0',
		unsent: 2,
		lost: 0,
		freeBytes: null,
		persisted: false,
		people: [] as string[],
		wiped: false
	};
	const contact = (people: string[], wiped = false) =>
		server.contacts.take(server.devices.byId(tablet.id)!, { ...report, people, wiped }, Date.now());

	it('a tablet hears which of its people are to be forgotten', async () => {
		await signedIn('anna');
		await signedIn('mario');
		const [anna, mario, piero] = ['anna', 'mario', 'piero'].map(server.idOf) as [
			string,
			string,
			string
		];
		const asked = [anna, mario, piero, server.idOf('carla'), 'nobody'];
		expect(contact(asked).revokedPeople).toEqual([server.idOf('carla'), 'nobody']);
		server.users.disable('anna');
		await server.users.setPassphrase('mario');
		expect(contact([anna, mario, piero]).revokedPeople).toEqual([anna, mario]);
		server.users.enable('anna');
		expect(contact([anna]).revokedPeople).toEqual([anna]);
		await signedIn('anna');
		expect(contact([anna]).revokedPeople).toEqual([]);
	});

	it('a tablet hears of its revocation and that it is to clear itself, and says when it has', () => {
		expect(contact([])).toMatchObject({ revoked: false, wipe: false });
		server.devices.revoke(tablet.id, Date.now());
		server.devices.requestWipe(tablet.id, Date.now());
		expect(contact([])).toMatchObject({ revoked: true, wipe: true });
		expect(server.devices.view(tablet.id)).toMatchObject({ unsent: 2, wipedAt: null });
		contact([], true);
		expect(server.devices.view(tablet.id)?.wipedAt).not.toBeNull();
	});

	it('a tablet hears of its revocation while the disk is too full to note how it is', () => {
		server.devices.revoke(tablet.id, Date.now());
		const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
		vi.spyOn(server.devices, 'recordContact').mockImplementation(() => {
			throw full;
		});
		expect(contact([])).toMatchObject({ revoked: true });
	});
});
