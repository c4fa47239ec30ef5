import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import MiniSearch from 'minisearch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import { noFilters } from '$lib/domain/catalogue/filters';
import { indexOptions } from '$lib/domain/catalogue/search-settings';
import { createCatalogueDatabase, type CatalogueDatabase } from './catalogue-database';
import { createKeeper } from './keeper';
import type { CatalogueStatus } from './protocol';
import type { RemoteResult } from './public-answers';
import type { CatalogueRemote, Changes } from './remote';

const named = (id: string, name: string): CatalogueEntry =>
	({ id, name, provider: { name: 'Ente' }, status: 'active' }) as CatalogueEntry;

/** A city's server with as many versions as it was given; the last one is current. */
function aServer(...versions: CatalogueEntry[][]) {
	const asked: string[] = [];
	const state = { versions, offline: false, forgetChanges: false, countOff: 0 };
	const fail = { ok: false, error: { kind: 'no-network' } } as const;
	const remote: CatalogueRemote = {
		async current(etag) {
			asked.push('current');
			if (state.offline) return fail;
			const version = state.versions.length;
			if (etag === `"${version}"`) return { ok: true, value: 'not-modified' };
			const entries = (state.versions.at(-1)?.length ?? 0) + state.countOff;
			return {
				ok: true,
				value: {
					version,
					hash: `hash-${version}`,
					size: 1,
					transferSize: 1,
					publishedAt: version * 1000,
					entries,
					etag: `"${version}"`
				}
			};
		},
		async snapshot(hash) {
			asked.push(`snapshot ${hash}`);
			if (state.offline) return fail;
			const version = state.versions.length;
			const entries = state.versions[version - 1] ?? [];
			const index = new MiniSearch<CatalogueEntry>(indexOptions);
			index.addAll(entries);
			return { ok: true, value: { version, entries, indexText: JSON.stringify(index) } };
		},
		async changes(from): Promise<RemoteResult<Changes | 'too-old'>> {
			asked.push(`changes ${from}`);
			if (state.offline) return fail;
			if (state.forgetChanges) return { ok: true, value: 'too-old' };
			const before = new Map((state.versions[from - 1] ?? []).map((one) => [one.id, one.name]));
			const after = state.versions.at(-1) ?? [];
			const upserts = after.filter((one) => before.get(one.id) !== one.name);
			const kept = new Set(after.map((one) => one.id));
			const removed = [...before.keys()].filter((id) => !kept.has(id));
			const to = state.versions.length;
			return { ok: true, value: { to, hash: `hash-${to}`, upserts, removed } };
		}
	};
	return { remote, asked, state };
}

let name = '';
let database: CatalogueDatabase;
let count = 0;
let passedMs = 0;
const said: CatalogueStatus[] = [];

beforeEach(() => {
	name = `keeper-${(count += 1)}`;
	database = createCatalogueDatabase(name);
	said.length = 0;
	passedMs = 0;
});
afterEach(async () => {
	database.close();
	await Dexie.delete(name);
});

function aKeeper(remote: CatalogueRemote, on: CatalogueDatabase = database, now = 5000) {
	return createKeeper({
		remote,
		database: on,
		now: () => now + passedMs,
		alone: (work) => work(),
		onStatus: (status) => said.push(status)
	});
}

async function names(keeper: ReturnType<typeof aKeeper>, text = '') {
	const catalogue = await keeper.ready();
	return catalogue
		?.search({ text, filters: noFilters, offset: 0, limit: 50 })
		.hits.map((hit) => hit.name);
}

/** As a damaged disk does, under the repository. */
async function cutIndex() {
	const raw = await new Dexie(name).open();
	await raw.table('index').put('{"cut', 'current');
	raw.close();
}

const first = [named('a', 'Pasti a domicilio'), named('b', 'Aiuto compiti')];
const second = [named('a', 'Pasti caldi a domicilio'), named('c', 'Trasporto sociale')];

describe('keeping the catalogue on the device', () => {
	it('answers as soon as it arrived, and says it is kept only once it is stored', async () => {
		const keeper = aKeeper(aServer(first).remote);
		await keeper.start();
		const ready = said.filter(({ kind }) => kind === 'ready');
		expect(ready[0]?.kept).toBe(false);
		expect(ready.at(-1)).toMatchObject({ kept: true, entries: 2, version: 1, checkedAt: 5000 });
		expect(await names(keeper)).toEqual(['Aiuto compiti', 'Pasti a domicilio']);
	});

	it('opens with the server dead after it was kept once, and says when it was last checked', async () => {
		const { remote, state } = aServer(first);
		await aKeeper(remote).start();
		state.offline = true;
		const keeper = aKeeper(remote, database, 9999);
		await keeper.start();
		expect(await names(keeper, 'compiti')).toEqual(['Aiuto compiti']);
		expect(keeper.status).toMatchObject({
			kind: 'ready',
			kept: true,
			checkedAt: 5000,
			problem: 'no-network'
		});
	});

	it('says that the catalogue is not here yet when there never was a network', async () => {
		const { remote, state } = aServer(first);
		state.offline = true;
		const keeper = aKeeper(remote);
		await keeper.start();
		expect(keeper.status).toMatchObject({ kind: 'missing', problem: 'no-network' });
		expect(await keeper.ready()).toBeNull();
		state.offline = false;
		await keeper.check();
		expect(await names(keeper)).toHaveLength(2);
	});

	it('takes only what changed, finds the new and no longer finds the old', async () => {
		const { remote, asked, state } = aServer(first);
		const keeper = aKeeper(remote);
		await keeper.start();
		state.versions.push(second);
		await keeper.check();
		expect(asked.filter((one) => one.startsWith('snapshot'))).toEqual(['snapshot hash-1']);
		expect(await names(keeper, 'trasporto')).toEqual(['Trasporto sociale']);
		expect(await names(keeper, 'compiti')).toEqual([]);
		expect(await names(keeper, 'caldi')).toEqual(['Pasti caldi a domicilio']);
		expect(keeper.status).toMatchObject({ version: 2, entries: 2, kept: true });
	});

	it('stores a delta so that the next opening has it, with the server dead', async () => {
		const { remote, state } = aServer(first);
		const keeper = aKeeper(remote);
		await keeper.start();
		state.versions.push(second);
		await keeper.check();
		state.offline = true;
		const reopened = aKeeper(remote);
		await reopened.start();
		expect(await names(reopened)).toEqual(['Pasti caldi a domicilio', 'Trasporto sociale']);
		expect(reopened.status).toMatchObject({ version: 2, kept: true });
	});

	it('takes a snapshot when the server no longer knows what changed', async () => {
		const { remote, asked, state } = aServer(first);
		const keeper = aKeeper(remote);
		await keeper.start();
		state.versions.push(second);
		state.forgetChanges = true;
		await keeper.check();
		expect(asked.at(-1)).toBe('snapshot hash-2');
		expect(await names(keeper)).toEqual(['Pasti caldi a domicilio', 'Trasporto sociale']);
	});

	it('takes a snapshot when a delta does not add up to what the server announced', async () => {
		const { remote, asked, state } = aServer(first);
		const keeper = aKeeper(remote);
		await keeper.start();
		state.versions.push(second);
		state.countOff = 1;
		await keeper.check();
		expect(asked.at(-1)).toBe('snapshot hash-2');
	});

	it('asks for nothing more while the server says that nothing changed', async () => {
		const { remote, asked } = aServer(first);
		const keeper = aKeeper(remote);
		await keeper.start();
		await keeper.check();
		expect(asked).toEqual(['current', 'snapshot hash-1', 'current']);
	});

	it('shares one check between those who ask at the same moment', async () => {
		const { remote, asked } = aServer(first);
		const keeper = aKeeper(remote);
		await Promise.all([keeper.check(), keeper.check()]);
		expect(asked.filter((one) => one === 'current')).toHaveLength(1);
	});

	it('goes back with a server that was restored from an older backup', async () => {
		const { remote, state } = aServer(first, second);
		const keeper = aKeeper(remote);
		await keeper.start();
		state.versions.pop();
		await keeper.check();
		expect(keeper.status).toMatchObject({ version: 1, kept: true });
		expect(await names(keeper)).toEqual(['Aiuto compiti', 'Pasti a domicilio']);
	});

	it('replaces a stored copy that cannot be read, and says that it did', async () => {
		const { remote } = aServer(first);
		await aKeeper(remote).start();
		await cutIndex();
		const keeper = aKeeper(remote);
		await keeper.start();
		expect(await names(keeper)).toHaveLength(2);
		expect(keeper.status).toMatchObject({ kind: 'ready', repaired: true, kept: true });
	});

	it('replaces it too when somebody searches while the server is being asked', async () => {
		const { remote } = aServer(first);
		await aKeeper(remote).start();
		await cutIndex();
		const { current } = remote;
		let answerIt: () => void = () => undefined;
		const asked = new Promise<void>((resolve) => (answerIt = resolve));
		remote.current = async (etag) => {
			await asked;
			return current(etag);
		};
		const keeper = aKeeper(remote);
		const started = keeper.start();
		await expect.poll(() => keeper.status.kind).toBe('ready');
		const found = names(keeper);
		answerIt();
		await started;
		expect(await found).toHaveLength(2);
		expect(keeper.status).toMatchObject({ kind: 'ready', repaired: true, kept: true });
	});

	it('says that what it has cannot be searched when there is no network to replace it', async () => {
		const { remote, state } = aServer(first);
		await aKeeper(remote).start();
		await cutIndex();
		state.offline = true;
		const keeper = aKeeper(remote);
		await keeper.start();
		expect(await names(keeper)).toBeUndefined();
		const nothing = { kind: 'error', problem: 'damaged-stored', entries: 0, kept: false };
		expect(keeper.status).toMatchObject(nothing);
	});

	it('answers everybody who searches while it is being replaced', async () => {
		const { remote } = aServer(first);
		await aKeeper(remote).start();
		await cutIndex();
		const keeper = aKeeper(remote);
		await keeper.start();
		const asked = await Promise.all([names(keeper), names(keeper), names(keeper)]);
		expect(asked.map((found) => found?.length)).toEqual([2, 2, 2]);
	});

	it('goes on answering when what another tab has stored is damaged', async () => {
		const { remote, state } = aServer(first);
		const here = aKeeper(remote);
		await here.start();
		await names(here);
		state.versions.push(second);
		await aKeeper(remote).start();
		await cutIndex();
		state.offline = true;
		await here.check();
		expect(await names(here)).toEqual(['Aiuto compiti', 'Pasti a domicilio']);
		state.offline = false;
		await here.check();
		expect(here.status).toMatchObject({ kind: 'ready', version: 2, kept: true });
		const reopened = aKeeper(remote);
		state.offline = true;
		await reopened.start();
		expect(await names(reopened, 'trasporto')).toEqual(['Trasporto sociale']);
	});

	it('says that the stored copy cannot be read when there is no network to replace it', async () => {
		const { remote, state } = aServer(first);
		await aKeeper(remote).start();
		const raw = await new Dexie(name).open();
		await raw.table('chunks').clear();
		raw.close();
		state.offline = true;
		const keeper = aKeeper(remote);
		await keeper.start();
		expect(keeper.status).toMatchObject({ kind: 'error', problem: 'damaged-stored' });
	});

	it('can be used on a device with no room for it, which it says', async () => {
		const full: CatalogueDatabase = {
			...database,
			writeAll: async () => ({ ok: false, error: { kind: 'storage', reason: 'QuotaExceeded' } })
		};
		const keeper = aKeeper(aServer(first).remote, full);
		await keeper.start();
		expect(keeper.status).toMatchObject({ kind: 'ready', kept: false, problem: 'not-kept' });
		expect(await names(keeper)).toHaveLength(2);
	});

	it('answers on when it was given up to make room, says so, and is stored again an hour later', async () => {
		const { remote, state } = aServer(first);
		const keeper = aKeeper(remote);
		await keeper.start();
		expect(await keeper.letGo()).toBe(true);
		expect(await database.read()).toEqual({ ok: false, error: { kind: 'missing' } });
		expect(keeper.status).toMatchObject({ kind: 'ready', kept: false, problem: 'not-kept' });
		expect(await names(keeper)).toHaveLength(2);
		state.versions.push(second);
		await keeper.check();
		expect(keeper.status).toMatchObject({ version: 2, kept: false, problem: 'not-kept' });
		expect(await keeper.letGo()).toBe(false);
		passedMs = 60 * 60_000;
		await keeper.check();
		expect(keeper.status).toMatchObject({ version: 2, kept: true, problem: null });
		expect(await aKeeper(remote).check()).toMatchObject({ version: 2 });
	});

	it('keeps using what it has when a download arrives damaged', async () => {
		const { remote, state } = aServer(first);
		const keeper = aKeeper(remote);
		await keeper.start();
		state.versions.push(second);
		state.forgetChanges = true;
		remote.snapshot = async () => ({ ok: false, error: { kind: 'damaged-download' } });
		await keeper.check();
		expect(await names(keeper)).toEqual(['Aiuto compiti', 'Pasti a domicilio']);
		expect(keeper.status).toMatchObject({ version: 1, problem: 'damaged-download' });
	});

	it('takes over what another tab has stored instead of fetching it again', async () => {
		const { remote, asked, state } = aServer(first);
		const here = aKeeper(remote);
		await here.start();
		state.versions.push(second);
		await aKeeper(remote).start();
		asked.length = 0;
		await here.check();
		expect(asked).toEqual(['current']);
		expect(await names(here, 'trasporto')).toEqual(['Trasporto sociale']);
	});
});
