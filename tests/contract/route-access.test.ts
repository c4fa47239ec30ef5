/** Each route of the server, called as each caller there is: route-access.ts says what must come of it. */
import { randomUUID } from 'node:crypto';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { SCHEMA_VERSION } from '../../src/lib/domain/model.ts';
import { enrolRequestSchema } from '../../src/lib/domain/devices/device-api.ts';
import { offerDetailsSchema } from '../../src/lib/domain/offers/offer.ts';
import { requestDetailsSchema } from '../../src/lib/domain/requests/request.ts';
import { callerOf } from '../../src/lib/server/auth/auth.ts';
import { hashPassphrase } from '../../src/lib/server/auth/passphrases.ts';
import type { App } from '../../src/lib/server/app.ts';
import { getApp, stopApp } from '../../src/lib/server/current-app.ts';
import { aCity } from '../builders/city.ts';
import { anOffer } from '../builders/offers.ts';
import { aPersonIntent, aPushOf } from '../builders/pushes.ts';
import { aRequest } from '../builders/requests.ts';
import { aSealedIntent, aSession, aSigner } from '../builders/sealing.ts';
import { runApp, type RunningApp } from '../builders/running-app.ts';
import { uuid } from '../builders/sync-world.ts';
import {
	A_KEY,
	callers,
	isPerson,
	isTablet,
	routeAccess,
	type CallerName,
	type PlantedWorld,
	type RouteCall,
	type RouteCase,
	type TabletName
} from './route-access.ts';

const ROUTES = resolve('src/routes');
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'fallback'];
const NOW = 1_790_000_000_000;

type Handler = (event: never) => Response | Promise<Response>;

/** `METHOD path` and its handler, of every endpoint there is. */
async function endpoints(): Promise<Map<string, Handler>> {
	const found = new Map<string, Handler>();
	for (const entry of readdirSync(ROUTES, { recursive: true, withFileTypes: true })) {
		if (!/^\+server\.[jt]s$/.test(entry.name)) continue;
		const module = (await import(pathToFileURL(join(entry.parentPath, entry.name)).href)) as object;
		for (const [name, value] of Object.entries(module)) {
			if (!METHODS.includes(name)) continue;
			found.set(`${name} ${relative(ROUTES, entry.parentPath)}`, value as Handler);
		}
	}
	return found;
}

const handlers = await endpoints();

const PLANTED = [
	'Zenobia-la-persona',
	'parole-della-sua-richiesta',
	'una-nota-nella-storia',
	'Volfango-che-offre',
	'in-quarantena-di-lei',
	'sigillata-sul-tablet'
] as const;

const PASSPHRASE = 'sette cani sul ponte';
/** Made once: it takes its time. */
const passphraseHash = await hashPassphrase(PASSPHRASE);

let planted: { world: PlantedWorld; data: string };
let running: RunningApp;
let world: PlantedWorld;

/** Planted once, and each case begins with a copy: people sign in to plant it, which takes its time. */
beforeAll(async () => {
	const first = await runApp();
	const made = await plant(first.app);
	const data = `${first.dataDir}-planted`;
	await stopApp();
	cpSync(first.dataDir, data, { recursive: true });
	planted = { world: made, data };
	await first.stop();
});

afterAll(() => rmSync(planted.data, { recursive: true }));

beforeEach(async () => {
	running = await runApp({}, planted.data);
	world = { ...planted.world, app: running.app };
});

afterEach(() => running.stop());

/** A city with somebody in each role, and at one desk what nobody else may read. */
async function plant(app: App): Promise<PlantedWorld> {
	app.accounts.addCity(aCity());
	await app.catalogue.publish();
	const desks: Record<string, string[]> = {
		elsewhere: ['centro'],
		volunteer: ['cambonino'],
		operator: ['cambonino']
	};
	const userIds = {} as PlantedWorld['userIds'];
	for (const name of callers) {
		if (!isPerson(name)) continue;
		const role = name === 'elsewhere' ? 'operator' : name;
		const accessPointIds = desks[name] ?? [];
		userIds[name] = randomUUID();
		const account = { id: userIds[name], username: name, name: `${name} R.`, createdAt: NOW };
		app.accounts.addUsers([{ ...account, role, accessPointIds, passphraseHash }]);
	}
	const requestId = uuid(2, 1);
	const { code, accessPointId, neighbourhoodId } = aRequest();
	const [person, words, note, volunteerName, findAgain, sealedNote] = PLANTED;
	const push = (
		intents: Parameters<typeof aPushOf>[0],
		store: number,
		schemaVersion = SCHEMA_VERSION
	) => {
		const request = aPushOf(intents, { store, schemaVersion });
		const actor = userIds.operator;
		const named = (request.intents as object[]).map((intent) => ({ ...intent, actor }));
		const caller = callerOf(app.accounts.userByUsername('operator')!);
		return app.syncStore.applyPush({ ...request, intents: named }, caller, NOW);
	};
	const taken = await push(
		[
			aPersonIntent({ id: uuid(1, 1), name: person }),
			[
				'request.register',
				{
					...{ requestId, code, accessPointId, neighbourhoodId, personId: uuid(1, 1) },
					personName: person,
					details: v.parse(requestDetailsSchema, aRequest({ words }))
				}
			],
			['request.note', { requestId, kind: 'note', text: note }],
			[
				'offer.register',
				{
					offerId: uuid(3, 1),
					accessPointId,
					details: v.parse(offerDetailsSchema, anOffer({ volunteerName }))
				}
			]
		],
		1
	);
	expect(taken.outcomes.map(({ outcome }) => outcome)).toEqual(Array(4).fill('accepted'));
	const strange = { personId: uuid(1, 1), changes: { findAgain } };
	const kept = await push([['person.edit', strange]], 2, SCHEMA_VERSION + 1);
	expect(kept.outcomes).toMatchObject([{ outcome: 'quarantined' }]);
	const grantKey = aSigner();
	const grants = {} as PlantedWorld['grants'];
	const deviceIds = {} as PlantedWorld['deviceIds'];
	const enrol = async (name: TabletName, label: string, desk: string, username: string) => {
		const about = { name: label, accessPointId: desk, createdBy: userIds.administrator };
		const code = app.enrolment.makeCode(about, Date.now());
		if (!code.ok) throw new Error(code.error.kind);
		const asked = { code: code.code, publicKey: A_KEY, appVersion: 'test' };
		const request = v.parse(enrolRequestSchema, asked);
		const enrolled = await app.enrolment.enrol(request, '127.0.0.1', Date.now());
		if (!enrolled.ok) throw new Error(enrolled.error.kind);
		deviceIds[name] = enrolled.value.device.id;
		const device = app.devices.byId(deviceIds[name])!;
		const credentials = { username, passphrase: PASSPHRASE, publicKey: grantKey.publicKey };
		const entered = await app.peopleOnDevice.signIn(device, credentials, '127.0.0.1', Date.now());
		if (!entered.ok) throw new Error(entered.error.kind);
		grants[name] = entered.value.grant;
	};
	await enrol('tablet', 'Tablet 1', 'cambonino', 'operator');
	await enrol('other-tablet', 'Tablet 2', 'centro', 'elsewhere');
	await enrol('revoked-tablet', 'Tablet 3', 'cambonino', 'operator');
	app.devices.revoke(deviceIds['revoked-tablet'], Date.now());
	const sealing = await aSession(app.serverKeys.list()[0]!, grantKey, {
		deviceId: deviceIds.tablet,
		actor: userIds.operator,
		grant: grants.tablet
	});
	const { session } = sealing;
	const content = {
		name: 'request.note',
		args: { requestId, kind: 'note', text: sealedNote },
		...{ schemaVersion: SCHEMA_VERSION, baseVersions: {} }
	};
	const storeId = uuid(250, 1);
	const first = aPushOf([], { deviceId: deviceIds.tablet, storeId, sessions: [session] });
	const intents = [aSealedIntent(sealing, content, { id: uuid(250, 2) })];
	const { outcomes } = await app.takePush({ ...first, intents }, NOW);
	expect(outcomes).toMatchObject([{ outcome: 'accepted' }]);
	const unsent = (id: string) => aSealedIntent(sealing, content, { seq: 2, id });
	return {
		...{ app, userIds, passphrase: PASSPHRASE, deviceIds, grants, grantKey, requestId },
		sealed: { storeId, session, unsent },
		quarantinedId: kept.outcomes[0]!.id!
	};
}

/** What Kit gives a handler, for somebody signed in or for nobody. */
function eventFor(route: string, caller: CallerName, { params, query, body }: RouteCall) {
	const [method = '', path = ''] = route.split(' ');
	const user = isPerson(caller) ? getApp().accounts.userByUsername(caller) : undefined;
	const url = new URL(`http://localhost/${path}${query ?? ''}`);
	const hasBody = !['GET', 'HEAD', 'fallback'].includes(method);
	return {
		url,
		params: params ?? {},
		request: new Request(url, {
			method: method === 'fallback' ? 'GET' : method,
			headers: { 'content-type': 'application/json' },
			...(hasBody && { body: JSON.stringify(body ?? {}) })
		}),
		locals: {
			requestId: 'r',
			caller: user ? callerOf(user) : null,
			session: user ? { deviceId: null, signedInAt: NOW } : null,
			device: isTablet(caller) ? getApp().devices.byId(world.deviceIds[caller])! : null
		},
		cookies: { get: () => undefined, set: () => undefined, delete: () => undefined },
		getClientAddress: () => '127.0.0.1',
		setHeaders: () => undefined
	};
}

const cases = [...handlers.keys()].sort().flatMap((route) =>
	(routeAccess[route] ?? []).map((each) => ({
		route,
		each,
		name: each.what === undefined ? route : `${route} (${each.what})`
	}))
);

describe('the routes of the server', () => {
	it('stand all in the table of who may do what, and nothing else does', () => {
		expect([...handlers.keys()].sort()).toEqual(Object.keys(routeAccess).sort());
	});

	it('have a case each', () => {
		const without = Object.entries(routeAccess).filter(([, each]) => each.length === 0);
		expect(without).toEqual([]);
	});

	it('are all the server answers with: no page loads anything there', () => {
		const files = readdirSync(ROUTES, { recursive: true }) as string[];
		expect(files.filter((file) => /\+(page|layout)\.server\./.test(file))).toEqual([]);
	});

	it.each(cases)('$name', async ({ route, each }: { route: string; each: RouteCase }) => {
		const answers: Record<string, unknown> = {};
		const expected: Record<string, unknown> = {};
		for (const caller of callers) {
			const call = each.call?.(world, caller) ?? {};
			const response = await handlers.get(route)!(eventFor(route, caller, call) as never);
			const text = await response.text();
			const wanted = each.answers[caller];
			const [status, holds] = typeof wanted === 'number' ? [wanted, ''] : wanted;
			answers[caller] = {
				status: response.status,
				holds: text.includes(holds) ? holds : text,
				reads: PLANTED.some((planted) => text.includes(planted))
			};
			expected[caller] = { status, holds, reads: (each.reads ?? []).includes(caller) };
		}
		expect(answers).toEqual(expected);
	});
});
