import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewIntent } from '../../../../sync/client/ports.ts';
import { DeviceDatabase } from '../store/device-database.ts';
import { createDeviceStore } from '../store/device-store.ts';
import { toBase64url } from '../vault/bytes.ts';
import { createSealedCodec } from '../vault/sealed-codec.ts';
import { newContentKey } from '../vault/sealing.ts';
import { newSigningKey, signingKey } from '../vault/signing.ts';
import { createLockedStore } from './locked-store.ts';

const DEVICE = '018f2000-0000-7000-8000-0000000000d1';
const SECRET = 'Anna Esempio';

let database: DeviceDatabase;
let databases = 0;
beforeEach(() => {
	database = new DeviceDatabase(`locked-test-${(databases += 1)}`);
});
afterEach(() => database.delete());

async function aLockedStore() {
	const curve = { name: 'ECDH', namedCurve: 'P-256' };
	const pair = await crypto.subtle.generateKey(curve, true, ['deriveBits']);
	const publicKey = toBase64url(await crypto.subtle.exportKey('raw', pair.publicKey));
	const { privateKey } = await newSigningKey();
	const key = await signingKey(privateKey);
	const author = { deviceId: DEVICE, actor: `device:${DEVICE}`, grant: null, signingKey: key };
	const store = createLockedStore(() =>
		createDeviceStore(
			database,
			() => ({ deviceId: DEVICE, storeId: DEVICE }),
			2,
			createSealedCodec({
				deviceId: DEVICE,
				vaults: [],
				async contentKey() {
					const made = await newContentKey(author, { kid: 'k1', publicKey }, null, 1);
					await database.sessions.add({ id: made.session.id, session: made.session, kept: false });
					return made.content;
				},
				records: database
			})
		)
	);
	await store.load();
	return store;
}

const anIntent = (number: number): NewIntent => ({
	v: 0,
	id: `018f2000-0000-7000-8000-00000000000${number}`,
	actor: `device:${DEVICE}`,
	name: 'person.register',
	args: { name: SECRET },
	schemaVersion: 2,
	baseVersions: {},
	dependsOn: number > 1 ? [`018f2000-0000-7000-8000-00000000000${number - 1}`] : [],
	at: 1000
});

describe('a tablet that nobody has unlocked', () => {
	it('has what is registered come back with its number, and without what it says', async () => {
		const store = await aLockedStore();
		const { envelopes: written } = await store.append([anIntent(1), anIntent(2)]);
		expect(written).toMatchObject([
			{ seq: 1, id: anIntent(1).id, at: 1000, name: '', args: {} },
			{ seq: 2, dependsOn: [anIntent(1).id], name: '', args: {} }
		]);
		const { outbox } = await store.load();
		expect(outbox).toEqual(written);
		expect(JSON.stringify(outbox)).not.toContain(SECRET);
	});

	it('seals each save under a key of its own, that no vault here holds', async () => {
		const store = await aLockedStore();
		await store.append([anIntent(1)]);
		await store.append([anIntent(2)]);
		const { sessions, envelopes } = await store.unanswered({ intents: 10, bytes: 100_000 });
		expect(sessions.map(({ grant, vault }) => ({ grant, vault }))).toEqual([
			{ grant: null, vault: null },
			{ grant: null, vault: null }
		]);
		const used = envelopes.map((envelope) => 'session' in envelope && envelope.session);
		expect(used.toSorted()).toEqual(sessions.map(({ id }) => id).toSorted());
		expect(new Set(used).size).toBe(2);
	});

	it('puts nothing right: what it would write anew it cannot read', async () => {
		const store = await aLockedStore();
		const {
			envelopes: [written]
		} = await store.append([anIntent(1)]);
		const { seq, ...intent } = written!;
		expect(await store.supersede([{ seq, id: intent.id, intent }], 5)).toBeNull();
		expect((await store.load()).outbox).toHaveLength(1);
	});
});
