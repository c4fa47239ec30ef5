import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SCHEMA_VERSION } from '../../../../lib/domain/model.ts';
import type { Role } from '../../../../lib/domain/roles.ts';
import { callerOf } from '../../../../lib/server/auth/auth.ts';
import { getApp } from '../../../../lib/server/current-app.ts';
import { deviceActor } from '../../../../lib/domain/devices/device-api.ts';
import { aDevice } from '../../../../../tests/builders/devices.ts';
import { aPersonIntent, aPushOf } from '../../../../../tests/builders/pushes.ts';
import { aRequest } from '../../../../../tests/builders/requests.ts';
import { runApp, type RunningApp } from '../../../../../tests/builders/running-app.ts';
import { aSealedIntent, aSession, aSigner } from '../../../../../tests/builders/sealing.ts';
import { uuid } from '../../../../../tests/builders/sync-world.ts';
import { GET as LIST } from './+server.ts';
import { GET as READ } from './[id]/+server.ts';
import { POST as ACCEPT } from './[id]/accept/+server.ts';
import { POST as SET_ASIDE } from './[id]/set-aside/+server.ts';

const NOW = 1_700_000_000_000;
const ANNA = { id: uuid(1, 1), name: 'Anna Esempio' };
const ID = uuid(101, 1);

let running: RunningApp;

beforeEach(async () => {
	running = await runApp();
	const { accounts, users } = running.app;
	accounts.addCity({
		id: 'cremona',
		name: 'Cremona',
		timezone: 'Europe/Rome',
		neighbourhoods: [{ id: 'cambonino', name: 'Cambonino' }],
		accessPoints: [{ id: 'cambonino', name: 'Cambonino', neighbourhoodId: 'cambonino', note: '' }]
	});
	const people: [string, Role, string[]][] = [
		['marta', 'operator', ['cambonino']],
		['chiara', 'manager', []],
		['root', 'administrator', []]
	];
	for (const [username, role, accessPointIds] of people) {
		await users.add({ username, name: `${username} R.`, role, accessPointIds });
	}
});

afterEach(() => running.stop());

function who(username: string | null) {
	const user = username === null ? undefined : getApp().accounts.userByUsername(username);
	return user ? callerOf(user) : null;
}

/** Calls an endpoint as Kit would, for somebody signed in. */
async function call(
	handler: (event: never) => Response | Promise<Response>,
	username: string | null,
	{ id = '', view = '' } = {}
) {
	const event = {
		locals: { caller: who(username), requestId: 'r' },
		params: { id },
		url: new URL(`http://localhost/api/admin/quarantine${view && `?view=${view}`}`)
	};
	const response = await handler(event as never);
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** What Marta's tablet sends, in a form this server does not know. */
async function sendUnreadable(change: { schemaVersion?: number; actor?: string } = {}) {
	const marta = who('marta')!;
	const push = aPushOf([aPersonIntent(ANNA)], {
		schemaVersion: change.schemaVersion ?? SCHEMA_VERSION
	});
	const [intent] = push.intents as { actor: string }[];
	const sent = { ...intent, actor: change.actor ?? marta.userId };
	await getApp().syncStore.applyPush({ ...push, intents: [sent] }, marta, NOW);
}

/** The tablet's app was newer; now the server is, too. */
function updateServer() {
	getApp().connection.sqlite.exec(`update quarantine set schema_version = ${SCHEMA_VERSION}`);
}

describe('what the server could not read', () => {
	it.each([
		[null, 401, 'not-signed-in'],
		['marta', 403, 'not-your-role'],
		['chiara', 403, 'not-your-role']
	])(
		'is nobody’s to see or to decide but the administrator’s: not for %s',
		async (name, status, kind) => {
			await sendUnreadable({ schemaVersion: 99 });
			for (const handler of [LIST, READ, ACCEPT, SET_ASIDE]) {
				expect(await call(handler, name, { id: ID })).toEqual({
					status,
					body: { error: { kind } }
				});
			}
			expect((await getApp().syncStore.listQuarantine('waiting', 1)).total).toBe(1);
		}
	);

	it('is listed with its sender and without what was sent, and read with it', async () => {
		await sendUnreadable({ schemaVersion: 99 });
		const { body } = await call(LIST, 'root');
		expect(body).toMatchObject({
			total: 1,
			items: [
				{
					id: ID,
					reason: 'future-version',
					sender: { name: 'marta R.' },
					deviceId: uuid(1, 900),
					tablet: null
				}
			]
		});
		expect(JSON.stringify(body)).not.toContain('Anna');
		const detail = await call(READ, 'root', { id: ID });
		expect(detail.body).toMatchObject({ author: { name: 'marta R.' }, schemaVersion: 99 });
		expect(detail.body.body).toContain('Anna Esempio');
	});

	it('is accepted once the server can read it, and the desk has it', async () => {
		await sendUnreadable({ schemaVersion: SCHEMA_VERSION + 1 });
		expect(await call(ACCEPT, 'root', { id: ID })).toEqual({
			status: 200,
			body: { outcome: 'quarantined', reason: 'future-version' }
		});
		updateServer();
		expect(await call(ACCEPT, 'root', { id: ID })).toEqual({
			status: 200,
			body: { outcome: 'accepted' }
		});
		expect(await call(ACCEPT, 'root', { id: ID })).toMatchObject({
			status: 409,
			body: { error: { kind: 'already-decided' } }
		});
		expect((await call(LIST, 'root', { view: 'decided' })).body).toMatchObject({
			items: [{ decidedBy: { name: 'root R.' } }]
		});
	});

	it('is not accepted for somebody this server does not know', async () => {
		await sendUnreadable({ actor: 'nobody' });
		expect(await call(ACCEPT, 'root', { id: ID })).toEqual({
			status: 409,
			body: { error: { kind: 'no-author' } }
		});
	});

	it('is accepted for a revoked tablet, of what was registered on it without unlocking, and is to be confirmed', async () => {
		const { devices, serverKeys, syncStore, takePush } = getApp();
		const key = aSigner();
		const tablet = aDevice(devices, { name: 'Banco 1', publicKey: key.publicKey });
		const actor = deviceActor(tablet.id);
		const about = { deviceId: tablet.id, actor, grant: null };
		const sealed = await aSession(serverKeys.list()[0]!, key, about);
		const { id: requestId, code, neighbourhoodId, ...rest } = aRequest({ personId: ANNA.id });
		const { accessPointId, personId, personName, ...details } = rest;
		const register = { requestId, code, neighbourhoodId, accessPointId, personId, personName };
		const written = [
			aPersonIntent(ANNA),
			['request.register', { ...register, details }],
			['request.note', { requestId, kind: 'note', text: 'Non può scriverlo.' }]
		] as const;
		const intents = written.map(([name, args], index) =>
			aSealedIntent(
				sealed,
				{ name, args, schemaVersion: SCHEMA_VERSION, baseVersions: {} },
				{ seq: index + 1, id: uuid(145, index + 1) }
			)
		);
		devices.revoke(tablet.id, NOW);
		const push = aPushOf([], { deviceId: tablet.id, sessions: [sealed.session] });
		const { outcomes } = await takePush({ ...push, intents }, NOW);
		expect(outcomes.map(({ reason }) => reason)).toEqual(written.map(() => 'device-revoked'));
		const waiting = (await call(LIST, 'root')).body;
		expect(waiting).toMatchObject({
			total: 3,
			items: [{ sender: { id: actor, name: 'Banco 1' }, tablet: 'Banco 1' }, {}, {}]
		});

		const answers = [];
		for (const { id } of intents) answers.push((await call(ACCEPT, 'root', { id })).body);
		expect(answers).toEqual([
			{ outcome: 'accepted' },
			{ outcome: 'accepted' },
			{ outcome: 'rejected', reason: 'not-your-role' }
		]);
		const page = await syncStore.pullPage(
			{
				protocol: 3,
				schemaVersion: SCHEMA_VERSION,
				storeId: uuid(2, 901),
				scope: 'desk:cambonino',
				cursor: null
			},
			who('marta')!,
			{ pageRows: 100, serverNow: NOW }
		);
		const request = page.rows.find(({ collection }) => collection === 'requests');
		expect(request?.fields).toMatchObject({
			personId: ANNA.id,
			registeredBy: actor,
			registeredByName: 'Banco 1',
			confirmation: null
		});
	});

	it('is not accepted for a tablet this server does not know', async () => {
		await sendUnreadable({ actor: deviceActor(uuid(9, 9)) });
		expect(await call(ACCEPT, 'root', { id: ID })).toEqual({
			status: 409,
			body: { error: { kind: 'no-author' } }
		});
	});

	it('is put aside and stays there', async () => {
		await sendUnreadable({ schemaVersion: 99 });
		expect(await call(SET_ASIDE, 'root', { id: ID })).toMatchObject({ status: 200 });
		expect((await call(LIST, 'root')).body).toMatchObject({ total: 0 });
		expect((await call(LIST, 'root', { view: 'set-aside' })).body).toMatchObject({ total: 1 });
	});

	it('is said to be unknown when there is none', async () => {
		for (const handler of [READ, ACCEPT, SET_ASIDE]) {
			expect((await call(handler, 'root', { id: 'nothing' })).status).toBe(404);
		}
		expect((await call(LIST, 'root', { view: 'everything' })).status).toBe(400);
	});
});
