import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import {
	contactResponseSchema,
	enrolResponseSchema,
	unlockResponseSchema
} from '../../../lib/domain/devices/device-api.ts';
import { SESSION_COOKIE } from '../../../lib/server/auth/lucia.ts';
import { getApp } from '../../../lib/server/current-app.ts';
import { readSession } from '../../../lib/server/hooks/session.ts';
import { aCity } from '../../../../tests/builders/city.ts';
import { runApp, type RunningApp } from '../../../../tests/builders/running-app.ts';
import { anUnlock, aSigner } from '../../../../tests/builders/sealing.ts';
import { uuid } from '../../../../tests/builders/sync-world.ts';
import { DELETE as SIGN_OUT, GET as WHO } from '../session/+server.ts';
import { POST as PULL } from '../sync/pull/+server.ts';
import { POST as READINGS } from '../sync/readings/+server.ts';
import { POST as CONTACT } from './contact/+server.ts';
import { POST as ENROL } from './enrol/+server.ts';
import { POST as PEOPLE } from './people/+server.ts';
import { POST as UNLOCK } from './unlock/+server.ts';

const PASSPHRASE = 'sette cani sul ponte';
const REPORT = {
	appVersion: '0.2.0',
	unsent: 0,
	highestSeq: 0,
	lost: 0,
	freeBytes: null,
	persisted: true,
	people: []
};

let running: RunningApp;

beforeEach(async () => {
	running = await runApp();
	const { accounts, users } = running.app;
	accounts.addCity(aCity());
	const account = { role: 'operator', passphrase: PASSPHRASE };
	await users.add({ ...account, username: 'anna', name: 'Anna', accessPointIds: ['cambonino'] });
	await users.add({ ...account, username: 'carla', name: 'Carla', accessPointIds: ['centro'] });
});

afterEach(() => running.stop());

type Handler = (event: never) => Response | Promise<Response>;

/** Calls an endpoint as Kit would, behind the hook that reads who is calling. */
async function call(
	handler: Handler,
	body: unknown,
	{ token, cookie }: { token?: string; cookie?: string } = {}
) {
	const event = {
		locals: { requestId: 'r' },
		url: new URL('http://localhost/api/'),
		request: new Request('http://localhost/api/', {
			method: 'POST',
			headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
			body: JSON.stringify(body)
		}),
		cookies: {
			get: (name: string) => (name === SESSION_COOKIE ? cookie : undefined),
			set: () => {},
			delete: () => {}
		},
		getClientAddress: () => '10.0.0.1'
	};
	const response = await readSession({
		event: event as never,
		resolve: async () => handler(event as never)
	});
	const text = await response.text();
	const answer = (text === '' ? null : JSON.parse(text)) as { error?: { kind: string } } | null;
	return {
		status: response.status,
		kind: answer?.error?.kind,
		body: answer,
		headers: response.headers
	};
}

async function anEnrolledTablet() {
	const made = getApp().enrolment.makeCode(
		{ name: 'Tablet 1', accessPointId: 'cambonino', createdBy: 'ada' },
		Date.now()
	);
	if (!made.ok) throw new Error(made.error.kind);
	const { publicKey } = aSigner();
	const answer = await call(ENROL, { code: made.code, publicKey, appVersion: '0.1.0' });
	expect(answer.status).toBe(200);
	return v.parse(enrolResponseSchema, answer.body);
}

const signer = aSigner();

function signIn(token: string | undefined, username = 'anna', passphrase = PASSPHRASE) {
	return call(PEOPLE, { username, passphrase, publicKey: signer.publicKey }, { token });
}

async function annaOn(token: string) {
	return v.parse(unlockResponseSchema, (await signIn(token)).body);
}

describe('a tablet', () => {
	it('is enrolled with a code and says how it is with its token', async () => {
		const { device, token } = await anEnrolledTablet();
		const answer = await call(CONTACT, REPORT, { token });
		expect(answer.status).toBe(200);
		expect(answer.headers.get('cache-control')).toBe('no-store');
		const { revoked, wipe } = v.parse(contactResponseSchema, answer.body);
		expect({ revoked, wipe }).toEqual({ revoked: false, wipe: false });
		expect(getApp().devices.view(device.id)?.appVersion).toBe('0.2.0');
	});

	it('is not enrolled with a wrong code, nor with a key that is none', async () => {
		const request = { code: '2222-2222', publicKey: aSigner().publicKey, appVersion: '0.1.0' };
		expect(await call(ENROL, request)).toMatchObject({ status: 403, kind: 'wrong-code' });
		const badKey = { ...request, publicKey: 'A'.repeat(87) };
		expect(await call(ENROL, badKey)).toMatchObject({ status: 400, kind: 'invalid' });
	});

	it('may read nothing with its own token', async () => {
		const { token } = await anEnrolledTablet();
		expect(await call(WHO, null, { token })).toMatchObject({ status: 401 });
		expect(await call(PULL, {}, { token })).toMatchObject({ status: 401 });
	});

	it('hears that it was revoked, and nobody works on it', async () => {
		const { device, token } = await anEnrolledTablet();
		const { grant } = await annaOn(token);
		getApp().devices.revoke(device.id, Date.now());
		const contact = await call(CONTACT, REPORT, { token });
		expect(contact).toMatchObject({ status: 200, body: { revoked: true } });
		const refused = { status: 403, kind: 'device-revoked' };
		expect(await signIn(token)).toMatchObject(refused);
		expect(await call(UNLOCK, anUnlock(grant, signer), { token })).toMatchObject(refused);
	});
});

describe('whoever has no token of a tablet', () => {
	it.each([
		['none', undefined],
		['an invented one', 'd.00000000-0000-7000-8000-000000000001.secret'],
		['something else', 'x']
	])('gets nowhere with %s', async (_what, token) => {
		const unknown = { status: 401, kind: 'unknown-device' };
		expect(await call(CONTACT, REPORT, { token })).toMatchObject(unknown);
		expect(await signIn(token)).toMatchObject(unknown);
		expect(await call(UNLOCK, {}, { token })).toMatchObject(unknown);
	});

	it('nor with the token of a person on one', async () => {
		const { token } = await annaOn((await anEnrolledTablet()).token);
		expect(await call(CONTACT, REPORT, { token })).toMatchObject({ kind: 'unknown-device' });
	});
});

describe('a person on a tablet', () => {
	it('signs in, works with a token, and ends it', async () => {
		const { token } = await annaOn((await anEnrolledTablet()).token);
		expect(await call(WHO, null, { token })).toMatchObject({
			status: 200,
			body: { user: { name: 'Anna' }, scopes: ['desk:cambonino'] }
		});
		expect((await call(SIGN_OUT, null, { token })).status).toBe(204);
		expect((await call(WHO, null, { token })).status).toBe(401);
	});

	it('unlocks with their signature, once for each', async () => {
		const { token } = await anEnrolledTablet();
		const { grant } = await annaOn(token);
		const request = anUnlock(grant, signer);
		const unlocked = await call(UNLOCK, request, { token });
		expect(unlocked.status).toBe(200);
		const again = v.parse(unlockResponseSchema, unlocked.body);
		expect((await call(WHO, null, { token: again.token })).status).toBe(200);
		expect(await call(UNLOCK, request, { token })).toMatchObject({ status: 403, kind: 'repeated' });
	});

	it('is in the register when they unlock, once for each, when it was and with which tablet', async () => {
		const { device, token } = await anEnrolledTablet();
		const { grant, info } = await annaOn(token);
		const actor = info.user.id;
		const log = () => getApp().audit.list({ kind: 'unlock' }, 10).events;
		expect(log()).toEqual([]);
		await call(UNLOCK, anUnlock(grant, aSigner()), { token });
		expect(log()).toEqual([]);
		// A tablet that says nothing of having noted it.
		await call(UNLOCK, anUnlock(grant, signer), { token });
		expect(log()).toMatchObject([{ actor, deviceId: device.id }]);
		const now = Date.now();
		const noted = { id: uuid(5, 1), at: now - 60_000 };
		await call(UNLOCK, { ...anUnlock(grant, signer, now), noted }, { token });
		await call(UNLOCK, { ...anUnlock(grant, signer, now), noted }, { token });
		const told = { ...noted, userId: actor, deed: 'unlock' };
		const later = await call(READINGS, { deviceNow: now, readings: [told] }, { token });
		expect(later.body).toMatchObject({ taken: [noted.id] });
		expect(log()).toHaveLength(2);
		const [, event] = log();
		expect(event).toMatchObject({ id: noted.id, actor, deviceId: device.id });
		expect(Math.abs(event!.at - noted.at)).toBeLessThan(5000);
	});

	it('of another desk, or with a wrong passphrase, does not come in', async () => {
		const { device, token } = await anEnrolledTablet();
		expect(await signIn(token, 'carla')).toMatchObject({ status: 403, kind: 'not-this-desk' });
		expect(await signIn(token, 'anna', 'sbagliata')).toMatchObject({
			status: 401,
			kind: 'wrong-credentials'
		});
		// Either is in the register. Seen to fail with nothing noted of another desk's people.
		const { events } = getApp().audit.list({ kind: 'sign-in-failed' }, 10);
		const refused = events.map(({ actor, deviceId, detail }) => ({
			who:
				actor &&
				getApp()
					.users.list()
					.find(({ id }) => id === actor)?.username,
			...{ deviceId, detail }
		}));
		expect(refused).toEqual([
			{ who: 'anna', deviceId: device.id, detail: 'wrong-credentials' },
			{ who: 'carla', deviceId: device.id, detail: 'not-this-desk' }
		]);
	});
});

describe('a cookie', () => {
	const cookieOf = async () => {
		const credentials = { username: 'carla', passphrase: PASSPHRASE, deviceId: null };
		const result = await getApp().auth.signIn(credentials, '10.0.0.1', undefined);
		if (!result.ok) throw new Error(result.error.kind);
		return result.cookie.value;
	};

	it('keeps working in a browser that is no tablet', async () => {
		const cookie = await cookieOf();
		expect(await call(WHO, null, { cookie })).toMatchObject({ body: { user: { name: 'Carla' } } });
	});

	it('does not count beside a token, whose it is', async () => {
		const cookie = await cookieOf();
		const { token } = await anEnrolledTablet();
		expect((await call(WHO, null, { cookie, token })).status).toBe(401);
		expect((await call(WHO, null, { cookie, token: 'x' })).status).toBe(401);
	});

	it('is no token: what it holds opens nothing as one', async () => {
		const cookie = await cookieOf();
		expect((await call(WHO, null, { token: `s.${cookie}` })).status).toBe(401);
	});
});
