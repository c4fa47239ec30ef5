import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAudit } from '../../../db/audit.ts';
import type { Connection } from '../../../db/connection.ts';
import { createSqliteServerStore } from '../../../db/sync-store.ts';
import { createErasedList } from '../../../sync/server/erased.ts';
import type { ServerStore } from '../../../sync/server/port.ts';
import { aDatabase } from '../../../tests/builders/database.ts';
import { aPersonIntent, aPushOf, operator } from '../../../tests/builders/pushes.ts';
import { uuid } from '../../../tests/builders/sync-world.ts';
import { SCHEMA_VERSION } from '../domain/model.ts';
import { serverModel } from '../domain/server-model.ts';
import type { DueRow } from '../domain/privacy/retention.ts';
import { createRetention, isRetentionDue } from './retention.ts';

const WRITTEN = 1_700_000_000_000;
const ANNA = { id: uuid(1, 1), name: 'Anna Esempio' };
const BRUNO = { id: uuid(1, 2), name: 'Bruno Prova' };

let connection: Connection;
let store: ServerStore;
let now: Date;
let erased: DueRow[];
let batches: number[];
let logged: string[];

beforeEach(async () => {
	connection = aDatabase();
	store = createSqliteServerStore(connection, serverModel, createErasedList());
	now = new Date(2026, 10, 26, 12);
	erased = [];
	batches = [];
	logged = [];
	const push = aPushOf([aPersonIntent(ANNA), aPersonIntent(BRUNO)]);
	await store.applyPush(push, operator, WRITTEN);
});

afterEach(() => connection.close());

function retention(syncStore: Pick<ServerStore, 'erase'> = store) {
	const note = (about: unknown, text: string) =>
		logged.push(`${text} ${JSON.stringify((about as { erased?: object }).erased ?? {})}`);
	return createRetention({
		connection,
		syncStore,
		log: { info: note, error: note } as never,
		onErased: (rows) => {
			erased.push(...rows);
			batches.push(rows.length);
		},
		now: () => now
	});
}

async function atTheDesk() {
	const options = { pageRows: 100, serverNow: now.getTime() };
	const request = { protocol: 2, schemaVersion: 2, storeId: uuid(9, 9), scope: 'desk:cambonino' };
	const { rows, gone } = await store.pullPage({ ...request, cursor: null }, operator, options);
	return { rows: rows.map(({ key }) => key), gone: gone.map(({ key }) => key) };
}

describe('the period of keeping', () => {
	it('ends with records erased and tablets told, and whoever keeps the record of it told which', async () => {
		await retention().check();
		expect(await atTheDesk()).toEqual({ rows: [], gone: [ANNA.id, BRUNO.id] });
		expect(erased).toEqual([ANNA, BRUNO].map(({ id }) => ({ collection: 'people', key: id })));
		expect(logged).toEqual(['period of keeping over {"people":2}']);
	});

	it('shows its numbers before, and they are the ones erased', async () => {
		const job = retention();
		expect(job.preview()).toEqual({ people: 2 });
		expect((await atTheDesk()).rows).toHaveLength(2);
		expect(await job.erase()).toEqual({ people: 2 });
		expect(job.preview()).toEqual({});
	});

	it('begins again with what is received, whenever it was written', async () => {
		const changes = { findAgain: 'al mercato' };
		const edit = aPushOf([['person.edit', { personId: ANNA.id, changes }]], { firstSeq: 3 });
		await store.applyPush(edit, operator, now.getTime());
		await retention().check();
		expect((await atTheDesk()).rows).toEqual([ANNA.id]);
	});

	it('waits for what is held and for what is in quarantine', async () => {
		const strange = aPushOf([['person.edit', { personId: ANNA.id, changes: {} }]], {
			store: 2,
			schemaVersion: SCHEMA_VERSION + 1
		});
		const early = aPushOf([['person.merge', { personId: uuid(4, 5), intoId: BRUNO.id }]], {
			store: 3
		});
		await store.applyPush(strange, operator, WRITTEN);
		await store.applyPush(early, operator, WRITTEN);
		await retention().check();
		expect((await atTheDesk()).rows).toEqual([ANNA.id, BRUNO.id]);
	});

	it('is looked at once a night', async () => {
		const job = retention();
		await job.check();
		const late = aPushOf([aPersonIntent({ id: uuid(1, 3), name: 'Carla' })], { firstSeq: 3 });
		await store.applyPush(late, operator, WRITTEN);
		now = new Date(2026, 10, 27, 3, 59);
		await job.check();
		expect((await atTheDesk()).rows).toHaveLength(1);
		now = new Date(2026, 10, 27, 4);
		await job.check();
		expect((await atTheDesk()).rows).toEqual([]);
	});

	it('ends for readings as well, in the log alone and after two years', async () => {
		let clock = 0;
		const audit = createAudit(connection, () => clock);
		const years = (count: number) => new Date(2026 - count, 10, 26, 11).getTime();
		const reading = { kind: 'case-read', actor: 'marta', subject: `people/${ANNA.id}` } as const;
		const since = [years(2) - 1, years(2) + 2 * 60 * 60 * 1000].map((at, index) => {
			return { ...reading, id: uuid(8, index), at };
		});
		for (const each of since) {
			clock = each.at;
			audit.recordNoted([each]);
		}
		// By a tablet whose clock was wrong, or that lay in a drawer.
		clock = years(1);
		audit.recordNoted([{ ...reading, id: uuid(8, 9), at: years(11) }]);
		audit.record({ kind: 'sign-in', actor: 'marta', at: years(3) });
		const job = retention();
		expect(job.preview()).toEqual({ people: 2, readings: 1 });
		expect(await job.erase()).toEqual({ people: 2, readings: 1 });
		expect(audit.list({}, 10).events.map(({ kind, at }) => [kind, at])).toEqual([
			['case-read', since[1]!.at],
			['sign-in', years(3)],
			['case-read', years(11)]
		]);
	});

	it('is tried again when it failed, and says so', async () => {
		let isBroken = true;
		const job = retention({
			erase: (rows) => (isBroken ? Promise.reject(new Error('disk')) : store.erase(rows))
		});
		await job.check();
		expect(logged).toEqual(['retention failed {}']);
		isBroken = false;
		await job.check();
		expect((await atTheDesk()).rows).toEqual([]);
	});

	it('goes through more than one batch', async () => {
		const many = Array.from({ length: 450 }, (_, n) =>
			aPersonIntent({ id: uuid(6, n + 1), name: `P${n}` })
		);
		await store.applyPush(aPushOf(many, { firstSeq: 3 }), operator, WRITTEN);
		await store.applyPush(
			aPushOf(
				many.map(([name, args], n) => [name, { ...args, personId: uuid(7, n + 1) }] as const),
				{ firstSeq: 453 }
			),
			operator,
			WRITTEN
		);
		expect(await retention().erase()).toEqual({ people: 902 });
		expect(batches).toEqual([500, 402]);
	});
});

describe('a night', () => {
	const at = (day: number, hour: number) => new Date(2026, 10, day, hour);

	it.each([
		['never before', null, at(26, 1), true],
		['before four, and now it is past', at(26, 3), at(26, 4), true],
		['since four', at(26, 4), at(27, 3), false],
		['two days ago', at(24, 12), at(26, 1), true]
	])('%s', (_what, last, current, expected) => {
		expect(isRetentionDue(last, current)).toBe(expected);
	});
});
