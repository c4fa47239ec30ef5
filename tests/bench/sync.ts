/**
 * Ten thousand records of 500 bytes, up and down: real Chromium and IndexedDB, the real server in its own process. The
 * records are written into the tablet's outbox while the server is away, as months of work without a network would be.
 */
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Page } from '@playwright/test';
import { signIn, syncChip } from '../e2e/support/desk.ts';
import { rounded, type Bench, type Outcome } from './harness.ts';

const RECORDS = 10_000;
const RECORD_BYTES = 500;
const LIMIT_MS = 5 * 60 * 1000;

function records(actor: string): object[] {
	return Array.from({ length: RECORDS }, (_, index) => {
		const details = {
			name: `Persona ${index}`,
			phone: `+39333${String(index).padStart(7, '0')}`,
			language: 'it',
			neighbourhoodId: 'cambonino',
			findAgain: ''
		};
		const args = { personId: randomUUID(), accessPointId: 'cambonino', details };
		details.findAgain = 'x'.repeat(
			Math.max(0, Math.min(300, RECORD_BYTES - JSON.stringify(args).length))
		);
		const envelope = {
			v: 0,
			id: uuidv7(),
			actor,
			name: 'person.register',
			args,
			baseVersions: {},
			dependsOn: [],
			at: Date.now()
		};
		return { envelope };
	});
}

/** Writes into the outbox of the one person's database on this browser. */
async function fillOutbox(page: Page): Promise<void> {
	const actor = await page.evaluate(async () => {
		const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
		return names.find((name) => /^sportello-[0-9a-f-]{36}$/.test(name))?.slice('sportello-'.length);
	});
	if (!actor) throw new Error('Nobody has a database on this browser.');
	await page.evaluate(
		async ([database, entries]) => {
			const db = await new Promise<IDBDatabase>((resolve, reject) => {
				const opening = indexedDB.open(database);
				opening.onsuccess = () => resolve(opening.result);
				opening.onerror = () => reject(opening.error);
			});
			const transaction = db.transaction(['outbox'], 'readwrite', { durability: 'strict' });
			for (const entry of entries) transaction.objectStore('outbox').add(entry);
			await new Promise((resolve, reject) => {
				transaction.oncomplete = resolve;
				transaction.onerror = () => reject(transaction.error);
			});
			db.close();
		},
		[`sportello-${actor}`, records(actor)] as const
	);
}

/** Milliseconds from the first request to `path` until the chip says that everything is sent. */
async function untilAllSent(
	page: Page,
	path: string,
	start: () => Promise<unknown>
): Promise<number> {
	const first = page.waitForRequest((request) => request.url().includes(path), {
		timeout: LIMIT_MS
	});
	await start();
	await first;
	const from = performance.now();
	await syncChip(page).filter({ hasText: 'Tutto inviato' }).waitFor({ timeout: LIMIT_MS });
	return performance.now() - from;
}

export async function syncBench({ server, open }: Bench): Promise<Outcome> {
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
	const upMs = await untilAllSent(sender.page, '/api/sync/push', () => server.restart());
	await sender.context.close();

	const reader = await open('reader', { slow: false });
	const downMs = await untilAllSent(reader.page, '/api/sync/pull', () =>
		signIn(reader.page, 'marta')
	);
	return {
		n: RECORDS,
		slowdown: 'none',
		metrics: { up_10k_ms: rounded(upMs), down_10k_ms: rounded(downMs) }
	};
}
