/**
 * A tablet's database is lost, alone or with its second copy: the real store, engine and rebuilding, in memory.
 * Seen to fail: when what is lost is not asked about after a contact (`hasLostNewest` always false), two of them do; when what is
 * too large counts as answered, two others.
 */
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { JournalRecord, StoreRecord } from '../../src/lib/client/journal/journal-format.ts';
import { readDatabase, readUnanswered, rebuild } from '../../src/lib/client/journal/rebuild.ts';
import { reconcile } from '../../src/lib/client/journal/reconcile.ts';
import { createSecondCopy } from '../../src/lib/client/journal/second-copy.ts';
import { clearCodec, type Codec } from '../../src/lib/client/store/codec.ts';
import { DeviceDatabase } from '../../src/lib/client/store/device-database.ts';
import { createDeviceStore } from '../../src/lib/client/store/device-store.ts';
import { openSyncClient } from '../../sync/client/sync-client.ts';
import type { TransportResult } from '../../sync/client/ports.ts';
import type { Envelope } from '../../sync/protocol/envelope.ts';
import type { SealedEnvelope, SealedSession } from '../../sync/protocol/sealed.ts';
import { createMemoryServerStore } from '../../sync/server/memory-store.ts';
import { aCaller, cardModel } from '../builders/card-model.ts';
import { uuid } from '../builders/sync-world.ts';

const ada = aCaller('ada', ['desk:north']);
const DEVICE = uuid(200, 1);
const session = { id: uuid(3, 1), deviceId: DEVICE, at: 0 } as SealedSession;
const make = (number: number) => ({
	name: 'card.make',
	args: { cardId: uuid(50, number), desk: 'north', title: 't' }
});

/** The shape of sealing without its ciphers: what is inside is in `sealed`. */
const codec: Codec = {
	...clearCodec,
	sealIntents: async (intents) =>
		intents.map(({ name, args, baseVersions, schemaVersion, ...outside }) => ({
			...{ ...outside, v: 1 as const, session: session.id, iv: '' },
			sealed: JSON.stringify({ name, args, baseVersions, schemaVersion })
		})),
	openEnvelopes: async (envelopes) => envelopes.map((each) => opened(each as SealedEnvelope))
};
function opened({ session: _session, iv: _iv, sealed, ...outside }: SealedEnvelope): Envelope {
	return { ...outside, v: 0, ...(JSON.parse(sealed) as object) } as Envelope;
}

let databases = 0;
let ids = 0;

async function aTablet() {
	let server = createMemoryServerStore(cardModel, 'one');
	const network = { isUp: true, losesAnswers: false, losesPushes: false, findsAllTooLarge: false };
	let journal: JournalRecord[] = [];
	let counted: StoreRecord | null = null;
	let database = new DeviceDatabase(`second-copy-${(databases += 1)}`);

	async function exchange(serve: () => Promise<object>): Promise<TransportResult> {
		if (!network.isUp) return { kind: 'unreachable' };
		const body = JSON.parse(JSON.stringify(await serve())) as object;
		return network.losesAnswers ? { kind: 'unreachable' } : { kind: 'answer', body };
	}
	const open = () =>
		openSyncClient({
			appVersion: 'test',
			model: cardModel,
			store: createDeviceStore(
				database,
				() => ({ deviceId: DEVICE, storeId: uuid(100, databases) }),
				1,
				codec,
				createSecondCopy({
					records: database,
					counter: { write: (record) => void (counted = { kind: 'store', ...record }) },
					journal: {
						hasSession: () => false,
						async write({ store, sessions, envelopes }) {
							const { deviceId, storeId } = store;
							journal.push(
								store,
								...sessions.map((each) => ({ kind: 'session' as const, session: each }))
							);
							for (const envelope of envelopes) {
								journal.push({ kind: 'envelope', deviceId, storeId, envelope });
							}
						},
						answered: async () => undefined
					}
				})
			),
			transport: {
				push: (request) => {
					if (network.losesPushes) return Promise.resolve({ kind: 'unreachable' });
					if (network.findsAllTooLarge) {
						return Promise.resolve({ kind: 'refused', status: 413, retryAfterMs: null });
					}
					const intents = (request.intents as SealedEnvelope[]).map(opened);
					return exchange(() => server.applyPush({ ...request, intents }, ada, 1));
				},
				pull: (request) =>
					exchange(() => server.pullPage(request, ada, { pageRows: 9, serverNow: 1 })),
				isOnline: () => network.isUp
			},
			platform: {
				now: () => 1,
				random: () => 0.5,
				exclusively: (task) => task(),
				after: () => () => undefined
			},
			actor: ada,
			actorOf: (userId) => ({ userId, name: userId, role: 'operator' }),
			scopes: () => ada.scopes,
			newId: () => uuid(1, (ids += 1)),
			broadcast: () => undefined
		});
	await database.sessions.add({ id: session.id, session, kept: false });
	/** What a start does. */
	const mend = async () => {
		const found = reconcile(DEVICE, await readDatabase(database), journal, counted);
		if (found) await rebuild(database, DEVICE, found, 1);
		return found;
	};
	return {
		get server() {
			return server;
		},
		/** Its server is restored from a backup of before everything. */
		restoreServer: () => void (server = createMemoryServerStore(cardModel, 'two')),
		network,
		open,
		mend,
		/** Loses the database, and what it says of the journal; then starts. */
		async lose(what: { journal: 'nothing' | 'last-record' | 'everything' }) {
			await database.delete();
			database = new DeviceDatabase(`second-copy-${databases}-anew-${(ids += 1)}`);
			if (what.journal === 'everything') journal = [];
			if (what.journal === 'last-record') journal.pop();
			return mend();
		},
		readUnanswered: () => readUnanswered(database)
	};
}

/** Three records on the server, and three that only the tablet has. */
async function withThreeUnsent() {
	const tablet = await aTablet();
	const client = await tablet.open();
	await client.write([make(1), make(2), make(3)]);
	expect(await client.contactNow()).toEqual({ kind: 'ok' });
	tablet.network.isUp = false;
	await client.write([make(4), make(5), make(6)]);
	return { tablet, client };
}

describe('a tablet that has lost its database', () => {
	it('sends every record once, under its own number, and numbers on from there', async () => {
		const { tablet } = await withThreeUnsent();
		await tablet.lose({ journal: 'nothing' });
		expect((await tablet.readUnanswered())?.sessions).toEqual([session]);
		tablet.network.isUp = true;
		const client = await tablet.open();
		expect(await client.contactNow()).toEqual({ kind: 'ok' });
		await client.write([make(7)]);
		await client.contactNow();
		const seqs = [...tablet.server.ledger.values()].map(({ seq }) => seq);
		expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7]);
		expect(tablet.server.rows.size).toBe(7);
		expect(client.replica.meta).toMatchObject({ answeredSeq: 7, missing: [] });
	});

	it('knows what it has lost when the second copy is gone too, and the server is told', async () => {
		const { tablet } = await withThreeUnsent();
		expect((await tablet.lose({ journal: 'everything' }))?.lost).toEqual([4, 5, 6]);
		let client = await tablet.open();
		expect(client.replica.meta.missing).toEqual([4, 5, 6]);
		tablet.network.isUp = true;
		expect(await client.contactNow()).toEqual({ kind: 'ok' });
		// By the server's own word, which it also keeps.
		expect(client.replica.meta).toMatchObject({ missing: [4, 5, 6], answeredSeq: 6 });
		await client.write([make(7)]);
		await client.contactNow();
		expect(client.replica.meta.missing).toEqual([4, 5, 6]);
		client = await tablet.open();
		expect(client.replica.meta.missing).toEqual([4, 5, 6]);
	});

	it('goes on missing what no copy has while it sends what the second copy has', async () => {
		const { tablet } = await withThreeUnsent();
		const found = await tablet.lose({ journal: 'last-record' });
		expect(found).toMatchObject({ lost: [6], highestSeq: 6 });
		const client = await tablet.open();
		const missing: (readonly number[])[] = [];
		client.replica.subscribe(() => missing.push(client.replica.meta.missing));
		tablet.network.isUp = true;
		await client.contactNow();
		expect(tablet.server.rows.size).toBe(5);
		expect(missing.length).toBeGreaterThan(1);
		expect(new Set(missing.flat())).toEqual(new Set([6]));
		expect(missing.every(({ length }) => length === 1)).toBe(true);
	});

	it('takes nothing for lost that the server says it has', async () => {
		const { tablet, client: before } = await withThreeUnsent();
		tablet.network.isUp = true;
		tablet.network.losesAnswers = true;
		await before.contactNow();
		tablet.network.losesAnswers = false;
		expect((await tablet.lose({ journal: 'everything' }))?.lost).toEqual([4, 5, 6]);
		const client = await tablet.open();
		await client.contactNow();
		expect(client.replica.meta).toMatchObject({ missing: [], answeredSeq: 6 });
	});

	it('says what was too large to leave, and went with every copy', async () => {
		const tablet = await aTablet();
		const client = await tablet.open();
		await client.write([make(1)]);
		await client.contactNow();
		tablet.network.findsAllTooLarge = true;
		await client.write([make(2)]);
		await client.contactNow();
		expect(client.replica.exceptions.get(2)?.outcome).toBe('too-large');
		tablet.network.findsAllTooLarge = false;
		await tablet.lose({ journal: 'everything' });
		const anew = await tablet.open();
		await anew.contactNow();
		expect(anew.replica.meta.missing).toEqual([2]);
		expect(anew.contact.serverPutBack).toBe(false);
	});

	it('sends again what the second copy kept because it had never left', async () => {
		const tablet = await aTablet();
		const client = await tablet.open();
		await client.write([make(1)]);
		tablet.network.findsAllTooLarge = true;
		await client.contactNow();
		expect(client.replica.exceptions.get(1)?.outcome).toBe('too-large');
		tablet.network.findsAllTooLarge = false;
		await tablet.lose({ journal: 'nothing' });
		const anew = await tablet.open();
		await anew.contactNow();
		await anew.contactNow();
		expect(anew.replica.meta.missing).toEqual([]);
		expect([...tablet.server.rows.keys()]).toHaveLength(1);
	});
});

describe('what a tablet has forgotten because somebody was erased', () => {
	it('is neither put back from the second copy nor counted as lost, by a restored server either', async () => {
		const tablet = await aTablet();
		const client = await tablet.open();
		await client.write([make(1), make(2)]);
		await client.contactNow();
		await tablet.server.erase([{ collection: 'cards', key: uuid(50, 1) }]);
		await client.contactNow();
		expect([...client.replica.outbox.keys()]).toEqual([2]);
		tablet.restoreServer();
		tablet.network.losesPushes = true;
		await client.contactNow();
		expect(client.replica.meta.answeredSeq).toBe(0);

		const found = await tablet.mend();
		expect([found?.lost ?? [], found?.envelopes ?? []]).toEqual([[], []]);
		tablet.network.losesPushes = false;
		const anew = await tablet.open();
		await anew.contactNow();
		expect([...anew.replica.outbox.keys()]).toEqual([2]);
		expect(anew.replica.meta.missing).toEqual([]);
	});
});
