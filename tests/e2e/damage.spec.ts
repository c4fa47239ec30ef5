import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { readyForOffline, registerRequest, signIn } from './support/desk.ts';
import { examine } from './support/examine.ts';
import { expect, test } from './support/fixtures.ts';
import type { RunningServer } from './support/server.ts';
import { readServerRecords } from './support/server-records.ts';
import { enrol, enrolmentCode, lock, lockScreen, signInOnTablet } from './support/shared-tablet.ts';
import { firstPage, type Tablets } from './support/tablets.ts';

const newRequest = (page: Page, name: string) =>
	registerRequest(page, { name, phone: '333 000 0001', need: 'Spesa e pasti' }, async () =>
		page
			.getByRole('main')
			.getByRole('link', { name: /Nuova richiesta/ })
			.first()
			.click()
	);

/** An administrator's page, and a tablet with one request on the server and two that are only on the tablet. */
async function withUnsent(server: RunningServer, tablets: Tablets) {
	const admin = await firstPage(await tablets.open('ada'));
	await signIn(admin, 'ada');
	const code = await enrolmentCode(admin, { name: 'Banco 1', accessPointId: 'cambonino' });
	const context = await tablets.open('tablet');
	const page = await firstPage(context);
	await enrol(page, code);
	await signInOnTablet(page, 'marta');
	await readyForOffline(page);
	await page.goto('/oggi');
	await lockScreen(page);
	await signInOnTablet(page, 'marta');
	await newRequest(page, 'Anna Esempio');
	await expect.poll(() => readServerRecords(server.dataDir).requests).toHaveLength(1);
	await expect(page.getByRole('banner').getByText('Tutto inviato')).toBeVisible();
	await server.kill9();
	for (const name of ['Bruno Esempio', 'Carla Esempio']) await newRequest(page, name);
	await lock(page);
	return { admin, context };
}

/** The folders of a profile in which Chromium keeps the databases of sites, their files, and their small storage. */
function folder(tablets: Tablets, name: 'IndexedDB' | 'File System' | 'Local Storage'): string {
	const path = join(tablets.folder('tablet'), 'Default', name);
	expect(existsSync(path)).toBe(true);
	return path;
}

async function reopen(tablets: Tablets): Promise<{ context: BrowserContext; page: Page }> {
	const context = await tablets.open('tablet');
	const page = await firstPage(context);
	await page.goto('/entra');
	await lockScreen(page);
	return { context, page };
}

function overwrite(path: string): number {
	let bytes = 0;
	for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
		const file = join(path, name);
		if (!statSync(file).isFile()) continue;
		bytes += readFileSync(file).length;
		writeFileSync(file, Buffer.alloc(statSync(file).size, 0xa5));
	}
	return bytes;
}

function requestsOnServer(server: RunningServer): string[] {
	return readServerRecords(server.dataDir)
		.requests.map(({ personName }) => personName)
		.sort();
}

const ALL = ['Anna Esempio', 'Bruno Esempio', 'Carla Esempio'];

test('a tablet whose database was overwritten says so, and sends every record once from its second copy', async ({
	server,
	tablets,
	guard
}) => {
	guard.expectServerGone();
	const { context } = await withUnsent(server, tablets);
	await context.close();
	expect(overwrite(folder(tablets, 'IndexedDB'))).toBeGreaterThan(0);

	const { page } = await reopen(tablets);
	await expect(page.getByText('2 schede erano danneggiate e sono state ricostruite.')).toBeVisible();
	await expect(page.getByText('2 da inviare')).toBeVisible();
	await examine(page);
	await server.restart();
	await expect.poll(() => requestsOnServer(server)).toEqual(ALL);
	await expect(page.getByText('Tutto inviato')).toBeVisible();
});
