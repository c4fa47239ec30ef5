import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewIntent } from '../../../../sync/client/ports.ts';
import type { SealedSession } from '../../../../sync/protocol/sealed.ts';
import { DeviceDatabase } from '../store/device-database.ts';
import { createDeviceStore } from '../store/device-store.ts';
import { createSealedDrafts } from '../store/draft-store.ts';
import { aesKey, randomBytes, toBase64url } from './bytes.ts';
import { createSealedCodec, keysOf } from './sealed-codec.ts';
import { createRowsReader } from './sealed-rows-reader.ts';
import { newContentKey, type Author, type ContentKey, type OpenVault } from './sealing.ts';
import { newSigningKey, signingKey } from './signing.ts';
import { newDerivation, openSlot, sealSlot, slotKey, type SlotContent } from './slot.ts';

const DEVICE = '018f2000-0000-7000-8000-0000000000d1';
const SECRETS = ['Anna Esempio', '333 000 0001', 'non vuole che il figlio sappia'];

async function serverKey() {
	const curve = { name: 'ECDH', namedCurve: 'P-256' };
	const pair = await crypto.subtle.generateKey(curve, true, ['deriveBits']);
	const publicKey = toBase64url(await crypto.subtle.exportKey('raw', pair.publicKey));
	return { kid: 'k1', publicKey };
}

async function aVault(scope: string): Promise<OpenVault> {
	return { id: `${scope}-1`, scope, key: await aesKey(randomBytes(32)) };
}

async function anAuthor(actor: string): Promise<Author> {
	const { privateKey } = await newSigningKey();
	return { deviceId: DEVICE, actor, grant: 'grant', signingKey: await signingKey(privateKey) };
}

const anIntent = (actor: string, number: number): NewIntent => ({
	v: 0,
	id: `018f2000-0000-7000-8000-00000000000${number}`,
	actor,
	name: 'person.register',
	args: { name: SECRETS[0]!, phone: SECRETS[1]!, note: SECRETS[2]! },
	schemaVersion: 2,
	baseVersions: {},
	dependsOn: [],
	at: 1000 + number
});

let database: DeviceDatabase;
let databases = 0;
beforeEach(() => {
	database = new DeviceDatabase(`vault-test-${(databases += 1)}`);
});
afterEach(() => database.delete());

/** The tablet's store as one person has it open. */
async function openedBy(
	actor: string,
	vaults: OpenVault[],
	readRows?: Parameters<typeof createSealedCodec>[0]['readRows']
) {
	const author = await anAuthor(actor);
	let content: ContentKey | null = null;
	const codec = createSealedCodec({
		deviceId: DEVICE,
		vaults,
		async contentKey() {
			if (content) return content;
			const made = await newContentKey(author, await serverKey(), vaults[0] ?? null, 1);
			await database.sessions.add({ id: made.session.id, session: made.session, kept: false });
			return (content = made.content);
		},
		records: database,
		...(readRows && { readRows })
	});
	const identity = () => ({ deviceId: DEVICE, storeId: DEVICE });
	return createDeviceStore(database, identity, 2, codec);
}

/** Everything the database holds, as text. */
async function wholeDatabase(): Promise<string> {
	const tables = await Promise.all(database.tables.map((table) => table.toArray()));
	return JSON.stringify(tables, (_key, value) =>
		value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value
	);
}

const page = (scope: string) => ({
	kind: 'pulled' as const,
	scope,
	replace: true,
	rows: [{ collection: 'people', key: 'p1', rev: 3, fields: { name: SECRETS[0]! } }],
	gone: [],
	next: {
		scope,
		cursor: { epoch: 'e', version: 1, scopeHash: 'h' },
		confirmedSeq: 0,
		checksum: '0:0'
	},
	at: 5
});

describe('a tablet that several people share', () => {
	it('keeps nothing of what was registered or received in clear', async () => {
		const vault = await aVault('desk:north');
		const store = await openedBy('marta', [vault]);
		await store.load();
		await store.append([anIntent('marta', 1)]);
		await store.applyPage(page('desk:north'), null);
		const text = await wholeDatabase();
		expect(text).toContain('marta');
		for (const secret of SECRETS) expect(text).not.toContain(secret);
		expect(text).not.toContain('person.register');
	});

	it('shows a colleague of the desk what was registered and received, unsent as it is', async () => {
		const vault = await aVault('desk:north');
		const marta = await openedBy('marta', [vault]);
		await marta.load();
		const {
			envelopes: [written]
		} = await marta.append([anIntent('marta', 1)]);
		await marta.applyPage(page('desk:north'), null);
		const state = await (await openedBy('davide', [vault])).load();
		expect(state.outbox).toEqual([written]);
		expect(state.rows).toMatchObject([{ key: 'p1', rev: 3, fields: { name: SECRETS[0] } }]);
	});

	it('reads a row with the newer of two keys of one vault, whichever it had first', async () => {
		const [older, newer] = [await aVault('desk:north'), await aVault('desk:north')];
		const marta = await openedBy('marta', [newer]);
		await marta.load();
		await marta.applyPage(page('desk:north'), null);
		const state = await (await openedBy('davide', [newer, older])).load();
		expect(state.rows).toMatchObject([{ key: 'p1', fields: { name: SECRETS[0] } }]);
	});

	it('shows a volunteer that there is something to send, and not what', async () => {
		const marta = await openedBy('marta', [await aVault('desk:north')]);
		await marta.load();
		await marta.append([anIntent('marta', 1)]);
		await marta.applyPage(page('desk:north'), null);
		const state = await (await openedBy('piero', [await aVault('volunteer:piero')])).load();
		expect(state.outbox).toMatchObject([{ seq: 1, actor: 'marta', at: 1001, name: '', args: {} }]);
		expect(state.rows).toEqual([]);
		expect(state.scopes).toEqual([]);
	});

	it('gives whoever sends, unlocked or not, the sealed envelopes with the sessions that open them', async () => {
		const marta = await openedBy('marta', [await aVault('desk:north')]);
		await marta.load();
		await marta.append([anIntent('marta', 1), anIntent('marta', 2)]);
		const locked = await openedBy('device:1', []);
		const batch = await locked.unanswered({ intents: 10, bytes: 100_000 });
		expect(batch.envelopes).toMatchObject([
			{ v: 1, seq: 1 },
			{ v: 1, seq: 2 }
		]);
		expect(batch.sessions).toMatchObject([{ actor: 'marta', kid: 'k1', grant: 'grant' }]);
		expect(JSON.stringify(batch)).not.toContain(SECRETS[0]);
		const answer = {
			kind: 'answered' as const,
			acknowledgement: null,
			exceptions: [],
			cleared: [],
			missing: [],
			at: 9
		};
		const [{ id }] = batch.sessions as [SealedSession];
		await locked.recordAnswer({ ...answer, sessions: { kept: [id], wanted: [] } }, 'e');
		const again = () => locked.unanswered({ intents: 10, bytes: 100_000 });
		expect((await again()).sessions).toEqual([]);
		await locked.recordAnswer({ ...answer, sessions: { kept: [], wanted: [id] } }, 'e');
		expect((await again()).sessions).toHaveLength(1);
	});

	it('leaves a damaged envelope where it is, says nothing of it, and opens the others', async () => {
		const vault = await aVault('desk:north');
		const store = await openedBy('marta', [vault]);
		await store.load();
		await store.append([anIntent('marta', 1), anIntent('marta', 2)]);
		const stored = (await database.outbox.get(1))!;
		const envelope = stored.envelope as { sealed: string };
		const flipped = envelope.sealed.startsWith('A') ? 'B' : 'A';
		const sealed = flipped + envelope.sealed.slice(1);
		await database.outbox.put({ ...stored, envelope: { ...stored.envelope, sealed } as never });
		const { outbox } = await (await openedBy('davide', [vault])).load();
		expect(outbox.map(({ seq, name }) => [seq, name])).toEqual([
			[1, ''],
			[2, 'person.register']
		]);
	});

	it('reads rows again that were read ahead of what another tab has received since', async () => {
		const vault = await aVault('desk:north');
		const elsewhere = await openedBy('marta', [vault]);
		await elsewhere.load();
		const ahead = await createRowsReader().read(database.name, keysOf([vault]));
		await elsewhere.applyPage(page('desk:north'), null);
		let readings = 0;
		const store = await openedBy('marta', [vault], async (keys) => {
			readings += 1;
			return readings === 1 ? ahead : createRowsReader().read(database.name, keys);
		});
		const { rows, scopes } = await store.load();
		expect([readings, rows.length, scopes.length]).toEqual([2, 1, 1]);
	});

	it('asks the server for a scope whose key came after the rows were read', async () => {
		const vaults = [await aVault('desk:north'), await aVault('city')];
		const elsewhere = await openedBy('marta', vaults);
		await elsewhere.load();
		for (const { scope } of vaults) await elsewhere.applyPage(page(scope), null);
		const ahead = await createRowsReader().read(database.name, keysOf(vaults.slice(0, 1)));
		const { rows, scopes } = await (await openedBy('marta', vaults, async () => ahead)).load();
		expect(rows.map(({ scope }) => scope)).toEqual(['desk:north']);
		expect(scopes.map(({ scope }) => scope)).toEqual(['desk:north']);
	});

	it('does not open a row that was moved to another place', async () => {
		const vault = await aVault('desk:north');
		const store = await openedBy('marta', [vault]);
		await store.load();
		await store.applyPage(page('desk:north'), null);
		const row = (await database.rows.toArray())[0]!;
		await database.rows.put({ ...row, key: 'p2' });
		expect((await store.load()).rows.map(({ key }) => key)).toEqual(['p1']);
	});
});

describe('drafts on a tablet', () => {
	it('are sealed, and only their own author’s', async () => {
		const [martas, pieros] = await Promise.all([aesKey(randomBytes(32)), aesKey(randomBytes(32))]);
		const marta = createSealedDrafts(database, 'marta', martas);
		await marta.put({ id: 'request:new', updatedAt: 5, value: { name: SECRETS[0] } });
		expect(await wholeDatabase()).not.toContain(SECRETS[0]);
		expect((await marta.get('request:new'))?.value).toEqual({ name: SECRETS[0] });
		const piero = createSealedDrafts(database, 'piero', pieros);
		expect(await piero.get('request:new')).toBeUndefined();
		expect(await createSealedDrafts(database, 'marta', pieros).get('request:new')).toBeUndefined();
	});
});

describe('a slot', () => {
	const content = { grant: 'g', signingKey: 's', draftsKey: 'd', vaultKeys: [] } as unknown;

	it('opens with its phrase, however it is spaced, and with no other', async () => {
		const derivation = { ...newDerivation(), iterations: 1000 };
		const outside = {
			userId: 'marta',
			name: 'Marta R.',
			role: 'operator' as const,
			derivation,
			grantEndsAt: 9,
			usedAt: 1
		};
		const key = await slotKey('quattro parole di prova', derivation);
		const slot = await sealSlot(key, outside, content as SlotContent);
		expect((await openSlot(' quattro  parole di prova ', slot))?.content).toEqual(content);
		expect(await openSlot('quattro parole di provo', slot)).toBeNull();
		expect(await openSlot('quattro parole di prova', { ...slot, userId: 'davide' })).toBeNull();
	});

	it('is made with at least 600,000 rounds', () => {
		expect(newDerivation().iterations).toBeGreaterThanOrEqual(600_000);
	});
});
