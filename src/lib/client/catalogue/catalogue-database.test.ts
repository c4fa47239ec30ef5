import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import {
	createCatalogueDatabase,
	type CatalogueDatabase,
	type StoredCatalogue
} from './catalogue-database';
import { applyToChunks, packChunks } from './chunks';

function anEntry(id: string): CatalogueEntry {
	return { id, name: `Servizio ${id}`, provider: { name: 'Ente' } } as CatalogueEntry;
}

function aCatalogue(version: number, ids: string[]): StoredCatalogue {
	const chunks = packChunks(ids.map(anEntry), 2);
	return {
		manifest: {
			version,
			hash: `hash-${version}`,
			etag: `"${version}"`,
			publishedAt: 1,
			checkedAt: 2,
			entries: ids.length,
			chunks: chunks.length
		},
		chunks,
		indexText: `index-${version}`
	};
}

let name = '';
let database: CatalogueDatabase;
let count = 0;

beforeEach(() => {
	name = `catalogue-${(count += 1)}`;
	database = createCatalogueDatabase(name);
});
afterEach(async () => {
	database.close();
	await Dexie.delete(name);
});

/** Reaches under the repository, as a damaged disk would. */
async function damage(work: (raw: Dexie) => Promise<unknown>) {
	const raw = await new Dexie(name).open();
	await work(raw);
	raw.close();
}

describe('the stored catalogue', () => {
	it('reads back the catalogue it wrote', async () => {
		const stored = aCatalogue(3, ['a', 'b', 'c']);
		expect(await database.writeAll(stored)).toEqual({ ok: true });
		expect(await database.read()).toEqual({ ok: true, stored });
	});

	it('says that a tablet which never had one has none', async () => {
		expect(await database.read()).toEqual({ ok: false, error: { kind: 'missing' } });
		expect(await database.storedVersion()).toBeNull();
	});

	it('takes away the records of a longer catalogue that came before', async () => {
		await database.writeAll(aCatalogue(1, ['a', 'b', 'c', 'd', 'e']));
		await database.writeAll(aCatalogue(2, ['a']));
		expect(await database.read()).toEqual({ ok: true, stored: aCatalogue(2, ['a']) });
	});

	it('does not let a slower tab put an older version over a newer one', async () => {
		await database.writeAll(aCatalogue(5, ['a']));
		expect(await database.writeAll(aCatalogue(4, ['b']))).toEqual({
			ok: false,
			error: { kind: 'older' }
		});
		expect(await database.storedVersion()).toBe(5);
	});

	it('goes back to an older version when the server was restored and says so', async () => {
		await database.writeAll(aCatalogue(5, ['a']));
		expect(await database.writeAll(aCatalogue(4, ['b']), { force: true })).toEqual({ ok: true });
		expect(await database.storedVersion()).toBe(4);
	});

	it('writes what a delta touched and nothing else', async () => {
		const stored = aCatalogue(1, ['a', 'b', 'c', 'd']);
		await database.writeAll(stored);
		const touched = applyToChunks(stored.chunks, [anEntry('e')], ['a'], 2);
		const next: StoredCatalogue = {
			...stored,
			manifest: { ...stored.manifest, version: 2, chunks: stored.chunks.length },
			indexText: 'index-2'
		};
		expect(await database.writeTouched(1, next, touched)).toEqual({ ok: true });
		expect(await database.read()).toEqual({ ok: true, stored: next });
	});

	it('refuses a delta made for another version', async () => {
		const stored = aCatalogue(1, ['a']);
		await database.writeAll(stored);
		const answer = await database.writeTouched(7, aCatalogue(8, ['b']), new Set([0]));
		expect(answer).toEqual({ ok: false, error: { kind: 'older' } });
		expect(await database.read()).toEqual({ ok: true, stored });
	});

	it('keeps the old catalogue whole when a write fails half way', async () => {
		const stored = aCatalogue(1, ['a', 'b', 'c']);
		await database.writeAll(stored);
		const broken = aCatalogue(2, ['d', 'e', 'f']);
		// A record that cannot be cloned stops the transaction after the chunks were written.
		(broken as { indexText: unknown }).indexText = () => 'not data';
		expect(await database.writeAll(broken)).toMatchObject({
			ok: false,
			error: { kind: 'storage' }
		});
		expect(await database.read()).toEqual({ ok: true, stored });
	});

	it('goes whole, from under another tab too, and says whether there was any', async () => {
		const otherTab = createCatalogueDatabase(name);
		expect(await database.remove()).toBe(false);
		await otherTab.writeAll(aCatalogue(1, ['a']));
		expect(await database.remove()).toBe(true);
		expect(await otherTab.read()).toEqual({ ok: false, error: { kind: 'missing' } });
		expect(await otherTab.writeAll(aCatalogue(2, ['a']))).toEqual({ ok: true });
		otherTab.close();
	});

	it('remembers when the server last confirmed it', async () => {
		await database.writeAll(aCatalogue(1, ['a']));
		await database.noteChecked(1, { etag: '"x"', checkedAt: 99 });
		const read = await database.read();
		expect(read.ok && read.stored.manifest).toMatchObject({ etag: '"x"', checkedAt: 99 });
	});

	it.each<[string, (raw: Dexie) => Promise<unknown>]>([
		['a record of entries is gone', (raw) => raw.table('chunks').delete(0)],
		['a record of entries is cut short', (raw) => raw.table('chunks').put('[{"id":"a"', 0)],
		['a record of entries lost one', (raw) => raw.table('chunks').put('[]', 1)],
		['the index is gone', (raw) => raw.table('index').clear()],
		['the manifest is gone', (raw) => raw.table('manifest').clear()]
	])('calls it damaged when %s', async (_, break_) => {
		await database.writeAll(aCatalogue(1, ['a', 'b', 'c']));
		await damage(break_);
		expect(await database.read()).toMatchObject({ ok: false, error: { kind: 'damaged' } });
	});
});
