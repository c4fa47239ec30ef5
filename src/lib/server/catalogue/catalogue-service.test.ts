import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import MiniSearch from 'minisearch';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEmptyCatalogue, enter } from '../../../../tests/builders/catalogue.ts';
import { anHsdsService } from '../../../../tests/builders/hsds.ts';
import type { Connection } from '../../../../db/connection.ts';
import {
	catalogueChangesSchema,
	catalogueManifestSchema,
	catalogueSnapshotSchema,
	type CatalogueChanges,
	type CatalogueManifest,
	type CatalogueSnapshot
} from '../../domain/catalogue/publication.ts';
import { indexOptions, planSearch } from '../../domain/catalogue/search-settings.ts';
import { changesAnswer, chooseEncoding, manifestAnswer, snapshotAnswer } from './answers.ts';
import { createCatalogueService, type CatalogueService } from './catalogue-service.ts';

let folder: string;
let connection: Connection;
let catalogue: CatalogueService;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'sportello-catalogue-'));
	connection = anEmptyCatalogue();
	catalogue = createCatalogueService(connection, folder, { now: () => 1_700_000_000_000 });
});
afterEach(async () => {
	connection.close();
	await rm(folder, { recursive: true, force: true });
});

const request = (path: string, headers: Record<string, string> = {}) =>
	new Request(`http://localhost${path}`, { headers });

async function manifest(): Promise<CatalogueManifest> {
	const answer = manifestAnswer(catalogue, request('/api/catalogue'));
	return v.parse(catalogueManifestSchema, await answer.json());
}
async function snapshot(hash: string): Promise<CatalogueSnapshot> {
	const answer = await snapshotAnswer(catalogue, request('/'), hash);
	return v.parse(catalogueSnapshotSchema, await answer.json());
}
async function changes(from: number, hash?: string): Promise<CatalogueChanges> {
	const path = `/api/catalogue/changes?from=${from}${hash ? `&hash=${hash}` : ''}`;
	const answer = changesAnswer(catalogue, request(path));
	expect(answer.status).toBe(200);
	return v.parse(catalogueChangesSchema, await answer.json());
}
async function publish(...services: unknown[]) {
	if (services.length > 0) await enter(connection, services);
	return catalogue.publish();
}

describe('publishing the catalogue', { timeout: 30_000 }, () => {
	it('gives devices all entries with an index that finds them', async () => {
		const meals = anHsdsService({ name: 'Pasti caldi a casa' });
		await publish(meals, anHsdsService({ name: 'Mediazione familiare' }));
		const { version, hash, size, entries } = await manifest();
		expect({ version, entries }).toEqual({ version: 1, entries: 2 });

		const bytes = await catalogue.snapshot(hash, 'identity');
		expect(bytes?.length).toBe(size);
		expect(
			createHash('sha256')
				.update(bytes ?? '')
				.digest('hex')
		).toBe(hash);
		const published = await snapshot(hash);
		expect(published.entries.map(({ name }) => name).sort()).toEqual([
			'Mediazione familiare',
			'Pasti caldi a casa'
		]);
		const index = MiniSearch.loadJSON(JSON.stringify(published.index), indexOptions);
		expect(
			index.search(planSearch('pasto caldo')?.query ?? '').map(({ id }) => id as string)
		).toEqual([meals.id]);
	});

	it('makes no new version while nothing changes for the devices', async () => {
		const service = anHsdsService();
		await publish(service);
		const before = await manifest();
		expect(await publish()).toMatchObject({ isNew: false });
		expect(await publish({ ...service, licenses: 'not on any card' })).toMatchObject({
			isNew: false
		});
		expect(await manifest()).toEqual(before);
	});

	it('tells a device only what changed since its version', async () => {
		const [a, b, c] = [anHsdsService(), anHsdsService(), anHsdsService()];
		await publish(a, b);
		const first = await manifest();
		await publish({ ...a, name: 'Pasti caldi' });
		await publish(c);
		expect(await changes(1, first.hash)).toMatchObject({ from: 1, to: 3, removed: [] });
		expect((await changes(1)).upserts.map(({ name }) => name).sort()).toEqual([
			'Pasti a domicilio',
			'Pasti caldi'
		]);
		expect((await changes(2)).upserts.map(({ id }) => id)).toEqual([c.id]);
		expect(await changes(3)).toMatchObject({ from: 3, to: 3, upserts: [], removed: [] });
	});

	it('brings a device from any version to exactly the latest snapshot', async () => {
		const ids = Array.from({ length: 8 }, () => randomUUID());
		const held: Map<string, unknown>[] = [];
		for (let round = 1; round <= 6; round += 1) {
			const touched = ids.filter((_, index) => (index * round) % 3 === 0);
			await publish(
				...touched.map((id, index) =>
					anHsdsService({
						id,
						name: `Servizio ${index} ${round}`,
						status: (index + round) % 4 === 0 ? 'defunct' : 'active'
					})
				)
			);
			const { entries } = await snapshot((await manifest()).hash);
			held.push(new Map(entries.map((entry) => [entry.id, entry])));
		}
		const latest = new Map(held.at(-1));
		for (const [index, entries] of held.entries()) {
			const { upserts, removed } = await changes(index + 1);
			for (const entry of upserts) entries.set(entry.id, entry);
			for (const id of removed) entries.delete(id);
			expect(entries).toEqual(latest);
		}
	});

	it('takes services that are no more away from the devices, and gives them back', async () => {
		const service = anHsdsService();
		await publish(service, anHsdsService());
		await publish({ ...service, status: 'defunct' });
		expect(await manifest()).toMatchObject({ version: 2, entries: 1 });
		expect(await changes(1)).toMatchObject({ upserts: [], removed: [service.id] });
		await publish(service);
		expect(await changes(1)).toMatchObject({ upserts: [{ id: service.id }], removed: [] });
	});

	it('shows a new name of an organization on every card that names it', async () => {
		const organization = { id: randomUUID(), name: 'Comune', description: 'x' };
		const [a, b] = [anHsdsService({ organization }), anHsdsService({ organization })];
		await publish(a, b, anHsdsService());
		await publish({ ...a, organization: { ...organization, name: 'Comune di Cremona' } });
		expect((await changes(1)).upserts.map(({ provider }) => provider.name)).toEqual([
			'Comune di Cremona',
			'Comune di Cremona'
		]);
	});

	it('notices at a request what another process imported, and publishes it', async () => {
		await publish(anHsdsService());
		await enter(connection, [anHsdsService()]);
		expect(await manifest()).toMatchObject({ version: 1 });
		await catalogue.publish();
		expect(await manifest()).toMatchObject({ version: 2, entries: 2 });
	});

	it('publishes again when its files are gone', async () => {
		await publish(anHsdsService());
		await rm(join(folder, 'catalogue'), { recursive: true });
		expect(manifestAnswer(catalogue, request('/')).status).toBe(503);
		await catalogue.publish();
		expect(await manifest()).toMatchObject({ version: 2, entries: 1 });
	});

	it('keeps the last three snapshots, whole, in both encodings', async () => {
		const service = anHsdsService();
		for (let round = 0; round < 5; round += 1) await publish({ ...service, name: `Nome ${round}` });
		const files = await readdir(join(folder, 'catalogue'));
		expect(files).toHaveLength(6);
		expect(files.every((file) => /^[0-9a-f]{64}\.json\.(br|gz)$/.test(file))).toBe(true);
	});

	it('starts over when another publisher was faster', async () => {
		const other = createCatalogueService(connection, folder);
		await enter(connection, [anHsdsService()]);
		const published = await Promise.all([catalogue.publish(), other.publish()]);
		expect(published.map(({ publication }) => publication.version)).toEqual([1, 1]);
		expect(published.filter(({ isNew }) => isNew)).toHaveLength(1);
	});

	it('publishes an empty catalogue too: a device is to know that there is nothing', async () => {
		await publish();
		expect(await manifest()).toMatchObject({ version: 1, entries: 0 });
	});
});

describe('the catalogue’s answers', () => {
	it('ask to come back while nothing is published yet', () => {
		const answer = manifestAnswer(catalogue, request('/api/catalogue'));
		expect(answer.status).toBe(503);
		expect(answer.headers.get('retry-after')).toBe('5');
		return catalogue.publish();
	});

	it('say 304 to who has it already', async () => {
		await publish(anHsdsService());
		const { hash } = await manifest();
		const paths: [string, (r: Request) => Response | Promise<Response>][] = [
			['/api/catalogue', (r) => manifestAnswer(catalogue, r)],
			[`/api/catalogue/snapshots/${hash}`, (r) => snapshotAnswer(catalogue, r, hash)],
			['/api/catalogue/changes?from=1', (r) => changesAnswer(catalogue, r)]
		];
		for (const [path, answer] of paths) {
			const first = await answer(request(path));
			const etag = first.headers.get('etag') ?? '';
			for (const tag of [etag, `W/${etag}`, `"other", ${etag}`]) {
				const again = await answer(request(path, { 'if-none-match': tag }));
				expect([again.status, await again.text()]).toEqual([304, '']);
			}
			expect((await answer(request(path, { 'if-none-match': '"other"' }))).status).toBe(200);
		}
	});

	it('give a snapshot for ever, in the encoding that is asked for', async () => {
		await publish(anHsdsService());
		const { hash } = await manifest();
		const plain = Buffer.from((await catalogue.snapshot(hash, 'identity')) ?? '');
		const decode = { br: brotliDecompressSync, gzip: gunzipSync };
		for (const encoding of ['br', 'gzip'] as const) {
			const answer = await snapshotAnswer(
				catalogue,
				request('/', { 'accept-encoding': `${encoding}, x` }),
				hash
			);
			expect(answer.headers.get('content-encoding')).toBe(encoding);
			expect(answer.headers.get('vary')).toBe('accept-encoding');
			expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
			expect(decode[encoding](Buffer.from(await answer.arrayBuffer())).equals(plain)).toBe(true);
		}
		const answer = await snapshotAnswer(catalogue, request('/'), hash);
		expect(answer.headers.has('content-encoding')).toBe(false);
	});

	it.each([
		[null, 'identity'],
		['gzip, deflate, br, zstd', 'br'],
		['gzip;q=1.0, br;q=0', 'gzip'],
		['*', 'br'],
		['identity', 'identity'],
		['BR', 'br']
	])('choose for %j %s', (header, encoding) => {
		expect(chooseEncoding(header)).toBe(encoding);
	});

	it('know no other snapshots, and no other files', async () => {
		await publish(anHsdsService());
		for (const hash of ['0'.repeat(64), '../sportello.sqlite', '']) {
			expect((await snapshotAnswer(catalogue, request('/'), hash)).status).toBe(404);
		}
	});

	it('say too-old of a version that this server never gave, or gave with other content', async () => {
		await publish(anHsdsService());
		for (const query of ['from=9', 'from=0', `from=1&hash=${'0'.repeat(64)}`]) {
			const answer = changesAnswer(catalogue, request(`/api/catalogue/changes?${query}`));
			expect([answer.status, await answer.json()]).toEqual([404, { error: { kind: 'too-old' } }]);
		}
		expect(changesAnswer(catalogue, request('/api/catalogue/changes?from=x')).status).toBe(400);
	});
});
