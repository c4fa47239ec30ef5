/** What a volunteer's session opens on the server, asked of its endpoints: their own offers, and nothing else. */
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCHEMA_VERSION } from '../../src/lib/domain/model.ts';
import { offerDetailsSchema } from '../../src/lib/domain/offers/offer.ts';
import { requestDetailsSchema } from '../../src/lib/domain/requests/request.ts';
import { getApp } from '../../src/lib/server/current-app.ts';
import { POST as pullRoute } from '../../src/routes/api/sync/pull/+server.ts';
import { POST as pushRoute } from '../../src/routes/api/sync/push/+server.ts';
import { GET as sessionRoute } from '../../src/routes/api/session/+server.ts';
import { PROTOCOL } from '../../sync/protocol/version.ts';
import type { PullResponse } from '../../sync/protocol/pull.ts';
import type { PushResponse } from '../../sync/protocol/push.ts';
import { anOffer } from '../builders/offers.ts';
import { aRequest } from '../builders/requests.ts';
import { runApp, type RunningApp } from '../builders/running-app.ts';
import { uuid } from '../builders/sync-world.ts';

const PASSPHRASE = 'quattro parole di prova';
const people = ['marta', 'piero', 'sofia', 'ada'] as const;
type Who = (typeof people)[number];

const sessions = new Map<Who, App.Locals>();
let running: RunningApp;
const seqs: Record<string, number> = {};

beforeAll(async () => {
	running = await runApp({ SAMPLE_CITY: 'on', SAMPLE_PASSPHRASE: PASSPHRASE });
	const { users, auth } = running.app;
	await users.add({
		username: 'sofia',
		name: 'Sofia D.',
		role: 'volunteer',
		accessPointIds: ['cambonino'],
		passphrase: PASSPHRASE
	});
	for (const username of people) {
		const credentials = { username, passphrase: PASSPHRASE, deviceId: null };
		const signedIn = await auth.signIn(credentials, '127.0.0.1', undefined);
		if (!signedIn.ok) throw new Error(`${username}: ${signedIn.error.kind}`);
		const session = await auth.session(signedIn.cookie.value);
		sessions.set(username, { caller: session!.caller, session } as App.Locals);
	}
}, 120_000);

afterAll(() => running.stop());

async function call(route: (event: never) => unknown, who: Who, body?: object) {
	const request = new Request('http://localhost/', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body)
	});
	return (await route({ request, locals: sessions.get(who)! } as never)) as Response;
}

const userId = (who: Who) => sessions.get(who)!.caller!.userId;

async function write(who: Who, name: string, args: object): Promise<PushResponse['outcomes'][0]> {
	const seq = (seqs[who] ?? 0) + 1;
	seqs[who] = seq;
	const store = people.indexOf(who) + 1;
	const intent = {
		v: 0,
		seq,
		id: uuid(store, seq),
		actor: userId(who),
		name,
		args,
		baseVersions: {},
		dependsOn: [],
		at: Date.now()
	};
	const response = await call(pushRoute, who, {
		protocol: PROTOCOL,
		schemaVersion: SCHEMA_VERSION,
		appVersion: null,
		sessions: [],
		epoch: null,
		deviceId: uuid(store, 900),
		storeId: uuid(store, 901),
		deviceNow: Date.now(),
		pending: 1,
		highestSeq: seq,
		withheld: [],
		held: [],
		intents: [intent]
	});
	expect(response.status).toBe(200);
	return ((await response.json()) as PushResponse).outcomes[0]!;
}

function pull(who: Who, scope: string) {
	const store = people.indexOf(who) + 1;
	return call(pullRoute, who, {
		protocol: PROTOCOL,
		schemaVersion: SCHEMA_VERSION,
		storeId: uuid(store, 901),
		scope,
		cursor: null
	});
}

async function pulled(who: Who, scope: string): Promise<PullResponse['rows']> {
	const response = await pull(who, scope);
	expect(response.status).toBe(200);
	return ((await response.json()) as PullResponse).rows;
}

const offerId = (number: number) => uuid(70, number);

function anOfferOf(number: number, volunteerName: string) {
	return {
		offerId: offerId(number),
		accessPointId: 'cambonino',
		details: v.parse(offerDetailsSchema, anOffer({ volunteerName }))
	};
}

function aRequestToRegister() {
	const { id, code, accessPointId, personId, personName, neighbourhoodId } = aRequest();
	const details = v.parse(requestDetailsSchema, aRequest());
	return { requestId: id, code, accessPointId, personId, personName, neighbourhoodId, details };
}

describe('a volunteer', () => {
	it('is given their own offers, and no request, person or offer of anybody else', async () => {
		expect(await write('marta', 'request.register', aRequestToRegister())).toMatchObject({
			outcome: 'accepted'
		});
		await write('marta', 'offer.register', anOfferOf(1, 'Elio B.'));
		await write('sofia', 'offer.register', anOfferOf(2, 'Sofia D.'));
		await write('piero', 'offer.register', anOfferOf(3, 'Piero G.'));

		const own = await pulled('piero', `volunteer:${userId('piero')}`);
		expect(own.map(({ collection }) => collection).sort()).toEqual(['offerEvents', 'offers']);
		expect(own.find(({ collection }) => collection === 'offers')?.fields).toMatchObject({
			volunteerName: 'Piero G.',
			volunteerUserId: userId('piero')
		});
		const atTheDesk = await pulled('marta', 'desk:cambonino');
		const offers = atTheDesk.filter(({ collection }) => collection === 'offers');
		expect(offers.map(({ fields }) => fields.volunteerName).sort()).toEqual([
			'Elio B.',
			'Piero G.',
			'Sofia D.'
		]);
	});

	it('is refused every scope but their own', async () => {
		for (const scope of ['city', 'desk:cambonino', `volunteer:${userId('sofia')}`]) {
			expect((await pull('piero', scope)).status, scope).toBe(403);
		}
		expect((await pull('marta', `volunteer:${userId('piero')}`)).status).toBe(403);
		expect((await pull('ada', `volunteer:${userId('piero')}`)).status).toBe(403);
	});

	it('writes about no request and no other person’s offer', async () => {
		const { id } = aRequest();
		const note = { requestId: id, kind: 'note', text: 'x' };
		expect(await write('piero', 'request.note', note)).toMatchObject({ reason: 'not-your-role' });
		for (const number of [1, 2]) {
			for (const name of ['offer.pause', 'offer.withdraw', 'offer.resume']) {
				expect(await write('piero', name, { offerId: offerId(number) }), name).toMatchObject({
					outcome: 'rejected',
					reason: 'not-your-offer'
				});
			}
		}
		expect(await write('piero', 'offer.register', anOfferOf(2, 'Mia'))).toMatchObject({
			reason: 'not-your-offer'
		});
		expect(await write('ada', 'offer.withdraw', { offerId: offerId(3) })).toMatchObject({
			reason: 'not-your-role'
		});
		const own = await pulled('sofia', `volunteer:${userId('sofia')}`);
		expect(own.find(({ collection }) => collection === 'offers')?.fields).toMatchObject({
			status: 'active',
			volunteerName: 'Sofia D.'
		});
	});

	it('learns from their session of no colleague and no other desk', async () => {
		const response = await call(sessionRoute, 'piero');
		expect(await response.json()).toMatchObject({
			user: { role: 'volunteer' },
			scopes: [`volunteer:${userId('piero')}`],
			accessPoints: [{ id: 'cambonino' }],
			staff: []
		});
		expect(
			getApp()
				.accounts.staff()
				.map(({ name }) => name)
		).not.toContain('Piero G.');
	});
});
