/**
 * Ten thousand records of 500 bytes, up and down: real Chromium and IndexedDB, the real server in its own process. The
 * records are written into the tablet's outbox while the server is away, as months of work without a network would be.
 */
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Locator, Page } from '@playwright/test';
import { signIn, syncChip } from '../e2e/support/desk.ts';
import { rounded, type Bench, type Outcome } from './harness.ts';

export const RECORDS = 10_000;
const RECORD_BYTES = 500;
const LIMIT_MS = 5 * 60 * 1000;

/** Arguments of so many registrations of a person, of so many bytes each. */
export function registrations(count = RECORDS, accessPointId = 'cambonino') {
	return Array.from({ length: count }, (_, index) => {
		const details = {
			name: `Persona ${index}`,
			phone: `+39333${String(index).padStart(7, '0')}`,
			language: 'it',
			neighbourhoodId: 'cambonino',
			findAgain: ''
		};
		const args = { personId: randomUUID(), accessPointId, details };
		details.findAgain = 'x'.repeat(
			Math.max(0, Math.min(300, RECORD_BYTES - JSON.stringify(args).length))
		);
		return args;
	});
}

function envelopes(actor: string): object[] {
	return registrations().map((args) => ({
		envelope: {
			v: 0,
			id: uuidv7(),
			actor,
			name: 'person.register',
			args,
			baseVersions: {},
			dependsOn: [],
			at: Date.now()
		}
	}));
}

/** Writes what a store holds into a database of this browser, as the app does. @param stores entries, by store */
export async function fill(
	page: Page,
	database: string,
	stores: Record<string, object[]>
): Promise<void> {
	await page.evaluate(
		async ([database, stores]) => {
			const db = await new Promise<IDBDatabase>((resolve, reject) => {
				const opening = indexedDB.open(database);
				opening.onsuccess = () => resolve(opening.result);
				opening.onerror = () => reject(opening.error);
			});
			const names = Object.keys(stores);
			const transaction = db.transaction(names, 'readwrite', { durability: 'strict' });
			for (const [name, entries] of Object.entries(stores)) {
				for (const entry of entries) transaction.objectStore(name).add(entry);
			}
			await new Promise((resolve, reject) => {
				transaction.oncomplete = resolve;
				transaction.onerror = () => reject(transaction.error);
			});
			db.close();
		},
		[database, stores] as const
	);
}

/** Writes into the outbox of the one person's database on this browser. */
async function fillOutbox(page: Page): Promise<void> {
	const actor = await page.evaluate(async () => {
		const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
		return names.find((name) => /^sportello-[0-9a-f-]{36}$/.test(name))?.slice('sportello-'.length);
	});
	if (!actor) throw new Error('Nobody has a database on this browser.');
	await fill(page, `sportello-${actor}`, { outbox: envelopes(actor) });
}

/** Milliseconds from the first request to `path` until the page says so. */
export async function untilSaid(
	page: Page,
	path: string,
	start: () => Promise<unknown>,
	said: Locator
): Promise<number> {
	const first = page.waitForRequest((request) => request.url().includes(path), {
		timeout: LIMIT_MS
	});
	await start();
	await first;
	const from = performance.now();
	await said.waitFor({ timeout: LIMIT_MS });
	return performance.now() - from;
}

/** Milliseconds for all of them to go up from a person's own computer. */
export async function clearUp({ server, open }: Bench): Promise<number> {
	const sender = await open('sender', { slow: false });
	await signIn(sender.page, 'marta');
	await sender.page.goto('/guida');
	await syncChip(sender.page).filter({ hasText: 'Tutto inviato' }).waitFor();
	await sender.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await server.kill9();
	await fillOutbox(sender.page);
	await sender.page.reload();
	await syncChip(sender.page)
		.filter({ hasText: '10000' })
		.or(syncChip(sender.page).filter({ hasText: '10.000' }))
		.waitFor();
	// "Tutto inviato" comes when it has received, too; here it ends with the server's last confirmation.
	const said = syncChip(sender.page).filter({ hasText: /Tutto inviato|Niente da inviare/ });
	const upMs = await untilSaid(sender.page, '/api/sync/push', () => server.restart(), said);
	await sender.context.close();
	return upMs;
}

export async function syncBench(bench: Bench): Promise<Outcome> {
	const upMs = await clearUp(bench);
	const reader = await bench.open('reader', { slow: false });
	const said = syncChip(reader.page).filter({ hasText: 'Tutto inviato' });
	const downMs = await untilSaid(
		reader.page,
		'/api/sync/pull',
		() => signIn(reader.page, 'marta'),
		said
	);
	return {
		n: RECORDS,
		slowdown: 'none',
		metrics: { up_10k_ms: rounded(upMs), down_10k_ms: rounded(downMs) }
	};
}
