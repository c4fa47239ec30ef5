/**
 * An enrolled tablet at the desk of Cambonino as it really is, without a browser around it: the real sealing, store and
 * engine, against the whole server. What lies between them is the test's.
 */
import { createGrants } from '../../src/lib/server/devices/grants.ts';
import { callerOf } from '../../src/lib/server/auth/auth.ts';
import { createLockedStore } from '../../src/lib/client/tablet/locked-store.ts';
import { reseal, type Resealed } from '../../src/lib/client/tablet/reseal.ts';
import { DeviceDatabase } from '../../src/lib/client/store/device-database.ts';
import { createDeviceStore } from '../../src/lib/client/store/device-store.ts';
import type { SecondCopy } from '../../src/lib/client/store/second-copy.ts';
import { aesKey, fromBase64url, randomBytes } from '../../src/lib/client/vault/bytes.ts';
import { createSealedCodec } from '../../src/lib/client/vault/sealed-codec.ts';
import { newContentKey, type Author, type OpenVault } from '../../src/lib/client/vault/sealing.ts';
import { newSigningKey, signingKey } from '../../src/lib/client/vault/signing.ts';
import { deviceActor } from '../../src/lib/domain/devices/device-api.ts';
import { serverModel } from '../../src/lib/domain/server-model.ts';
import { deskScope } from '../../src/lib/domain/roles.ts';
import type { TransportResult } from '../../sync/client/ports.ts';
import { openSyncClient, type SyncClient } from '../../sync/client/sync-client.ts';
import type { PushRequest } from '../../sync/protocol/push.ts';
import type { SealedSession } from '../../sync/protocol/sealed.ts';
import { aCity } from './city.ts';
import { aDevice } from './devices.ts';
import type { RunningApp } from './running-app.ts';
import { uuid } from './sync-world.ts';

const DAY_MS = 24 * 60 * 60_000;
const DESK = deskScope('cambonino');

/** What the network does. */
export interface Network {
	isUp: boolean;
	/** Of a push, the sessions that get through. */
	sessions(sent: SealedSession[]): SealedSession[];
	/** How many intents the server takes at a time. */
	takes: number;
	/** What was sent, whatever came of it. */
	pushes: PushRequest[];
}

let tablets = 0;

/** @param running with nobody on it yet: Anna and Sara work at the tablet's desk */
export async function aWholeTablet(
	running: RunningApp,
	makeSecondCopy?: (records: DeviceDatabase) => SecondCopy
) {
	const { app } = running;
	app.accounts.addCity(aCity());
	for (const username of ['anna', 'sara']) {
		const account = { role: 'operator', name: `${username} E.` } as const;
		await app.users.add({ ...account, username, accessPointIds: ['cambonino'] });
	}
	const idOf = (username: string) => app.accounts.userByUsername(username)!.id;
	const tabletKey = await newSigningKey();
	const device = aDevice(app.devices, { publicKey: tabletKey.publicKey });
	const grants = createGrants(app.serverKeys, DAY_MS);
	const people = new Map<string, Awaited<ReturnType<typeof newSigningKey>>>();
	const network: Network = {
		...{ isUp: true, sessions: (sent: SealedSession[]) => sent },
		...{ takes: Infinity, pushes: [] }
	};
	const clock = { now: Date.now() };
	const vault: OpenVault = { id: 'desk-1', scope: DESK, key: await aesKey(randomBytes(32)) };
	const records = new DeviceDatabase(`whole-tablet-${(tablets += 1)}`);
	const secondCopy = makeSecondCopy?.(records);
	let ids = 0;

	async function exchange(serve: () => Promise<object>): Promise<TransportResult> {
		if (!network.isUp) return { kind: 'unreachable' };
		return { kind: 'answer', body: JSON.parse(JSON.stringify(await serve())) as object };
	}

	/** As signing in at the tablet gives it: by the server's key of today. */
	async function authorOf(username: string): Promise<Author> {
		const keys = people.get(username) ?? (await newSigningKey());
		people.set(username, keys);
		const user = app.accounts.userByUsername(username)!;
		const { grant, claims } = grants.issue(user, device, keys.publicKey, clock.now);
		app.devices.addGrant({
			...{ id: claims.jti, userId: user.id, deviceId: device.id, publicKey: keys.publicKey },
			...{ issuedAt: clock.now, endsAt: claims.exp * 1000 }
		});
		const { privateKey } = keys;
		const key = await signingKey(privateKey);
		return { deviceId: device.id, actor: user.id, grant, signingKey: key };
	}

	async function contentOf(author: Author, forVault: OpenVault | null) {
		const [serverKey] = app.serverKeys.list();
		const made = await newContentKey(author, serverKey!, forVault, clock.now);
		await records.sessions.add({ id: made.session.id, session: made.session, kept: false });
		return made.content;
	}

	function storeOf(
		vaults: OpenVault[],
		contentKey: () => ReturnType<typeof contentOf>,
		onDamagedRows?: (count: number) => void
	) {
		const codec = createSealedCodec({
			deviceId: device.id,
			...{ vaults, contentKey },
			records,
			...(onDamagedRows && { onDamagedRows })
		});
		const identity = () => ({ deviceId: device.id, storeId: uuid(210, tablets) });
		return createDeviceStore(records, identity, serverModel.schemaVersion, codec, secondCopy);
	}

	function clientOf(
		store: ReturnType<typeof storeOf>,
		actor: Parameters<typeof openSyncClient>[0]['actor'],
		scopes: string[]
	): Promise<SyncClient> {
		return openSyncClient({
			...{ appVersion: 'test', model: serverModel, store, actor },
			transport: {
				push(request) {
					network.pushes.push(structuredClone(request));
					if (request.intents.length > network.takes) {
						return Promise.resolve({ kind: 'refused', status: 413, retryAfterMs: null } as const);
					}
					const sessions = network.sessions(request.sessions as SealedSession[]);
					const sent = JSON.parse(JSON.stringify({ ...request, sessions })) as PushRequest;
					return exchange(() => app.takePush(sent, clock.now));
				},
				pull: (request) =>
					exchange(() => {
						const caller = callerOf(app.accounts.userById(actor.userId)!);
						return app.syncStore.pullPage(request, caller, { pageRows: 9, serverNow: clock.now });
					}),
				isOnline: () => network.isUp
			},
			platform: {
				now: () => clock.now,
				random: () => 0.5,
				exclusively: (task) => task(),
				after: () => () => undefined
			},
			actorOf: (userId) => ({ userId, name: '', role: '' }),
			scopes: () => scopes,
			newId: () => uuid(220 + tablets, (ids += 1)),
			broadcast: () => undefined
		});
	}

	return {
		...{ device, records, network, clock, vault, idOf },
		/** What unlocking does with somebody's slot: a new session, sealing anew, and their desk. */
		async unlock(
			username: string,
			{ onDamagedRows }: { onDamagedRows?(count: number): void } = {}
		) {
			const author = await authorOf(username);
			const content = await contentOf(author, vault);
			const resealed: Resealed | null = await reseal({
				...{ records, deviceId: device.id, actor: author.actor, vaults: [vault], content }
			});
			if (resealed) await secondCopy?.written(resealed.envelopes, resealed.meta);
			const store = storeOf([vault], async () => content, onDamagedRows);
			const { id, name, role } = app.accounts.userByUsername(username)!;
			return { resealed, client: await clientOf(store, { userId: id, name, role }, [DESK]) };
		},
		/** Nobody is at it: it sends, and registers in its own name. */
		async locked() {
			const author: Author = {
				...{ deviceId: device.id, actor: deviceActor(device.id), grant: null },
				signingKey: await signingKey(tabletKey.privateKey)
			};
			const store = createLockedStore(() => storeOf([], () => contentOf(author, null)));
			return clientOf(store, { userId: author.actor, name: device.name, role: 'tablet' }, []);
		},
		/** Changes one byte of what a text of base64url stands for. */
		flipped(text: string): string {
			const bytes = fromBase64url(text);
			const middle = bytes.length >> 1;
			bytes[middle] = (bytes[middle] ?? 0) ^ 1;
			return Buffer.from(bytes).toString('base64url');
		}
	};
}
export type WholeTablet = Awaited<ReturnType<typeof aWholeTablet>>;
