/**
 * Pushes as every version of the app has sent them, replayed against today's server. A fixture is never changed and never
 * removed: a tablet may come back after months. A new version of the wire or of the records adds its own.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, describe, expect, it } from 'vitest';
import { createErasedFile } from '../../db/erased-file.ts';
import { createSqliteServerStore } from '../../db/sync-store.ts';
import { intents, rowSchemas } from '../../src/lib/domain/model.ts';
import { serverModel } from '../../src/lib/domain/server-model.ts';
import type { Caller, ServerModel } from '../../sync/merge/model.ts';
import { refId, type Fields } from '../../sync/protocol/json.ts';
import type { PulledRow } from '../../sync/protocol/pull.ts';
import { acceptedPushSchema } from '../../sync/protocol/upcast.ts';
import { OLDEST_ACCEPTED_PROTOCOL, PROTOCOL } from '../../sync/protocol/version.ts';
import { createMemoryServerStore } from '../../sync/server/memory-store.ts';
import type { ServerStore } from '../../sync/server/port.ts';
import { aDatabase } from '../builders/database.ts';

interface Push {
	caller: Caller;
	request: { protocol: number; deviceNow: number; intents: { name: string }[] };
}

interface Fixture extends Push {
	about: string;
	/** Pushes that came first. */
	before: Push[];
	outcomes: string[];
	/** At least these rows, with at least these fields. */
	rows: { collection: string; key: string; fields: Fields }[];
}

const folder = fileURLToPath(new URL('../fixtures/protocol', import.meta.url));
const model = serverModel as unknown as ServerModel;
const fixtures = readdirSync(folder).map((file): [string, Fixture] => [
	file,
	JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Fixture
]);

const erasedFolder = mkdtempSync(join(tmpdir(), 'sportello-test-'));
let made = 0;
afterAll(() => rmSync(erasedFolder, { recursive: true }));

const stores: { [name: string]: () => ServerStore } = {
	memory: () => createMemoryServerStore(model, 'epoch'),
	SQLite() {
		const erased = createErasedFile(join(erasedFolder, `ids-${(made += 1)}.txt`));
		return createSqliteServerStore(aDatabase(), model, erased);
	}
};

/** As the push endpoint takes it. */
function replay(store: ServerStore, { caller, request }: Push) {
	const read = v.parse(acceptedPushSchema, request);
	return store.applyPush(read, caller, request.deviceNow);
}

async function allRows(store: ServerStore): Promise<Map<string, PulledRow>> {
	const manager = { userId: 'm', name: 'M', role: 'manager', scopes: ['city'] };
	const page = await store.pullPage(
		{
			protocol: PROTOCOL,
			schemaVersion: serverModel.schemaVersion,
			storeId: '018f2000-0000-7000-8000-0000000000ff',
			scope: 'city',
			cursor: null
		},
		manager,
		{ pageRows: 100, serverNow: 0 }
	);
	return new Map(page.rows.map((row) => [refId(row), row]));
}

describe.each(Object.entries(stores))('what older apps have written, on %s', (_name, open) => {
	it.each(fixtures)('%s is taken, and gives the rows it meant', async (_file, fixture) => {
		const store = open();
		for (const push of fixture.before) await replay(store, push);
		const { outcomes } = await replay(store, fixture);
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(fixture.outcomes);
		const rows = await allRows(store);
		for (const expected of fixture.rows) {
			expect(rows.get(refId(expected))?.fields).toMatchObject(expected.fields);
		}
		for (const row of rows.values()) {
			expect(v.safeParse(rowSchemas[row.collection]!, row.fields).success).toBe(true);
		}
	});

	it.each(fixtures)('%s sent twice counts once', async (_file, fixture) => {
		const store = open();
		for (const push of fixture.before) await replay(store, push);
		const first = await replay(store, fixture);
		const once = await allRows(store);
		expect((await replay(store, fixture)).outcomes).toEqual(first.outcomes);
		expect(await allRows(store)).toEqual(once);
	});
});

describe('the fixtures', () => {
	const namesOf = (protocol: number) =>
		new Set(
			fixtures
				.filter(([, { request }]) => request.protocol === protocol)
				.flatMap(([, { request }]) => request.intents.map(({ name }) => name))
		);

	it('hold every intent of today’s app in today’s protocol', () => {
		expect([...namesOf(PROTOCOL)].sort()).toEqual(Object.keys(intents).sort());
	});

	it('hold every protocol the server accepts', () => {
		for (let protocol = OLDEST_ACCEPTED_PROTOCOL; protocol <= PROTOCOL; protocol += 1) {
			expect(namesOf(protocol).size).toBeGreaterThan(0);
		}
	});
});

describe('a push of another protocol', () => {
	const [, today] = fixtures.find(([file]) => file === `v${PROTOCOL}-desk-morning.json`)!;

	it('from the future is kept in quarantine, intent by intent', async () => {
		const store = stores.memory!();
		const request = { ...today.request, protocol: PROTOCOL + 1, hint: 'unknown' };
		const { outcomes } = await replay(store, { ...today, request });
		expect(outcomes.map(({ outcome, reason }) => [outcome, reason])).toEqual(
			today.request.intents.map(() => ['quarantined', 'future-version'])
		);
	});

	it('with one intent of a newer schema among older ones keeps only that one back', async () => {
		const store = stores.memory!();
		const [first, second] = today.request.intents;
		const newer = { ...second!, schemaVersion: serverModel.schemaVersion + 1 };
		const request = { ...today.request, intents: [first!, newer] };
		const { outcomes } = await replay(store, { ...today, request });
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'quarantined']);
	});
});
