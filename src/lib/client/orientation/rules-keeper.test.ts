import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RuleSet } from '$lib/domain/orientation/rule-set';
import { aRuleSet } from '../../../../tests/builders/rules';
import { createCatalogueDatabase } from '../catalogue/catalogue-database';
import { createRulesDatabase, type RulesDatabase } from './rules-database';
import { createRulesKeeper } from './rules-keeper';
import type { RulesRemote } from './rules-remote';

const first = aRuleSet(1);
const second = aRuleSet(2, [{ when: { fact: 'age', from: 70 } }]);
const LET_GO_FOR_MS = 60_000;

/** A server that gives one set; `failing` says how it does not. */
function aServer(set: RuleSet) {
	const state = { set, failing: null as 'no-network' | 'bad-answer' | null };
	const asked: (string | null)[] = [];
	const remote: RulesRemote = {
		async current(hash) {
			asked.push(hash);
			if (state.failing) return { ok: false, error: { kind: state.failing } };
			return { ok: true, value: hash === state.set.hash ? 'not-modified' : state.set };
		}
	};
	return { remote, state, asked };
}

let name = '';
let database: RulesDatabase;
let count = 0;
let changes = 0;
let now = 0;

beforeEach(() => {
	name = `rules-${(count += 1)}`;
	database = createRulesDatabase(name);
	changes = 0;
	now = 1000;
});
afterEach(async () => {
	database.close();
	await deleteDB(name);
});

function aKeeper(remote: RulesRemote) {
	return createRulesKeeper({
		remote,
		database,
		now: () => now,
		alone: (work) => work(),
		onChange: () => (changes += 1),
		letGoForMs: LET_GO_FOR_MS
	});
}

describe('the rules on the device', () => {
	it('are there with the server dead, once they have been fetched', async () => {
		const { remote, state } = aServer(first);
		await aKeeper(remote).start();
		state.failing = 'no-network';
		const reopened = aKeeper(remote);
		await reopened.start();
		expect(await reopened.ready()).toEqual(first);
	});

	it('are none yet when there never was a network, and are there when there is one', async () => {
		const { remote, state } = aServer(first);
		state.failing = 'no-network';
		const keeper = aKeeper(remote);
		await keeper.start();
		expect(await keeper.ready()).toBeNull();
		expect(changes).toBe(0);
		state.failing = null;
		await keeper.check();
		expect(await keeper.ready()).toEqual(first);
		expect(changes).toBe(1);
	});

	it('are asked for by their hash, and are not sent again while it is the same', async () => {
		const { remote, asked } = aServer(first);
		const keeper = aKeeper(remote);
		await keeper.start();
		await keeper.check();
		expect(asked).toEqual([null, first.hash]);
		expect(changes).toBe(1);
	});

	it('change when the server has others, older ones after a restore too', async () => {
		const { remote, state } = aServer(second);
		const keeper = aKeeper(remote);
		await keeper.start();
		state.set = first;
		await keeper.check();
		expect(await keeper.ready()).toEqual(first);
		expect(await database.read()).toEqual(first);
		expect(changes).toBe(2);
	});

	it('stay the last good ones when new ones cannot be read', async () => {
		const { remote, state } = aServer(first);
		const keeper = aKeeper(remote);
		await keeper.start();
		state.failing = 'bad-answer';
		await keeper.check();
		expect(await keeper.ready()).toEqual(first);
		expect(await database.read()).toEqual(first);
	});

	it('are fetched again when what is stored is not a set of rules', async () => {
		const { remote, asked } = aServer(first);
		await database.write({ ...first, rules: [{ id: 'pasti' }] } as never);
		const keeper = aKeeper(remote);
		await keeper.start();
		expect(asked).toEqual([null]);
		expect(await database.read()).toEqual(first);
	});

	it('are taken over from another tab that has newer ones, without a network', async () => {
		const { remote, state } = aServer(first);
		const here = aKeeper(remote);
		await here.start();
		state.set = second;
		await aKeeper(remote).start();
		state.failing = 'no-network';
		await here.check();
		expect(await here.ready()).toEqual(second);
	});

	it('are used on after they were given up to make room, and stored again later', async () => {
		const { remote } = aServer(first);
		const keeper = aKeeper(remote);
		await keeper.start();
		keeper.letGo();
		await deleteDB(name);
		await keeper.check();
		expect(await database.read()).toBeNull();
		expect(await keeper.ready()).toEqual(first);
		now += LET_GO_FOR_MS;
		await keeper.check();
		expect(await database.read()).toEqual(first);
	});

	it('can be used on a device that stores nothing', async () => {
		database = { ...database, read: async () => null, write: async () => false };
		const keeper = aKeeper(aServer(first).remote);
		await keeper.start();
		expect(await keeper.ready()).toEqual(first);
	});
});

describe('the database they are in', () => {
	it('keeps the catalogue that an older app has stored without them', async () => {
		const manifest = { version: 1, hash: 'h', etag: null, publishedAt: 1, checkedAt: 2 };
		const older = await openDB(name, 10, {
			upgrade(raw) {
				for (const table of ['manifest', 'chunks', 'index']) raw.createObjectStore(table);
			}
		});
		await older.put('manifest', { ...manifest, entries: 0, chunks: 0 }, 'current');
		await older.put('index', 'index', 'current');
		older.close();
		expect(await database.read()).toBeNull();
		expect(await database.write(first)).toBe(true);
		const catalogue = createCatalogueDatabase(name);
		expect(await catalogue.read()).toMatchObject({ ok: true, stored: { manifest } });
		catalogue.close();
	});

	it('keeps the rules when the catalogue is written anew', async () => {
		await database.write(first);
		const catalogue = createCatalogueDatabase(name);
		const manifest = { version: 1, hash: 'h', etag: null, publishedAt: 1, checkedAt: 2 };
		const stored = { manifest: { ...manifest, entries: 0, chunks: 0 }, chunks: [], indexText: '' };
		expect(await catalogue.writeAll(stored)).toEqual({ ok: true });
		catalogue.close();
		expect(await database.read()).toEqual(first);
	});
});
