/** What is registered on a locked tablet, through the whole server: taken as the tablet's, and confirmed by a person. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Device } from '../../../../db/devices.ts';
import { aCity } from '../../../../tests/builders/city.ts';
import { aDevice } from '../../../../tests/builders/devices.ts';
import { aPersonIntent, aPushOf } from '../../../../tests/builders/pushes.ts';
import { aRequest } from '../../../../tests/builders/requests.ts';
import { runApp, type RunningApp } from '../../../../tests/builders/running-app.ts';
import {
	aSealedIntent,
	aSession,
	aSigner,
	type Signer
} from '../../../../tests/builders/sealing.ts';
import { uuid } from '../../../../tests/builders/sync-world.ts';
import { PROTOCOL } from '../../../../sync/protocol/version.ts';
import { deviceActor } from '../../domain/devices/device-api.ts';
import { SCHEMA_VERSION } from '../../domain/model.ts';
import type { Role } from '../../domain/roles.ts';
import { callerOf } from '../auth/auth.ts';
import { getApp } from '../current-app.ts';

const NOW = 1_700_000_000_000;
const ANNA = { id: uuid(1, 1), name: 'Anna Esempio' };
const { id: requestId, code, accessPointId, neighbourhoodId, personName, ...rest } = aRequest();
const { personId: _anonymous, ...details } = rest;
const aRequestIntent = (desk = accessPointId) =>
	[
		'request.register',
		{
			...{ requestId, code, accessPointId: desk, personId: ANNA.id, personName },
			...{ neighbourhoodId, details }
		}
	] as const;

let running: RunningApp;
let key: Signer;
let tablet: Device;

beforeEach(async () => {
	running = await runApp();
	const { accounts, users, devices } = running.app;
	accounts.addCity(aCity());
	const people: [string, Role, string[]][] = [
		['anna', 'operator', ['cambonino']],
		['carla', 'operator', ['centro']],
		['mario', 'manager', []]
	];
	for (const [username, role, accessPointIds] of people) {
		await users.add({ username, name: `${username} R.`, role, accessPointIds });
	}
	key = aSigner();
	tablet = aDevice(devices, { name: 'Banco 1', publicKey: key.publicKey });
});

afterEach(() => running.stop());

const who = (username: string) => callerOf(getApp().accounts.userByUsername(username)!);

/** Sealed by the tablet itself, under a key of this save. */
async function fromLocked(written: readonly (readonly [name: string, args: object])[]) {
	const about = { deviceId: tablet.id, actor: deviceActor(tablet.id), grant: null };
	const sealed = await aSession(getApp().serverKeys.list()[0]!, key, about);
	const intents = written.map(([name, args], index) => {
		const content = { name, args, schemaVersion: SCHEMA_VERSION, baseVersions: {} };
		return aSealedIntent(sealed, content, { seq: index + 1, id: uuid(160, index + 1) });
	});
	const push = aPushOf([], { deviceId: tablet.id, sessions: [sealed.session] });
	const { outcomes } = await getApp().takePush({ ...push, intents }, NOW);
	return outcomes.map(({ outcome, reason }) => (reason ? `${outcome} ${reason}` : outcome));
}

async function by(username: string, store: number, name: string, args: object = { requestId }) {
	const caller = who(username);
	const push = aPushOf([[name, args]], { store });
	const intents = (push.intents as object[]).map((each) => ({ ...each, actor: caller.userId }));
	const { outcomes } = await getApp().syncStore.applyPush({ ...push, intents }, caller, NOW);
	return outcomes[0]?.outcome;
}

async function requestAsSeenBy(username: string, scope: string) {
	const request = { protocol: PROTOCOL, schemaVersion: SCHEMA_VERSION, storeId: uuid(9, 901) };
	const page = await getApp().syncStore.pullPage(
		{ ...request, scope, cursor: null },
		who(username),
		{ pageRows: 100, serverNow: NOW }
	);
	return page.rows.find(({ collection }) => collection === 'requests')?.fields;
}

describe('what is registered on a locked tablet', () => {
	it('is taken as the tablet’s, to be confirmed; anything else in its name is refused', async () => {
		expect(
			await fromLocked([
				aPersonIntent(ANNA),
				aRequestIntent(),
				['request.note', { requestId, kind: 'note', text: 'Di chi passa.' }],
				['request.confirm', { requestId }],
				['request.move', { requestId, to: 'cancelled' }],
				['person.edit', { personId: ANNA.id, changes: { name: 'Altra' } }]
			])
		).toEqual(['accepted', 'accepted', ...Array<string>(4).fill('rejected not-your-role')]);
		expect(await requestAsSeenBy('anna', 'desk:cambonino')).toMatchObject({
			registeredBy: deviceActor(tablet.id),
			registeredByName: 'Banco 1',
			status: 'requested',
			confirmation: null
		});
	});

	it('is refused at another desk than the tablet’s', async () => {
		expect(await fromLocked([aRequestIntent('centro')])).toEqual(['rejected not-your-desk']);
	});

	it('is confirmed by a person of its desk, by no other desk’s, and the manager reads by whom', async () => {
		await fromLocked([aPersonIntent(ANNA), aRequestIntent()]);
		expect(await by('carla', 2, 'request.confirm')).toBe('rejected');
		expect(await requestAsSeenBy('mario', 'city')).toMatchObject({ confirmation: null });
		expect(await by('anna', 3, 'request.confirm')).toBe('accepted');
		const confirmation = { id: who('anna').userId, name: 'anna R.', at: NOW };
		expect(await requestAsSeenBy('mario', 'city')).toMatchObject({ confirmation });
		// Somebody else did so at the same time: nothing is in dispute, the first one stands.
		expect(await by('mario', 4, 'request.confirm')).toBe('accepted');
		expect(await requestAsSeenBy('anna', 'desk:cambonino')).toMatchObject({ confirmation });
		expect(await by('anna', 5, 'request.unconfirm')).toBe('accepted');
		expect(await requestAsSeenBy('mario', 'city')).toMatchObject({ confirmation: null });
	});
});
