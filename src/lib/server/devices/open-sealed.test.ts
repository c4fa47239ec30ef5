import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import type { Device } from '../../../../db/devices.ts';
import { aDevice } from '../../../../tests/builders/devices.ts';
import {
	aSealedIntent,
	aSession,
	aSigner,
	type Signer
} from '../../../../tests/builders/sealing.ts';
import {
	aServerWithTablets,
	DAY_MS,
	type ServerWithTablets
} from '../../../../tests/builders/server-with-tablets.ts';
import { uuid } from '../../../../tests/builders/sync-world.ts';
import { envelopeSchema } from '../../../../sync/protocol/envelope.ts';
import type { SealedSession } from '../../../../sync/protocol/sealed.ts';
import { deviceActor } from '../../domain/devices/device-api.ts';

const NOTE = { name: 'note.add', args: { text: 'Chiede il pasto a casa' }, baseVersions: {} };

let server: ServerWithTablets;
let tablet: Device;
let tabletKey: Signer;
let annaKey: Signer;
let anna: string;

beforeEach(async () => {
	server = await aServerWithTablets();
	[tabletKey, annaKey] = [aSigner(), aSigner()];
	tablet = aDevice(server.devices, { publicKey: tabletKey.publicKey });
	anna = server.idOf('anna');
});

afterEach(() => server.close());

/** As unlocking gives it. */
function grantOf(username: string, key: Signer, { device = tablet, now = Date.now() } = {}) {
	const user = server.accounts.userByUsername(username)!;
	const { grant, claims } = server.grants.issue(user, device, key.publicKey, now);
	server.devices.addGrant({
		id: claims.jti,
		userId: user.id,
		deviceId: device.id,
		publicKey: key.publicKey,
		issuedAt: now,
		endsAt: claims.exp * 1000
	});
	return grant;
}

function annasSession(changes: Partial<SealedSession> = {}, by = annaKey) {
	const about = { deviceId: tablet.id, actor: anna, grant: grantOf('anna', annaKey), ...changes };
	return aSession(server.serverKeys.list()[0]!, by, about);
}

function tabletsSession(changes: Partial<SealedSession> = {}, by = tabletKey) {
	const about = { deviceId: tablet.id, actor: deviceActor(tablet.id), grant: null, ...changes };
	return aSession(server.serverKeys.list()[0]!, by, about);
}

function open(
	sessions: SealedSession[],
	intents: unknown[],
	{ deviceId = tablet.id, opener = server.openSealed } = {}
) {
	return opener({ deviceId, sessions, intents }, Date.now());
}

/** What became of one note in this session. */
async function endOf(sealed: Awaited<ReturnType<typeof annasSession>>) {
	const { intents, authors } = await open([sealed.session], [aSealedIntent(sealed, NOTE)]);
	const [intent] = intents;
	const reason = intent && 'reason' in intent ? ` ${intent.reason}` : '';
	return { end: `${intent?.kind}${reason}`, authors: [...authors.keys()] };
}

describe('what a person sealed on a tablet', () => {
	it('opens as what they wrote, to be taken in their name', async () => {
		const sealed = await annasSession();
		const [first, second] = [1, 2].map((seq) => uuid(91, seq)) as [string, string];
		const written = [
			aSealedIntent(sealed, NOTE, { id: first, seq: 1 }),
			aSealedIntent(
				sealed,
				{ ...NOTE, schemaVersion: 3, baseVersions: { 'requests/a': 2 } },
				{ id: second, seq: 2, dependsOn: [first], supersedes: uuid(91, 9) }
			)
		];
		const opened = await open([sealed.session], written);
		const envelopes = opened.intents.map((intent) =>
			intent.kind === 'opened' ? v.parse(envelopeSchema, intent.envelope) : intent
		);
		const outside = { v: 0, actor: anna, at: sealed.session.at };
		expect(envelopes).toEqual([
			{ ...outside, id: first, seq: 1, dependsOn: [], ...NOTE },
			{
				...outside,
				id: second,
				seq: 2,
				dependsOn: [first],
				supersedes: uuid(91, 9),
				...NOTE,
				schemaVersion: 3,
				baseVersions: { 'requests/a': 2 }
			}
		]);
		expect(opened.authors.get(anna)).toMatchObject({
			userId: anna,
			role: 'operator',
			scopes: ['desk:cambonino']
		});
		expect(opened.keptSessions).toEqual([sealed.session.id]);
	});

	it('opens later without its session, on a server started since', async () => {
		const sealed = await annasSession();
		expect((await open([sealed.session], [])).keptSessions).toEqual([sealed.session.id]);
		const opener = server.restartedOpenSealed();
		const { intents, keptSessions } = await open([], [aSealedIntent(sealed, NOTE)], { opener });
		expect(intents[0]?.kind).toBe('opened');
		expect(keptSessions).toEqual([]);
	});

	it('opens after the keys were rotated and long after its grant has ended', async () => {
		const now = Date.now() - 400 * DAY_MS;
		const sealed = await annasSession({ grant: grantOf('anna', annaKey, { now }) });
		server.serverKeys.rotate(Date.now());
		expect(await endOf(sealed)).toEqual({ end: 'opened', authors: [anna] });
	});

	it('opens although a restore has forgotten the grant', async () => {
		const sealed = await annasSession();
		server.connection.sqlite.exec('delete from grants');
		expect((await endOf(sealed)).end).toBe('opened');
	});

	it('is of each its own, in one push of several people and of the tablet', async () => {
		const mario = server.idOf('mario');
		const marioKey = aSigner();
		const sealed = [
			await annasSession(),
			await annasSession({ actor: mario, grant: grantOf('mario', marioKey) }, marioKey),
			await tabletsSession()
		];
		const { intents, authors } = await open(
			sealed.map(({ session }) => session),
			sealed.map((each) => aSealedIntent(each, NOTE))
		);
		expect(intents.map(({ kind }) => kind)).toEqual(['opened', 'opened', 'opened']);
		expect(Object.fromEntries([...authors].map(([actor, { role }]) => [actor, role]))).toEqual({
			[anna]: 'operator',
			[mario]: 'manager',
			[deviceActor(tablet.id)]: 'tablet'
		});
	});
});

describe('what was registered on a locked tablet', () => {
	it('is taken in the name of the tablet, for its desk', async () => {
		const sealed = await tabletsSession();
		const { intents, authors } = await open([sealed.session], [aSealedIntent(sealed, NOTE)]);
		expect(intents[0]?.kind).toBe('opened');
		expect(authors.get(deviceActor(tablet.id))).toEqual({
			userId: deviceActor(tablet.id),
			name: tablet.name,
			role: 'tablet',
			scopes: ['desk:cambonino']
		});
	});

	it('is in doubt when another key has signed it, or it names another tablet', async () => {
		const doubt = (reason: string) => ({ end: `opened-doubtful ${reason}`, authors: [] });
		expect(await endOf(await tabletsSession({}, aSigner()))).toEqual(doubt('bad-signature'));
		const other = aDevice(server.devices, { id: uuid(90, 2) });
		const actor = deviceActor(other.id);
		expect(await endOf(await tabletsSession({ actor }))).toEqual(doubt('wrong-device'));
	});
});

describe('what opens and is not believed is in doubt', () => {
	const doubt = (reason: string) => ({ end: `opened-doubtful ${reason}`, authors: [] });

	it('when somebody else has signed it', async () => {
		expect(await endOf(await annasSession({}, aSigner()))).toEqual(doubt('bad-signature'));
	});

	it('when its session was changed after signing', async () => {
		const sealed = await annasSession();
		const session = { ...sealed.session, at: sealed.session.at - DAY_MS };
		expect(await endOf({ ...sealed, session })).toEqual(doubt('bad-signature'));
	});

	it('when it comes with no grant, a forged one, or one of somebody else', async () => {
		const badGrant = doubt('bad-grant');
		expect(await endOf(await annasSession({ grant: null }))).toEqual(badGrant);
		expect(await endOf(await annasSession({ grant: 'a.b.c' }))).toEqual(badGrant);
		const grant = grantOf('mario', annaKey);
		expect(await endOf(await annasSession({ grant }))).toEqual(badGrant);
	});

	it('when its grant is for another tablet', async () => {
		const other = aDevice(server.devices, { id: uuid(90, 2) });
		const grant = grantOf('anna', annaKey, { device: other });
		expect(await endOf(await annasSession({ grant }))).toEqual(doubt('wrong-device'));
	});

	it('when another tablet sends it as its own', async () => {
		const other = aDevice(server.devices, { id: uuid(90, 2) });
		const sealed = await annasSession();
		const { intents, authors } = await open([sealed.session], [aSealedIntent(sealed, NOTE)], {
			deviceId: other.id
		});
		expect(intents[0]).toMatchObject({ kind: 'opened-doubtful', reason: 'wrong-device' });
		expect(authors.size).toBe(0);
	});

	it('when whoever had the content key wrote another name on it', async () => {
		const sealed = await annasSession();
		const forged = aSealedIntent(sealed, NOTE, { actor: server.idOf('mario') });
		const { intents, authors } = await open([sealed.session], [forged]);
		expect(intents[0]).toMatchObject({ kind: 'opened-doubtful', reason: 'bad-signature' });
		expect([...authors.keys()]).toEqual([anna]);
	});

	it('when the tablet was revoked, also after it was opened before', async () => {
		const sealed = await annasSession();
		expect((await endOf(sealed)).end).toBe('opened');
		server.devices.revoke(tablet.id, Date.now());
		expect(await endOf(sealed)).toEqual(doubt('device-revoked'));
		expect(await endOf(await tabletsSession())).toEqual(doubt('device-revoked'));
	});

	it('when the person is disabled, and no more when they are enabled again', async () => {
		const sealed = await annasSession();
		server.users.disable('anna');
		expect(await endOf(sealed)).toEqual(doubt('person-revoked'));
		server.users.enable('anna');
		expect((await endOf(sealed)).end).toBe('opened');
	});

	it('when it was sealed after the person had been given another passphrase', async () => {
		const grant = grantOf('anna', annaKey);
		const [before, after] = [-1000, 1000].map((ms) => annasSession({ grant, at: Date.now() + ms }));
		server.devices.revokeGrantsOfUser(anna, Date.now());
		expect((await endOf(await before!)).end).toBe('opened');
		expect(await endOf(await after!)).toEqual(doubt('bad-grant'));
	});
});

describe('what does not open', () => {
	it('has no session here', async () => {
		const { intents } = await open([], [aSealedIntent(await annasSession(), NOTE)]);
		expect(intents[0]).toMatchObject({ kind: 'unopened', reason: 'no-session' });
	});

	it('was sealed to a key that is not known, and its session is not kept', async () => {
		const sealed = await annasSession({ kid: 'gone' });
		const pushed = await open([sealed.session], [aSealedIntent(sealed, NOTE)]);
		expect(pushed.intents[0]).toMatchObject({ kind: 'unopened', reason: 'unknown-key' });
		expect(pushed.keptSessions).toEqual([]);
		expect(server.sealedSessions.get(sealed.session.id)).toBeUndefined();
	});

	it.each([
		['key', 'damaged'],
		['enc', 'damaged']
	] as const)('has a session whose %s was damaged', async (part, reason) => {
		const sealed = await annasSession();
		const session = { ...sealed.session, [part]: `AAAA${sealed.session[part].slice(4)}` };
		const { intents, keptSessions } = await open([session], [aSealedIntent(sealed, NOTE)]);
		expect(intents[0]).toMatchObject({ kind: 'unopened', reason });
		expect(keptSessions).toEqual([]);
	});

	it('opens when a whole session comes after a damaged one', async () => {
		const sealed = await annasSession();
		await open([{ ...sealed.session, key: 'AAAA' }], []);
		expect((await endOf(sealed)).end).toBe('opened');
	});

	it.each([
		['id', uuid(91, 7)],
		['at', 5],
		['dependsOn', [uuid(91, 7)]],
		['supersedes', uuid(91, 7)],
		['actor', 'mario'],
		['sealed', 'A'.repeat(60)],
		['sealed', 'A'.repeat(22)]
	])('has another %s than it was sealed with', async (member, value) => {
		const sealed = await annasSession();
		const changed = { ...aSealedIntent(sealed, NOTE), [member]: value };
		const { intents } = await open([sealed.session], [changed]);
		expect(intents[0]).toMatchObject({ kind: 'unopened', reason: 'damaged', intent: changed });
	});

	it('was sealed for another tablet or author than its session says', async () => {
		const sealed = await annasSession();
		const session = { ...sealed.session, actor: server.idOf('mario') };
		const { intents } = await open([session], [aSealedIntent(sealed, NOTE)]);
		expect(intents[0]).toMatchObject({ kind: 'unopened', reason: 'damaged' });
	});

	it('does not keep the others from opening', async () => {
		const sealed = await annasSession();
		const whole = aSealedIntent(sealed, NOTE);
		const damaged = { ...aSealedIntent(sealed, NOTE), at: 5 };
		const { intents } = await open([sealed.session], [damaged, whole]);
		expect(intents.map(({ kind }) => kind)).toEqual(['unopened', 'opened']);
	});
});

describe('a second session under the id of one that is kept', () => {
	it('is not looked at', async () => {
		const first = await annasSession();
		await open([first.session], []);
		const second = await annasSession({ id: first.session.id });
		const opener = server.restartedOpenSealed();
		const intents = [aSealedIntent(first, NOTE), aSealedIntent(second, NOTE)];
		const opened = await open([second.session], intents, { opener });
		expect(opened.intents.map(({ kind }) => kind)).toEqual(['opened', 'unopened']);
		expect(server.sealedSessions.get(first.session.id)).toEqual(first.session);
	});

	it('does not displace the first when both come at once', async () => {
		const first = await annasSession();
		const second = await annasSession({ id: first.session.id });
		const results = await Promise.all([
			open([first.session], [aSealedIntent(first, NOTE)]),
			open([second.session], [aSealedIntent(second, NOTE)], {
				opener: server.restartedOpenSealed()
			})
		]);
		const kinds = results.map(({ intents }) => intents[0]?.kind).sort();
		expect(kinds).toEqual(['opened', 'unopened']);
	});
});

describe('what is in no seal', () => {
	it.each([
		['an envelope in clear', { v: 0, id: uuid(91, 1), ...NOTE }],
		['a broken envelope', { v: 1, id: 'x' }],
		['no object', null]
	])('is left as it is: %s', async (_what, intent) => {
		const { intents, authors } = await open([], [intent]);
		expect(intents).toEqual([{ kind: 'untouched', intent }]);
		expect(authors.size).toBe(0);
	});

	it.each([
		['no JSON', 'x{', 'x{'],
		['a list', [1], [1]],
		['no intent', { text: 'a' }, { text: 'a' }]
	])('and %s in a seal goes to the engine as an envelope it does not know', async (...row) => {
		const [, inside, content] = row;
		const sealed = await annasSession();
		const { intents } = await open([sealed.session], [aSealedIntent(sealed, inside)]);
		const [intent] = intents;
		if (intent?.kind !== 'opened') throw new Error(intent?.kind);
		expect(intent.envelope).toMatchObject({ v: 0, actor: anna, content });
		expect(v.is(envelopeSchema, intent.envelope)).toBe(false);
	});
});
