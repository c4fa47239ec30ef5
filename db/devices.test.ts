import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceViewSchema } from '../src/lib/domain/devices/device-view.ts';
import { aCity } from '../tests/builders/city.ts';
import { aDatabase } from '../tests/builders/database.ts';
import { aDevice, TABLET } from '../tests/builders/devices.ts';
import { uuid } from '../tests/builders/sync-world.ts';
import { createAccounts } from './accounts.ts';
import type { Connection } from './connection.ts';
import { createDevices, type Devices } from './devices.ts';
import { createSessions } from './sessions.ts';
import { createVaults, type Vaults } from './vaults.ts';

const NOW = 1_800_000_000_000;
const OTHER = uuid(90, 2);
const REPORT = { appVersion: '0.2.0', unsent: 3, lost: 0, freeBytes: 1e9, persisted: true };

let connection: Connection;
let devices: Devices;
let vaults: Vaults;
let stores = 0;

beforeEach(() => {
	connection = aDatabase();
	const accounts = createAccounts(connection);
	accounts.addCity(aCity());
	const user = { passphraseHash: '-', createdAt: 1 };
	accounts.addUsers([
		{
			...user,
			id: 'anna',
			username: 'anna',
			name: 'Anna',
			role: 'operator',
			accessPointIds: ['cambonino', 'centro']
		},
		{ ...user, id: 'mario', username: 'mario', name: 'Mario', role: 'manager', accessPointIds: [] }
	]);
	setEpoch('first');
	devices = createDevices(connection);
	vaults = createVaults(connection);
});

afterEach(() => connection.close());

function setEpoch(value: string) {
	connection.sqlite
		.prepare("insert or replace into server_state (name, value) values ('epoch', ?)")
		.run(value);
}

function aGrant(id: string, userId: string, deviceId = TABLET) {
	devices.addGrant({ id, userId, deviceId, publicKey: 'key', issuedAt: NOW, endsAt: NOW + 1000 });
}

function aStore(deviceId: string, missing: [number, number][], cloned = false) {
	connection.sqlite
		.prepare(
			`insert into stores (store_id, device_id, user_id, max_seq, missing, pending, last_contact_at, clock_offset_ms, cloned)
			values (?, ?, 'anna', 10, ?, 0, 1, 0, ?)`
		)
		.run(`store ${stores++}`, deviceId, JSON.stringify(missing), cloned ? 1 : 0);
}

describe('an enrolment code', () => {
	const tablet = { id: TABLET, tokenHash: 'hash', publicKey: 'key', appVersion: '0.1.0' };
	const code = {
		codeHash: 'code',
		name: 'Tablet 1',
		accessPointId: 'cambonino',
		createdBy: 'ada',
		expiresAt: NOW + 1000
	};

	it('enrols one tablet at the desk it was made for', () => {
		devices.addCode(code);
		expect(devices.enrol('code', tablet, NOW)).toMatchObject({
			name: 'Tablet 1',
			accessPointId: 'cambonino',
			enrolledBy: 'ada',
			enrolledAt: NOW,
			revokedAt: null
		});
		expect(devices.enrol('code', { ...tablet, id: OTHER }, NOW)).toBeUndefined();
		expect(devices.list()).toHaveLength(1);
	});

	it('is of no use from the moment it ends', () => {
		devices.addCode(code);
		expect(devices.enrol('code', tablet, code.expiresAt)).toBeUndefined();
		expect(devices.hasAny()).toBe(false);
	});

	it('is not used up by a tablet that could not be added', () => {
		aDevice(devices, { tokenHash: 'hash' });
		devices.addCode(code);
		expect(() => devices.enrol('code', { ...tablet, id: OTHER }, NOW)).toThrow();
		expect(devices.enrol('code', { ...tablet, id: OTHER, tokenHash: 'new' }, NOW)?.id).toBe(OTHER);
	});
});

describe('the list of tablets', () => {
	it('shows what each last said, and not its keys', () => {
		aDevice(devices);
		devices.recordContact(TABLET, REPORT, NOW);
		const [view] = devices.list();
		const { lost: missing, ...said } = REPORT;
		expect(view).toMatchObject({ ...said, missing, lastContactAt: NOW });
		expect(Object.keys(deviceViewSchema.entries)).toEqual(
			expect.arrayContaining(Object.keys(view!))
		);
	});

	it('counts the gaps of its own store alone, and says that it was cloned', () => {
		aDevice(devices);
		aDevice(devices, { id: OTHER, name: 'Tablet 2' });
		aStore(TABLET, [
			[2, 4],
			[7, 7]
		]);
		aStore(OTHER, [], true);
		const shown = devices.list().map(({ missing, cloned }) => ({ missing, cloned }));
		expect(shown).toEqual([
			{ missing: 4, cloned: false },
			{ missing: 0, cloned: true }
		]);
	});

	it('counts once what the server misses and the tablet knows it has lost', () => {
		aDevice(devices);
		aStore(TABLET, [[2, 4]]);
		devices.recordContact(TABLET, { ...REPORT, lost: 5 }, NOW);
		expect(devices.view(TABLET)?.missing).toBe(5);
		devices.recordContact(TABLET, { ...REPORT, lost: 1 }, NOW);
		expect(devices.view(TABLET)?.missing).toBe(3);
	});

	it('has a new name when it is given one, and knows no tablet that is not there', () => {
		aDevice(devices);
		expect(devices.rename(TABLET, 'Sportello 2')?.name).toBe('Sportello 2');
		expect(devices.rename(OTHER, 'Sportello 2')).toBeUndefined();
		expect(devices.view(OTHER)).toBeUndefined();
	});
});

describe('revoking a tablet', () => {
	it('ends its sessions and grants, and no others', () => {
		aDevice(devices);
		aDevice(devices, { id: OTHER });
		aGrant('here', 'anna');
		aGrant('there', 'anna', OTHER);
		const sessions = createSessions(connection);
		for (const deviceId of [TABLET, OTHER]) {
			const times = { createdAt: NOW, expiresAt: NOW, absoluteExpiresAt: NOW };
			sessions.add({ idHash: deviceId, userId: 'anna', deviceId, ...times });
		}
		expect(devices.revoke(TABLET, NOW)?.revokedAt).toBe(NOW);
		expect(sessions.find(TABLET)).toBeUndefined();
		expect(sessions.find(OTHER)).toBeDefined();
		expect(devices.peopleOn(TABLET).size).toBe(0);
		expect([...devices.peopleOn(OTHER)]).toEqual(['anna']);
		expect(devices.grantById('here')?.revokedAt).toBe(NOW);
	});

	it('starts new keys for its desk and for all that its people could open', () => {
		aDevice(devices);
		aGrant('a', 'mario');
		const before = ['desk:cambonino', 'city', 'desk:centro'].map((scope) =>
			vaults.current(scope, NOW)
		);
		devices.revoke(TABLET, NOW);
		const changed = before.map(({ id, scope }) => vaults.current(scope, NOW).id !== id);
		expect(changed).toEqual([true, true, false]);
	});

	it('happens once: a second time changes neither the day nor the keys', () => {
		aDevice(devices);
		vaults.current('desk:cambonino', NOW);
		devices.revoke(TABLET, NOW);
		const { id } = vaults.current('desk:cambonino', NOW);
		expect(devices.revoke(TABLET, NOW + 5)?.revokedAt).toBe(NOW);
		expect(vaults.current('desk:cambonino', NOW).id).toBe(id);
		expect(devices.revoke(OTHER, NOW)).toBeUndefined();
	});
});

describe('clearing a tablet', () => {
	it('is asked for once and confirmed once', () => {
		aDevice(devices);
		expect(devices.requestWipe(TABLET, NOW)?.wipeRequestedAt).toBe(NOW);
		expect(devices.requestWipe(TABLET, NOW + 1)?.wipeRequestedAt).toBe(NOW);
		devices.markWiped(TABLET, NOW + 2);
		devices.markWiped(TABLET, NOW + 3);
		expect(devices.view(TABLET)?.wipedAt).toBe(NOW + 2);
	});
});

describe('revoking a person', () => {
	it('ends their grants on every tablet and starts new keys for each of their desks', () => {
		aDevice(devices);
		aDevice(devices, { id: OTHER });
		aGrant('a', 'anna');
		aGrant('b', 'anna', OTHER);
		aGrant('c', 'mario');
		const scopes = ['desk:cambonino', 'desk:centro', 'city'];
		const before = scopes.map((scope) => vaults.current(scope, NOW).id);
		devices.revokePerson('anna', NOW);
		expect([...devices.peopleOn(TABLET)]).toEqual(['mario']);
		expect(devices.peopleOn(OTHER).size).toBe(0);
		expect([...devices.formerPeopleOn(TABLET)]).toEqual(['anna']);
		const changed = scopes.map((scope, i) => vaults.current(scope, NOW).id !== before[i]);
		expect(changed).toEqual([true, true, false]);
	});
});

describe('the vault of a scope', () => {
	it('is the same for everybody who asks, until it is renewed', () => {
		const first = vaults.current('city', NOW);
		expect(vaults.current('city', NOW + 1)).toEqual(first);
		expect(vaults.renew(['city', 'city', 'desk:centro'], NOW)).toBe(1);
		const second = vaults.current('city', NOW);
		expect(second.id).not.toBe(first.id);
	});

	it('is renewed although the clock was set back', () => {
		const first = vaults.current('city', NOW);
		vaults.renew(['city'], NOW - 1000);
		expect(vaults.current('city', NOW).id).not.toBe(first.id);
	});

	it('is another after a restore', () => {
		const first = vaults.current('city', NOW);
		setEpoch('second');
		const second = vaults.current('city', NOW);
		expect(second.id).not.toBe(first.id);
		expect(vaults.current('city', NOW)).toEqual(second);
	});
});
