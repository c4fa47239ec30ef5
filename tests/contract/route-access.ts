/**
 * Who may do what with each route of the server. A route or a method that does not stand here fails the test beside this
 * file, and so does a line without its route.
 *
 * To add a route: one line `'METHOD path/as/in/src/routes'` with one case or more. A case says what is sent, the answer to
 * each caller (a status, or a status and a text that stands in the answer), and who is given something of what was
 * planted; everybody else's answer must hold nothing of it. `forAdministrator` and `forEverybody` are for the usual ones.
 */
import type { App } from '../../src/lib/server/app.ts';
import { SCHEMA_VERSION } from '../../src/lib/domain/model.ts';
import { PROTOCOL } from '../../sync/protocol/version.ts';
import { aPushOf } from '../builders/pushes.ts';
import { uuid } from '../builders/sync-world.ts';

/**
 * `elsewhere` is an operator of another desk than the one what was planted belongs to; `tablet` is one of the desk itself,
 * locked: it calls with its own token.
 */
export const callers = [
	'nobody',
	'elsewhere',
	'volunteer',
	'administrator',
	'manager',
	'operator',
	'tablet'
] as const;
export type CallerName = (typeof callers)[number];

/** The server a case is played against, made anew for each. */
export interface PlantedWorld {
	app: App;
	userIds: Record<Exclude<CallerName, 'nobody' | 'tablet'>, string>;
	deviceId: string;
	requestId: string;
	quarantinedId: string;
}

export interface RouteCall {
	params?: { [name: string]: string };
	/** With its question mark. */
	query?: string;
	body?: object;
}

/** The base point of P-256: a public key whose private one everybody knows, good for nothing else. */
export const A_KEY = Buffer.from(
	'04' +
		'6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296' +
		'4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
	'hex'
).toString('base64url');

export type ExpectedAnswer = number | readonly [status: number, holds: string];

export interface RouteCase {
	/** What makes it another than the other cases of the route. */
	what?: string;
	call?: (world: PlantedWorld, caller: CallerName) => RouteCall;
	answers: Record<CallerName, ExpectedAnswer>;
	reads?: readonly CallerName[];
}

const forEverybody = (answer: ExpectedAnswer): RouteCase['answers'] => ({
	nobody: answer,
	elsewhere: answer,
	volunteer: answer,
	administrator: answer,
	manager: answer,
	operator: answer,
	tablet: answer
});

const forAdministrator = (answer: ExpectedAnswer): RouteCase['answers'] => ({
	...forEverybody([403, 'not-your-role']),
	nobody: [401, 'not-signed-in'],
	tablet: [401, 'not-signed-in'],
	administrator: answer
});

/** The answer to everybody signed in, but for the ones named. */
const signedIn = (
	answer: ExpectedAnswer,
	others: Partial<Record<CallerName, ExpectedAnswer>>
): RouteCase['answers'] => ({
	...forEverybody(answer),
	nobody: [401, 'not-signed-in'],
	tablet: [401, 'not-signed-in'],
	...others
});

/** The answer to a tablet; nobody else is one. */
const forTablet = (answer: ExpectedAnswer): RouteCase['answers'] => ({
	...forEverybody([401, 'unknown-device']),
	tablet: answer
});

const aNewDesk = { name: 'Presidio Po', neighbourhoodId: 'centro', note: '' };
const aManager = { name: 'Nuova R.', role: 'manager', accessPointIds: [] };
const theOperator = ({ userIds }: PlantedWorld) => ({ params: { id: userIds.operator } });
const theTablet = ({ deviceId }: PlantedWorld) => ({ params: { id: deviceId } });
const quarantined = ({ quarantinedId }: PlantedWorld) => ({ params: { id: quarantinedId } });

function pullOf(scope: string): RouteCall {
	const storeId = uuid(200, 1);
	return {
		body: { protocol: PROTOCOL, schemaVersion: SCHEMA_VERSION, storeId, scope, cursor: null }
	};
}

/** A note beside the planted request, in the name of `author`. */
function pushOf(
	{ userIds, requestId, deviceId }: PlantedWorld,
	author: CallerName,
	caller: CallerName
) {
	const note = { requestId, kind: 'note', text: 'una nota' };
	const push = aPushOf([['request.note', note]], { store: 20 + callers.indexOf(caller) });
	const actor = author === 'nobody' || author === 'tablet' ? author : userIds[author];
	const intents = (push.intents as object[]).map((i) => ({ ...i, actor }));
	return { body: { ...push, intents, ...(caller === 'tablet' && { deviceId }) } };
}

/** That `reader` opened the planted request. */
function readingOf(
	{ userIds, requestId: key }: PlantedWorld,
	reader: CallerName,
	more: object = {}
): RouteCall {
	const userId = reader === 'nobody' || reader === 'tablet' ? reader : userIds[reader];
	const reading = { id: uuid(220, 1), userId, collection: 'requests', key, at: 1, ...more };
	return { body: { deviceNow: 2, readings: [reading] } };
}

/** A part of a file, sealed under a session that is not with it. */
function carriedOf(deviceId: string) {
	const [id, session] = [uuid(210, 2), uuid(210, 3)];
	const sealed = { iv: 'a'.repeat(16), sealed: 'b'.repeat(40) };
	const envelope = { v: 1, seq: 1, id, actor: 'nobody', dependsOn: [], at: 1, session, ...sealed };
	return {
		...{ protocol: PROTOCOL, schemaVersion: SCHEMA_VERSION, deviceId, storeId: uuid(210, 1) },
		...{ sessions: [], envelopes: [envelope] }
	};
}

export const routeAccess: { readonly [route: string]: readonly RouteCase[] } = {
	'fallback api/[...path]': [{ answers: forEverybody([404, 'not-found']) }],

	'GET api/health': [{ answers: forEverybody(200) }],

	'GET api/catalogue': [{ answers: forEverybody(200) }],
	'GET api/catalogue/changes': [
		{ call: () => ({ query: '?from=1' }), answers: forEverybody(200) },
		{ what: 'no version', answers: forEverybody(400) }
	],
	'GET api/catalogue/snapshots/[hash]': [
		{ call: () => ({ params: { hash: 'x'.repeat(64) } }), answers: forEverybody(404) }
	],

	'GET api/session': [{ answers: signedIn(200, {}) }],
	'POST api/session': [
		{
			what: 'a wrong passphrase',
			call: () => ({ body: { username: 'operator', passphrase: 'x', deviceId: null } }),
			answers: forEverybody([401, 'wrong-credentials'])
		}
	],
	'DELETE api/session': [{ answers: forEverybody(204) }],

	'POST api/sync/pull': [
		{
			what: 'the desk',
			call: () => pullOf('desk:cambonino'),
			answers: signedIn([403, 'not-your-scope'], { operator: 200 }),
			reads: ['operator']
		},
		{
			what: 'the city',
			call: () => pullOf('city'),
			answers: signedIn([403, 'not-your-scope'], { manager: 200 }),
			reads: ['manager']
		},
		{
			what: 'what a volunteer offers',
			call: ({ userIds }) => pullOf(`volunteer:${userIds.volunteer}`),
			answers: signedIn([403, 'not-your-scope'], { volunteer: 200 })
		},
		{
			what: 'a scope that is none',
			call: () => pullOf(''),
			answers: signedIn([403, 'not-your-scope'], {})
		}
	],
	'POST api/sync/push': [
		{
			what: 'a note beside a request of the desk',
			call: (world, caller) => pushOf(world, caller, caller),
			answers: signedIn([200, 'not-your-role'], {
				elsewhere: [200, 'not-your-desk'],
				manager: [200, 'accepted'],
				operator: [200, 'accepted'],
				// A tablet's token speaks for nobody: what is not sealed is kept for somebody to look at.
				tablet: [200, 'not-sealed']
			})
		},
		{
			what: 'what the operator of the desk wrote',
			call: (world, caller) => pushOf(world, 'operator', caller),
			answers: signedIn([403, 'another-person'], {
				operator: [200, 'accepted'],
				tablet: [200, 'not-sealed']
			})
		}
	],

	'POST api/sync/carried': [
		{
			what: 'a file of a tablet that does not open',
			call: ({ deviceId }) => ({ body: carriedOf(deviceId) }),
			answers: signedIn([200, '"unopened":1'], {})
		},
		{
			what: 'a file of no tablet',
			call: () => ({ body: carriedOf(uuid(99, 1)) }),
			answers: signedIn([409, 'unknown-device'], {})
		},
		{
			what: 'what is not sealed',
			call: (world, caller) => {
				const { body } = pushOf(world, caller, caller);
				return { body: { ...carriedOf(world.deviceId), envelopes: body.intents } };
			},
			answers: signedIn([400, 'invalid'], {})
		}
	],

	'POST api/sync/readings': [
		{
			what: 'what the caller read',
			call: (world, caller) => readingOf(world, caller),
			answers: signedIn([200, '"taken":["'], {
				// A locked tablet reads nothing: it names nobody who was ever let in on it.
				tablet: [200, '"taken":[],"unknownPeople":["']
			})
		},
		{
			what: 'what the operator of the desk read',
			call: (world) => readingOf(world, 'operator'),
			answers: signedIn([403, 'another-person'], {
				operator: [200, '"taken":["'],
				tablet: [200, '"taken":[],"unknownPeople":["']
			})
		},
		{
			what: 'a reading with something else in it',
			call: (world, caller) => readingOf(world, caller, { name: 'Zenobia' }),
			answers: {
				...forEverybody([400, 'invalid']),
				nobody: [401, 'not-signed-in']
			}
		}
	],

	'POST api/device/enrol': [
		{
			what: 'a wrong code',
			call: () => ({ body: { code: '2222-2222', publicKey: A_KEY, appVersion: 'test' } }),
			answers: forEverybody([403, 'wrong-code'])
		}
	],
	'POST api/device/contact': [
		{
			call: () => ({
				body: {
					...{ appVersion: 'test', unsent: 0, highestSeq: 0, lost: 0 },
					...{ freeBytes: null, persisted: null, people: [] }
				}
			}),
			answers: forTablet(200)
		}
	],
	'POST api/device/people': [
		{
			what: 'a wrong passphrase',
			call: () => ({ body: { username: 'operator', passphrase: 'x', publicKey: A_KEY } }),
			answers: forTablet([401, 'wrong-credentials'])
		}
	],
	'POST api/device/unlock': [
		{
			what: 'a grant that is none',
			call: () => ({ body: { grant: 'x.y.z', at: 1, nonce: 'n'.repeat(22), signature: 'x' } }),
			answers: forTablet([403, 'bad-grant'])
		}
	],

	'GET api/admin/access-points': [{ answers: forAdministrator([200, 'cambonino']) }],
	'POST api/admin/access-points': [
		{ call: () => ({ body: aNewDesk }), answers: forAdministrator(201) }
	],
	'PUT api/admin/access-points/[id]': [
		{
			call: () => ({ params: { id: 'centro' }, body: aNewDesk }),
			answers: forAdministrator(200)
		}
	],
	'GET api/admin/people': [{ answers: forAdministrator([200, 'operator R.']) }],
	'POST api/admin/people': [
		{
			call: () => ({ body: { ...aManager, username: 'nuova' } }),
			answers: forAdministrator([201, 'passphrase'])
		}
	],
	'PUT api/admin/people/[id]': [
		{
			call: (world) => ({ ...theOperator(world), body: aManager }),
			answers: forAdministrator(200)
		},
		{
			what: 'the last administrator',
			call: ({ userIds }) => ({ params: { id: userIds.administrator }, body: aManager }),
			answers: forAdministrator([409, 'last-administrator'])
		}
	],
	'POST api/admin/people/[id]/passphrase': [
		{ call: theOperator, answers: forAdministrator([200, 'passphrase']) }
	],
	'POST api/admin/people/[id]/disable': [{ call: theOperator, answers: forAdministrator(200) }],
	'POST api/admin/people/[id]/enable': [{ call: theOperator, answers: forAdministrator(200) }],
	'GET api/admin/devices': [{ answers: forAdministrator([200, 'Tablet 1']) }],
	'POST api/admin/devices': [
		{
			call: () => ({ body: { name: 'Tablet 2', accessPointId: 'centro' } }),
			answers: forAdministrator([201, 'code'])
		}
	],
	'PUT api/admin/devices/[id]': [
		{
			call: (world) => ({ ...theTablet(world), body: { name: 'Banco' } }),
			answers: forAdministrator([200, 'Banco'])
		}
	],
	'POST api/admin/devices/[id]/revoke': [{ call: theTablet, answers: forAdministrator(200) }],
	'POST api/admin/devices/[id]/wipe': [{ call: theTablet, answers: forAdministrator(200) }],
	'GET api/admin/audit': [{ answers: forAdministrator([200, '"events"']) }],
	'POST api/admin/audit/export': [{ answers: forAdministrator([200, '"events"']) }],

	'GET api/admin/quarantine': [{ answers: forAdministrator([200, '"total":1']) }],
	'GET api/admin/quarantine/[id]': [
		{ call: quarantined, answers: forAdministrator(200), reads: ['administrator'] }
	],
	'POST api/admin/quarantine/[id]/accept': [
		{ call: quarantined, answers: forAdministrator([200, 'future-version']) }
	],
	'POST api/admin/quarantine/[id]/set-aside': [
		{ call: quarantined, answers: forAdministrator(200) }
	]
};
