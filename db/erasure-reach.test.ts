/**
 * How far an erasure reaches: what was written about a person in every way there is, looked for as bytes in the database's
 * files after they were erased. What names them by no id (a name in somebody else's note, an unreadable message without
 * one) is beyond it, and docs/privacy.md says so.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SCHEMA_VERSION } from '../src/lib/domain/model.ts';
import { serverModel } from '../src/lib/domain/server-model.ts';
import type { ServerStore } from '../sync/server/port.ts';
import { aPersonIntent, aPushOf, operator } from '../tests/builders/pushes.ts';
import { aRequest } from '../tests/builders/requests.ts';
import { uuid } from '../tests/builders/sync-world.ts';
import { aGrant, FUND_ID, terms } from '../tests/builders/vouchers.ts';
import type { Connection } from './connection.ts';
import { databaseFile, erasedFile, openDataDir } from './data-dir.ts';
import { createErasedFile } from './erased-file.ts';
import { createSqliteServerStore } from './sync-store.ts';

const NOW = 1_700_000_000_000;
const ANNA = uuid(1, 1);
const BRUNO = uuid(1, 2);
const HERS = uuid(2, 1);
const HIS = uuid(2, 2);
const FOR_HER = uuid(2, 3);
const OTHER = uuid(2, 4);

let dataDir: string;
let connection: Connection;
let store: ServerStore;
let nextStore = 0;

beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'sportello-reach-'));
	connection = openDataDir(dataDir).connection;
	const erased = createErasedFile(erasedFile(dataDir));
	store = createSqliteServerStore(connection, serverModel, erased);
	nextStore = 0;
});

afterEach(() => {
	connection.close();
	rmSync(dataDir, { recursive: true });
});

type Intent = readonly [name: string, args: object];

/** A push of a tablet of its own, so that edits of two pushes meet. */
async function push(intents: readonly Intent[], change: Parameters<typeof aPushOf>[1] = {}) {
	nextStore += 1;
	const request = aPushOf(intents, { store: nextStore, ...change });
	const { outcomes } = await store.applyPush(request, operator, NOW);
	return outcomes.map(({ outcome, flags = [] }) => [outcome, ...flags].join(' '));
}

function register(
	requestId: string,
	words: string,
	{ personId = null as string | null, actingFor = null as object | null } = {}
): Intent {
	const { code, accessPointId, personName, neighbourhoodId } = aRequest();
	const { needs, forWhom, urgency, timeWindow, services, channel } = aRequest();
	const details = { needs, forWhom, actingFor, urgency, timeWindow, words, services, channel };
	const place = { code, accessPointId, personName, neighbourhoodId };
	return ['request.register', { requestId, personId, ...place, details }];
}

const edit = (requestId: string, changes: object): Intent => [
	'request.edit',
	{ requestId, changes }
];
const helping = (name: string) => ({ actingFor: { name, relation: 'zia', personId: ANNA } });
const personEdit = (findAgain: string): Intent => [
	'person.edit',
	{ personId: ANNA, changes: { findAgain } }
];

/** Everything said of Anna, one distinctive word for each way; how each was answered. */
async function writeAboutAnna() {
	expect(
		await push([
			aPersonIntent({ id: ANNA, name: 'accepted-name' }),
			aPersonIntent({ id: BRUNO, name: 'Bruno Prova' }),
			personEdit('accepted-then-overwritten'),
			personEdit('accepted-and-standing'),
			register(HERS, 'words-of-her-request', { personId: ANNA }),
			['request.note', { requestId: HERS, kind: 'note', text: 'note-in-her-history' }],
			register(FOR_HER, 'words-of-who-asks-for-her', {
				personId: BRUNO,
				...helping('name-where-bruno-asks-for-her')
			}),
			register(HIS, 'Bruno’s own words', { personId: BRUNO }),
			edit(HIS, helping('named-in-his-request-then-not')),
			edit(HIS, { actingFor: null })
		])
	).toEqual(Array(10).fill('accepted'));
	// Two tablets disagree; what stands names her not, what waits beside it does.
	expect(await push([edit(HIS, helping('waiting-beside-a-field'))])).toEqual(['accepted conflict']);
	expect(await push([personEdit('waiting-beside-her-own-field')])).toEqual(['accepted conflict']);
	const move = { requestId: HERS, to: 'completed', reason: 'rejected-reason' };
	expect(await push([['request.move', move]])).toEqual(['rejected']);
	expect(await push([edit(OTHER, helping('held-for-a-row-not-there'))])).toEqual(['held']);
	const future = { schemaVersion: SCHEMA_VERSION + 1 };
	expect(await push([personEdit('quarantined-of-the-future')], future)).toEqual(['quarantined']);
	const strange = aPushOf([personEdit('quarantined-malformed')], { store: 50 });
	const [intent] = strange.intents as object[];
	const malformed = { ...strange, intents: [{ ...intent, at: 'yesterday' }] };
	const { outcomes } = await store.applyPush(malformed, operator, NOW);
	expect(outcomes).toMatchObject([{ outcome: 'quarantined' }]);
}

const PLANTED = [
	'accepted-name',
	'accepted-then-overwritten',
	'accepted-and-standing',
	'words-of-her-request',
	'note-in-her-history',
	'words-of-who-asks-for-her',
	'name-where-bruno-asks-for-her',
	'named-in-his-request-then-not',
	'waiting-beside-a-field',
	'waiting-beside-her-own-field',
	'rejected-reason',
	'held-for-a-row-not-there',
	'quarantined-of-the-future',
	'quarantined-malformed'
];

/** The database and its log of writes, as whoever has the disk reads them. */
function found(words: readonly string[]): string[] {
	const bytes = ['', '-wal', '-journal']
		.map((end) => databaseFile(dataDir) + end)
		.filter((file) => existsSync(file))
		.map((file) => readFileSync(file, 'latin1'))
		.join('');
	return words.filter((word) => bytes.includes(word));
}

const anna = { collection: 'people', key: ANNA };

describe('an erasure', () => {
	it('leaves nothing of a person in the bytes of the database, whichever way it came', async () => {
		await writeAboutAnna();
		expect(found(PLANTED)).toEqual(PLANTED);
		await store.erase([anna]);
		expect(found(PLANTED)).toEqual([]);
		expect(found(['Bruno Prova', 'own words'])).toEqual(['Bruno Prova', 'own words']);
	});

	it('empties every table of her words at once, before the file is tidied up', async () => {
		await writeAboutAnna();
		await store.erase([anna]);
		const tables = connection.sqlite
			.prepare<[], { name: string }>("select name from sqlite_master where type = 'table'")
			.all();
		const all = tables.map(({ name }) =>
			connection.sqlite.prepare(`select * from "${name}"`).all()
		);
		const text = JSON.stringify(all);
		expect(PLANTED.filter((word) => text.includes(word))).toEqual([]);
	});

	it('tells the tablets that what waited beside a field of another’s request is gone', async () => {
		await writeAboutAnna();
		const pull = async () => {
			const request = {
				protocol: 2,
				schemaVersion: 2,
				storeId: uuid(9, 9),
				scope: 'desk:cambonino'
			};
			const options = { pageRows: 100, serverNow: NOW };
			const { rows } = await store.pullPage({ ...request, cursor: null }, operator, options);
			return rows.find(({ key }) => key === HIS)!;
		};
		const before = await pull();
		await store.erase([anna]);
		const after = await pull();
		expect(before.conflicts).toHaveLength(1);
		expect(after.conflicts).toBeUndefined();
		expect(after.rev).toBeGreaterThan(before.rev);
		expect(after.fields).toEqual(before.fields);
	});

	it('lets nothing of it back in, sent again or sent late', async () => {
		await writeAboutAnna();
		await store.erase([anna]);
		nextStore = 0;
		const again = [
			personEdit('accepted-and-standing'),
			edit(HIS, helping('waiting-beside-a-field')),
			edit(OTHER, helping('held-for-a-row-not-there')),
			register(uuid(2, 9), 'words-of-who-asks-for-her', { personId: BRUNO, ...helping('x') })
		];
		expect(await push(again, { store: 60 })).toEqual(Array(4).fill('erased'));
		expect(found(PLANTED)).toEqual([]);
	});

	it('takes her vouchers with their ledger, what was refused too, and leaves the fund', async () => {
		const manager = { ...operator, role: 'manager', scopes: ['city'] };
		const pushAsManager = async (intents: readonly Intent[], storeNumber: number) => {
			const request = aPushOf(intents, { store: storeNumber });
			const { outcomes } = await store.applyPush(request, manager, terms.validFrom);
			return outcomes.map(({ outcome }) => outcome);
		};
		const spend = (amountCents: number, whatFor: string): Intent => [
			'voucher.spend',
			{ voucherId: uuid(180, 3), accessPointId: 'cambonino', amountCents, whatFor }
		];
		const details = { ...terms, title: 'title-of-the-fund', budgetCents: 10_000 };
		const granted = [
			aPersonIntent({ id: ANNA, name: 'Anna Esempio' }),
			['fund.open', { fundId: FUND_ID, details }],
			['voucher.grant', aGrant({ personId: ANNA, holderName: 'holder-of-a-voucher' })],
			spend(100, 'what-she-bought'),
			spend(9000, 'what-she-could-not-buy')
		] as const;
		expect(await pushAsManager(granted, 80)).toEqual([
			...Array<string>(4).fill('accepted'),
			'rejected'
		]);
		const words = ['holder-of-a-voucher', 'what-she-bought', 'what-she-could-not-buy'];
		expect(found(words)).toEqual(words);
		await store.erase([anna]);
		expect(found([...words, 'title-of-the-fund'])).toEqual(['title-of-the-fund']);
	});

	it('leaves nothing in the pages either that rows were moved out of', async () => {
		const people = Array.from({ length: 600 }, (_, n) => uuid(5, ((n * 7919) % 600) + 1));
		await push(people.slice(0, 300).map((id) => aPersonIntent({ id, name: `first-${id}` })));
		await push(people.slice(300).map((id) => aPersonIntent({ id, name: `first-${id}` })));
		for (const size of [250, 10, 290]) {
			const grown = people.map((id, n): Intent => {
				const findAgain = `then-${id} ${'x'.repeat((n * 31) % size)}`;
				return ['person.edit', { personId: id, changes: { findAgain } }];
			});
			await push(grown.slice(0, 300));
			await push(grown.slice(300));
		}
		const gone = people.filter((_, n) => n % 5 === 0);
		await store.erase(gone.map((key) => ({ collection: 'people', key })));
		expect(found(gone.flatMap((id) => [`first-${id}`, `then-${id}`]))).toEqual([]);
	});
});
