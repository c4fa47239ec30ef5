/** A tablet's queue carried by hand, through the whole server. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Device } from '../../../../../db/devices.ts';
import type { CarriedCounts } from '../../../../../sync/protocol/carried.ts';
import type { SealedEnvelope, SealedSession } from '../../../../../sync/protocol/sealed.ts';
import { PROTOCOL } from '../../../../../sync/protocol/version.ts';
import { aCity } from '../../../../../tests/builders/city.ts';
import { aDevice } from '../../../../../tests/builders/devices.ts';
import { aPersonIntent, aPushOf } from '../../../../../tests/builders/pushes.ts';
import { runApp, type RunningApp } from '../../../../../tests/builders/running-app.ts';
import {
	aSealedIntent,
	aSession,
	aSigner,
	type Signer
} from '../../../../../tests/builders/sealing.ts';
import { uuid } from '../../../../../tests/builders/sync-world.ts';
import { SCHEMA_VERSION } from '../../../../lib/domain/model.ts';
import { callerOf } from '../../../../lib/server/auth/auth.ts';
import { getApp } from '../../../../lib/server/current-app.ts';
import { createGrants } from '../../../../lib/server/devices/grants.ts';
import { POST } from './+server.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const STORE = uuid(70, 1);
const NAMES = ['Anna Esempio', 'Bruno Esempio'] as const;

let running: RunningApp;
let tablet: Device;
let tabletKey: Signer;
let annaKey: Signer;
let sealed: { session: SealedSession; contentKey: Buffer };
let envelopes: SealedEnvelope[];
/** When Anna wrote, by the tablet's clock. */
let writtenAt: number;

beforeEach(async () => {
	running = await runApp();
	const { accounts, users, devices } = running.app;
	accounts.addCity(aCity());
	const account = { role: 'operator' as const };
	await users.add({ ...account, username: 'anna', name: 'Anna', accessPointIds: ['cambonino'] });
	await users.add({ ...account, username: 'carla', name: 'Carla', accessPointIds: ['centro'] });
	await users.add({
		role: 'volunteer',
		username: 'piero',
		name: 'Piero',
		accessPointIds: ['cambonino']
	});
	[tabletKey, annaKey] = [aSigner(), aSigner()];
	tablet = aDevice(devices, { name: 'Banco 1', publicKey: tabletKey.publicKey });
	writtenAt = Date.now() - DAY_MS;
	sealed = await annasSession();
	envelopes = NAMES.map((name, index) => aPerson(sealed, name, index + 1));
});

afterEach(() => running.stop());

const idOf = (username: string) => getApp().accounts.userByUsername(username)!.id;

/** @param by whose key signs it */
async function annasSession(by = annaKey) {
	const { accounts, devices, serverKeys } = getApp();
	const grants = createGrants(serverKeys, DAY_MS);
	const user = accounts.userByUsername('anna')!;
	const { grant, claims } = grants.issue(user, tablet, annaKey.publicKey, writtenAt);
	devices.addGrant({
		id: claims.jti,
		...{ userId: user.id, deviceId: tablet.id, publicKey: annaKey.publicKey },
		...{ issuedAt: writtenAt, endsAt: claims.exp * 1000 }
	});
	const about = { deviceId: tablet.id, actor: user.id, grant, at: writtenAt };
	return aSession(serverKeys.list()[0]!, by, about);
}

function aPerson(under: typeof sealed, name: string, seq: number, changes = {}) {
	const [intent, args] = aPersonIntent({ id: uuid(71, seq), name });
	const content = { name: intent, args, schemaVersion: SCHEMA_VERSION, baseVersions: {} };
	const at = writtenAt + seq;
	return aSealedIntent(under, content, { seq, id: uuid(72, seq), at, ...changes });
}

function aPart(changes: object = {}) {
	return {
		...{ protocol: PROTOCOL, schemaVersion: SCHEMA_VERSION, deviceId: tablet.id, storeId: STORE },
		...{ sessions: [sealed.session], envelopes },
		...changes
	};
}

async function carry(body: object = aPart(), username: string | null = 'carla') {
	const user = username === null ? null : getApp().accounts.userByUsername(username)!;
	const request = new Request('http://localhost/api/sync/carried', {
		method: 'POST',
		body: JSON.stringify(body)
	});
	const locals = { caller: user && callerOf(user), session: null, device: null };
	const response = await POST({ request, locals } as never);
	return { status: response.status, text: await response.text() };
}

/** Those that are not nought. */
async function counted(body?: object, username?: string) {
	const { status, text } = await carry(body, username);
	if (status !== 200) throw new Error(`${status} ${text}`);
	const counts = JSON.parse(text) as CarriedCounts;
	return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** As the tablet does when it has a network again. */
async function tabletSends(intents: unknown[] = envelopes, changes: object = {}) {
	const push = aPushOf([], { deviceId: tablet.id, storeId: STORE, sessions: [sealed.session] });
	const now = Date.now();
	const sent = { pending: intents.length, highestSeq: 2, deviceNow: now };
	const { outcomes } = await getApp().takePush({ ...push, ...sent, intents, ...changes }, now);
	return outcomes.map(({ outcome, reason }) => (reason ? `${outcome} ${reason}` : outcome));
}

const rows = <Row>(sql: string) => getApp().connection.sqlite.prepare(sql).all() as Row[];
const ledger = () =>
	rows<{ actor: string; occurredAt: number; deviceId: string }>(
		`select actor, occurred_at as occurredAt, device_id as deviceId from ledger
	join stores using (store_id) where outcome = 'accepted' order by seq`
	);
const people = () => rows(`select key from records where collection = 'people'`).length;
const quarantined = () =>
	rows<{ reason: string }>('select reason from quarantine').map(({ reason }) => reason);
const store = () =>
	rows<object>(
		'select max_seq, missing, pending, last_contact_at, clock_offset_ms, cloned from stores'
	)[0];

describe('a file that somebody of another desk has carried here', () => {
	it('is taken in the name of its author, from its tablet and of the time it was written', async () => {
		expect(await counted()).toEqual({ taken: 2 });
		expect(people()).toBe(2);
		for (const { actor, occurredAt, deviceId } of ledger()) {
			expect({ actor, deviceId }).toEqual({ actor: idOf('anna'), deviceId: tablet.id });
			expect(Math.abs(occurredAt - writtenAt)).toBeLessThan(MINUTE_MS);
		}
	});

	it('is dated by how far off the clock of its tablet was when it was last heard', async () => {
		const off = 3 * 60 * MINUTE_MS;
		await tabletSends([], { deviceNow: Date.now() + off, pending: 2 });
		await counted();
		for (const { occurredAt } of ledger()) {
			expect(Math.abs(occurredAt - (writtenAt - off))).toBeLessThan(MINUTE_MS);
		}
	});

	it('counts once when it is sent twice, and when the tablet sends it too', async () => {
		await counted();
		expect(await counted(aPart(), 'piero')).toEqual({ already: 2 });
		expect(await tabletSends()).toEqual(['accepted', 'accepted']);
		expect({ ledger: ledger().length, people: people() }).toEqual({ ledger: 2, people: 2 });
		expect(store()).toMatchObject({ max_seq: 2, missing: '[]', pending: 2, cloned: 0 });
	});

	it('counts what was written in one save as one, and says the worst of it', async () => {
		const at = { at: writtenAt };
		const person = aPerson(sealed, NAMES[0], 1, at);
		const beside = { ...aPerson(sealed, NAMES[1], 2, at), sealed: 'A'.repeat(60) };
		expect(await counted(aPart({ envelopes: [person, beside] }))).toEqual({ unopened: 1 });
		expect(people()).toBe(1);
	});

	it('changes nothing when the tablet has sent it before', async () => {
		await tabletSends();
		expect(await counted()).toEqual({ already: 2 });
	});

	it('tells whoever carries it nothing of what is in it', async () => {
		const { text } = await carry();
		expect(Object.keys(JSON.parse(text) as object).sort()).toEqual([
			'already',
			'refused',
			'review',
			'taken',
			'unopened'
		]);
	});

	it('stands in the register: who, of which tablet, how many', async () => {
		await carry();
		expect(getApp().audit.list({ kind: 'carried' }, 10).events).toMatchObject([
			{ actor: idOf('carla'), deviceId: tablet.id, detail: '2', subject: `devices/${tablet.id}` }
		]);
	});

	it('holds what was registered on the locked tablet, in the name of the tablet', async () => {
		const about = { deviceId: tablet.id, actor: `device:${tablet.id}`, grant: null };
		const own = await aSession(getApp().serverKeys.list()[0]!, tabletKey, about);
		const part = aPart({ sessions: [own.session], envelopes: [aPerson(own, NAMES[0], 1)] });
		expect(await counted(part)).toEqual({ taken: 1 });
		expect(ledger().map(({ actor }) => actor)).toEqual([`device:${tablet.id}`]);
	});
});

describe('what is not believed', () => {
	it('of a tablet that was revoked is kept for the administrator', async () => {
		getApp().devices.revoke(tablet.id, Date.now());
		expect(await counted()).toEqual({ review: 2 });
		expect(quarantined()).toEqual(['device-revoked', 'device-revoked']);
		expect(await counted()).toEqual({ review: 2 });
		expect(people()).toBe(0);
	});

	it('with a byte changed is not acknowledged, and the tablet sends it as if nothing had been', async () => {
		const [first, second] = envelopes as [SealedEnvelope, SealedEnvelope];
		const other = first.sealed.startsWith('A') ? 'B' : 'A';
		const changed = { ...first, sealed: other + first.sealed.slice(1) };
		expect(await counted(aPart({ envelopes: [changed, second] }))).toEqual({
			unopened: 1,
			taken: 1
		});
		expect(quarantined()).toEqual([]);
		expect(await tabletSends()).toEqual(['accepted', 'accepted']);
		expect(people()).toBe(2);
	});

	it.each([
		['signature', (session: SealedSession) => ({ ...session, signature: 'A'.repeat(86) })],
		['time', (session: SealedSession) => ({ ...session, at: session.at + 1 })],
		['grant', (session: SealedSession) => ({ ...session, grant: 'a.b.c' })]
	])(
		'with another %s of its session spoils nothing of what the tablet sends',
		async (_, change) => {
			const part = aPart({ sessions: [change(sealed.session)] });
			expect(await counted(part)).toEqual({ unopened: 2 });
			expect(rows('select id from sealed_sessions')).toEqual([]);
			expect(await tabletSends()).toEqual(['accepted', 'accepted']);
			expect(quarantined()).toEqual([]);
		}
	);

	it('in a name that somebody else has signed is not taken, and its id stays free', async () => {
		const forged = await annasSession(aSigner());
		const part = aPart({
			sessions: [forged.session],
			envelopes: [aPerson(forged, 'Un Altro', 1)]
		});
		expect(await counted(part)).toEqual({ unopened: 1 });
		expect(await tabletSends()).toEqual(['accepted', 'accepted']);
	});

	it('under the name of another tablet is not opened', async () => {
		const other = aDevice(getApp().devices, { id: uuid(90, 2), name: 'Banco 2' });
		expect(await counted(aPart({ deviceId: other.id, storeId: uuid(70, 2) }))).toEqual({
			unopened: 2
		});
	});
});

describe('what a file cannot do', () => {
	it('say how much the tablet holds, or that it was heard', async () => {
		await tabletSends([], { pending: 7 });
		const before = store();
		getApp().devices.recordContact(
			tablet.id,
			{ unsent: 7, lost: 0, freeBytes: null, persisted: null, appVersion: '1' },
			5
		);
		await counted();
		expect(store()).toEqual({ ...before, max_seq: 2 });
		expect(getApp().devices.view(tablet.id)).toMatchObject({ unsent: 7, lastContactAt: 5 });
	});

	it('make a gap, or a copy of the tablet, by the numbers it gives', async () => {
		await tabletSends([envelopes[0]]);
		const numbered = (id: number, seq: number) => aPerson(sealed, 'Carla Esempio', id, { seq });
		expect(await counted(aPart({ envelopes: [numbered(8, 1), numbered(9, 900)] }))).toEqual({
			taken: 2
		});
		expect(store()).toMatchObject({ max_seq: 1, missing: '[]', cloned: 0 });
	});

	it('hide a gap by giving one record many numbers', async () => {
		await tabletSends([envelopes[0]]);
		const again = [2, 3, 4].map((seq) => ({ ...envelopes[0], seq }));
		expect(await counted(aPart({ envelopes: again }))).toEqual({ already: 1 });
		expect(store()).toMatchObject({ max_seq: 1 });
	});

	it('fill a gap that the server knows of with anything but what was missing', async () => {
		await tabletSends([envelopes[1]]);
		expect(store()).toMatchObject({ max_seq: 2, missing: '[[1,1]]' });
		expect(await counted(aPart({ envelopes: [{ ...envelopes[1], seq: 1 }] }))).toEqual({
			already: 1
		});
		expect(store()).toMatchObject({ missing: '[[1,1]]' });
		expect(await counted()).toEqual({ already: 1, taken: 1 });
		expect(store()).toMatchObject({ missing: '[]' });
	});

	it('name the store of somebody else', async () => {
		await tabletSends([], { storeId: uuid(70, 5), deviceId: uuid(90, 5) });
		const { status, text } = await carry(aPart({ storeId: uuid(70, 5) }));
		expect({ status, text }).toMatchObject({ status: 409 });
		expect(text).toContain('another-store');
	});

	it('hold anything in clear', async () => {
		const { intents } = aPushOf([aPersonIntent({ id: uuid(71, 1), name: NAMES[0] })]);
		expect((await carry(aPart({ envelopes: [...envelopes, ...intents] }))).status).toBe(400);
		expect(ledger()).toEqual([]);
	});

	it('come from the future', async () => {
		expect((await carry(aPart({ protocol: PROTOCOL + 1 }))).status).toBe(400);
	});

	it('be sent by nobody', async () => {
		expect(await carry(aPart(), null)).toMatchObject({ status: 401 });
		expect(ledger()).toEqual([]);
	});
});
