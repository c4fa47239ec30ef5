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
import type { SealedEnvelope, SealedSession } from '../../sync/protocol/sealed.ts';
import { aPushOf } from '../builders/pushes.ts';
import { anUnlock, type Signer } from '../builders/sealing.ts';
import { uuid } from '../builders/sync-world.ts';

/** Locked tablets, which call with their own tokens: one of the desk, one of another desk, one of the desk that was revoked. */
export const tablets = ['tablet', 'other-tablet', 'revoked-tablet'] as const;
export type TabletName = (typeof tablets)[number];

/** `elsewhere` is an operator of another desk than the one what was planted belongs to. */
export const callers = [
	'nobody',
	'elsewhere',
	'volunteer',
	'administrator',
	'manager',
	'operator',
	...tablets
] as const;
export type CallerName = (typeof callers)[number];
export type PersonName = Exclude<CallerName, 'nobody' | TabletName>;

export function isTablet(caller: CallerName): caller is TabletName {
	return (tablets as readonly string[]).includes(caller);
}

export function isPerson(caller: CallerName): caller is PersonName {
	return caller !== 'nobody' && !isTablet(caller);
}

/** The server a case is played against, made anew for each. */
export interface PlantedWorld {
	app: App;
	userIds: Record<PersonName, string>;
	/** Of everybody. */
	passphrase: string;
	deviceIds: Record<TabletName, string>;
	/** On each tablet the grant of somebody of its desk, made before any was revoked, and whose key signs for it. */
	grants: Record<TabletName, string>;
	grantKey: Signer;
	/** What the operator has sealed on the desk's tablet: a part of it was sent from this store, `unsent` was not. */
	sealed: { storeId: string; session: SealedSession; unsent(id: string): SealedEnvelope };
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
	tablet: answer,
	'other-tablet': answer,
	'revoked-tablet': answer
});

/** The answer to whoever is no person, where one has to be signed in. */
const notSignedIn = {
	nobody: [401, 'not-signed-in'],
	tablet: [401, 'not-signed-in'],
	'other-tablet': [401, 'not-signed-in'],
	'revoked-tablet': [401, 'not-signed-in']
} as const;

const forAdministrator = (answer: ExpectedAnswer): RouteCase['answers'] => ({
	...forEverybody([403, 'not-your-role']),
	...notSignedIn,
	administrator: answer
});

/** The answer to everybody signed in, but for the ones named. */
const signedIn = (
	answer: ExpectedAnswer,
	others: Partial<Record<CallerName, ExpectedAnswer>>
): RouteCase['answers'] => ({
	...forEverybody(answer),
	...notSignedIn,
	...others
});

/** The answer to tablets; nobody else is one. */
const forTablets = (
	answer: ExpectedAnswer,
	others: Partial<Record<TabletName, ExpectedAnswer>> = {}
): RouteCase['answers'] => ({
	...forEverybody([401, 'unknown-device']),
	tablet: answer,
	'other-tablet': answer,
	'revoked-tablet': answer,
	...others
});

const aNewDesk = { name: 'Presidio Po', neighbourhoodId: 'centro', note: '' };
const aManager = { name: 'Nuova R.', role: 'manager', accessPointIds: [] };
const theOperator = ({ userIds }: PlantedWorld) => ({ params: { id: userIds.operator } });
const theTablet = ({ deviceIds }: PlantedWorld) => ({ params: { id: deviceIds.tablet } });
const quarantined = ({ quarantinedId }: PlantedWorld) => ({ params: { id: quarantinedId } });

function pullOf(scope: string): RouteCall {
	const storeId = uuid(200, 1);
	return {
		body: { protocol: PROTOCOL, schemaVersion: SCHEMA_VERSION, storeId, scope, cursor: null }
	};
}

/** A number of each caller's own, for ids that are not to meet. */
const numberOf = (caller: CallerName) => callers.indexOf(caller) + 1;

/** A note beside the planted request, in the name of `author`; a tablet says which one it is, unless it says another. */
function pushOf(
	{ userIds, requestId, deviceIds }: PlantedWorld,
	author: CallerName,
	caller: CallerName,
	deviceId = isTablet(caller) ? deviceIds[caller] : undefined
) {
	const note = { requestId, kind: 'note', text: 'una nota' };
	const push = aPushOf([['request.note', note]], { store: 20 + numberOf(caller) });
	const actor = isPerson(author) ? userIds[author] : author;
	const intents = (push.intents as object[]).map((i) => ({ ...i, actor }));
	return { body: { ...push, intents, ...(deviceId !== undefined && { deviceId }) } };
}

/** What the operator has sealed on the desk's tablet and not sent yet. */
function sealedPushOf(
	{ sealed }: PlantedWorld,
	caller: CallerName,
	deviceId: string,
	storeId: string
) {
	const push = aPushOf([], { deviceId, storeId, sessions: [sealed.session] });
	return { body: { ...push, intents: [sealed.unsent(uuid(230, numberOf(caller)))] } };
}

/** That `reader` opened the planted request. */
function readingOf(
	{ userIds, requestId: key }: PlantedWorld,
	reader: CallerName,
	caller: CallerName,
	more: object = {}
): RouteCall {
	const userId = isPerson(reader) ? userIds[reader] : reader;
	return notedOf(userId, caller, { collection: 'requests', key, ...more });
}

/** What a device has noted of somebody. */
function notedOf(userId: string, caller: CallerName, what: object): RouteCall {
	const noted = { id: uuid(220, numberOf(caller)), userId, at: 1, ...what };
	return { body: { deviceNow: 2, readings: [noted] } };
}

/** What a tablet says of itself, and asks of one person. */
function contactOf(userId?: string): RouteCall {
	return {
		body: {
			...{ appVersion: 'test', unsent: 0, highestSeq: 0, lost: 0 },
			...{ freeBytes: null, persisted: null, people: userId === undefined ? [] : [userId] }
		}
	};
}

/** Somebody's first sign-in on a tablet. */
const signInOf =
	(username: PersonName) =>
	(world: PlantedWorld): RouteCall => ({
		body: { username, passphrase: world.passphrase, publicKey: A_KEY }
	});

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

/** What the operator has sealed on the desk's tablet, in a file that says it is of another tablet, or of another store. */
function carriedSealed(
	{ sealed, deviceIds }: PlantedWorld,
	caller: CallerName,
	{ deviceId = deviceIds.tablet, storeId = sealed.storeId } = {}
): RouteCall {
	const { protocol, schemaVersion } = carriedOf(deviceId);
	const envelopes = [sealed.unsent(uuid(230, numberOf(caller)))];
	const sessions = [sealed.session];
	return { body: { protocol, schemaVersion, deviceId, storeId, sessions, envelopes } };
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

	'GET api/rules': [{ answers: forEverybody(200) }],

	'GET api/session': [{ answers: signedIn(200, {}) }],
	'POST api/session': [
		{
			what: 'a wrong passphrase',
			call: (_world, caller) => {
				// Not all under one name: that would be slowed down.
				const username = isPerson(caller) ? caller : 'operator';
				return { body: { username, passphrase: 'x', deviceId: null } };
			},
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
				tablet: [200, 'not-sealed'],
				'other-tablet': [200, 'not-sealed'],
				'revoked-tablet': [200, 'not-sealed']
			})
		},
		{
			what: 'what the operator of the desk wrote',
			call: (world, caller) => pushOf(world, 'operator', caller),
			answers: signedIn([403, 'another-person'], {
				operator: [200, 'accepted'],
				tablet: [200, 'not-sealed'],
				'other-tablet': [200, 'not-sealed'],
				'revoked-tablet': [200, 'not-sealed']
			})
		},
		{
			what: 'as the tablet of the desk, in clear',
			call: (world, caller) => pushOf(world, caller, caller, world.deviceIds.tablet),
			answers: signedIn([200, 'not-your-role'], {
				elsewhere: [200, 'not-your-desk'],
				manager: [200, 'accepted'],
				operator: [200, 'accepted'],
				tablet: [200, 'not-sealed'],
				'other-tablet': [403, 'another-device'],
				'revoked-tablet': [403, 'another-device']
			})
		},
		{
			what: 'as the tablet of the desk, what was sealed on it',
			call: (world, caller) =>
				sealedPushOf(world, caller, world.deviceIds.tablet, world.sealed.storeId),
			answers: signedIn([403, 'another-person'], {
				operator: [403, 'another-store'],
				tablet: [200, 'accepted'],
				'other-tablet': [403, 'another-device'],
				'revoked-tablet': [403, 'another-device']
			})
		},
		{
			what: 'as oneself, from the store of the tablet of the desk',
			call: (world, caller) => {
				const { deviceIds, sealed } = world;
				const deviceId = isTablet(caller) ? deviceIds[caller] : uuid(240, numberOf(caller));
				return sealedPushOf(world, caller, deviceId, sealed.storeId);
			},
			answers: signedIn([403, 'another-person'], {
				operator: [403, 'another-store'],
				tablet: [200, 'accepted'],
				// It may be a store of its own from before it was enrolled anew (decision 17): nothing in it is believed.
				'other-tablet': [200, 'wrong-device'],
				'revoked-tablet': [200, 'wrong-device']
			})
		},
		{
			what: 'as oneself, what was sealed on the tablet of the desk',
			call: (world, caller) => {
				const { deviceIds } = world;
				const number = numberOf(caller);
				const deviceId = isTablet(caller) ? deviceIds[caller] : uuid(240, number);
				return sealedPushOf(world, caller, deviceId, uuid(241, number));
			},
			answers: signedIn([403, 'another-person'], {
				operator: [200, 'quarantined'],
				tablet: [200, 'accepted'],
				'other-tablet': [200, 'wrong-device'],
				'revoked-tablet': [200, 'wrong-device']
			})
		}
	],

	'POST api/sync/carried': [
		{
			what: 'a file of a tablet that does not open',
			call: ({ deviceIds }) => ({ body: carriedOf(deviceIds.tablet) }),
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
				return { body: { ...carriedOf(world.deviceIds.tablet), envelopes: body.intents } };
			},
			answers: signedIn([400, 'invalid'], {})
		},
		{
			what: 'a file of the tablet of the desk',
			call: (world, caller) => carriedSealed(world, caller),
			answers: signedIn([200, '"taken":1'], {})
		},
		{
			what: 'a file of it that says it is of another tablet',
			call: (world, caller) =>
				carriedSealed(world, caller, {
					deviceId: world.deviceIds['other-tablet'],
					storeId: uuid(241, numberOf(caller))
				}),
			answers: signedIn([200, '"unopened":1'], {})
		},
		{
			what: 'a file of its store that says it is of another tablet',
			call: (world, caller) =>
				carriedSealed(world, caller, { deviceId: world.deviceIds['other-tablet'] }),
			answers: signedIn([409, 'another-store'], {})
		}
	],

	'POST api/sync/readings': [
		{
			what: 'what the caller read',
			call: (world, caller) => readingOf(world, caller, caller),
			answers: signedIn([200, '"taken":["'], {
				// A locked tablet reads nothing: it names nobody who was ever let in on it.
				tablet: [200, '"taken":[],"unknownPeople":["'],
				'other-tablet': [200, '"taken":[],"unknownPeople":["'],
				'revoked-tablet': [200, '"taken":[],"unknownPeople":["']
			})
		},
		{
			what: 'what the operator of the desk read',
			call: (world, caller) => readingOf(world, 'operator', caller),
			answers: signedIn([403, 'another-person'], {
				operator: [200, '"taken":["'],
				tablet: [200, '"taken":["'],
				// She never worked on it.
				'other-tablet': [200, '"taken":[],"unknownPeople":["'],
				'revoked-tablet': [200, '"taken":["']
			})
		},
		{
			what: 'that the operator of the desk unlocked the tablet',
			call: ({ userIds }, caller) => notedOf(userIds.operator, caller, { deed: 'unlock' }),
			answers: signedIn([403, 'another-person'], {
				operator: [200, '"taken":["'],
				tablet: [200, '"taken":["'],
				'other-tablet': [200, '"taken":[],"unknownPeople":["'],
				'revoked-tablet': [200, '"taken":["']
			})
		},
		{
			what: 'that a file was saved on the tablet of the desk',
			call: ({ deviceIds }, caller) =>
				notedOf(`device:${deviceIds.tablet}`, caller, { deed: 'saved', records: 1 }),
			answers: signedIn([403, 'another-person'], {
				tablet: [200, '"taken":["'],
				'other-tablet': [200, '"taken":[],"unknownPeople":["'],
				'revoked-tablet': [200, '"taken":[],"unknownPeople":["']
			})
		},
		{
			what: 'a reading with something else in it',
			call: (world, caller) => readingOf(world, caller, caller, { name: 'Zenobia' }),
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
			call: () => contactOf(),
			answers: forTablets([200, '"revoked":false'], { 'revoked-tablet': [200, '"revoked":true'] })
		},
		{
			what: 'and asks of the operator of the desk',
			call: ({ userIds }) => contactOf(userIds.operator),
			answers: forTablets([200, '"revokedPeople":["'], { tablet: [200, '"revokedPeople":[]'] })
		}
	],
	'POST api/device/people': [
		{
			what: 'a wrong passphrase',
			call: () => ({ body: { username: 'operator', passphrase: 'x', publicKey: A_KEY } }),
			answers: forTablets([401, 'wrong-credentials'], {
				'revoked-tablet': [403, 'device-revoked']
			})
		},
		{
			what: 'the operator of the desk',
			call: signInOf('operator'),
			answers: forTablets([200, '"vaultKeys":[{'], {
				'other-tablet': [403, 'not-this-desk'],
				'revoked-tablet': [403, 'device-revoked']
			})
		},
		{
			what: 'an administrator',
			call: signInOf('administrator'),
			answers: forTablets([403, 'not-this-desk'], { 'revoked-tablet': [403, 'device-revoked'] })
		}
	],
	'POST api/device/unlock': [
		{
			what: 'a grant that is none',
			call: () => ({ body: { grant: 'x.y.z', at: 1, nonce: 'n'.repeat(22), signature: 'x' } }),
			answers: forTablets([403, 'bad-grant'], { 'revoked-tablet': [403, 'device-revoked'] })
		},
		{
			what: 'a grant for the calling tablet',
			call: ({ grants, grantKey }, caller) => ({
				body: anUnlock(grants[isTablet(caller) ? caller : 'tablet'], grantKey)
			}),
			answers: forTablets([200, '"vaultKeys":[{'], { 'revoked-tablet': [403, 'device-revoked'] })
		},
		{
			what: 'a grant for the tablet of the desk',
			call: ({ grants, grantKey }) => ({ body: anUnlock(grants.tablet, grantKey) }),
			answers: forTablets([200, '"vaultKeys":[{'], {
				'other-tablet': [403, 'bad-grant'],
				'revoked-tablet': [403, 'device-revoked']
			})
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
