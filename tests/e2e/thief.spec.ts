/**
 * The thief's test: what is in the profile folder of a stolen tablet. That the same search finds all of it in the folder of
 * the same tablet, with the same records and the same hour's work, when nothing but the seal is switched off
 * (tests/thief/unsealed-app.ts), proves that it can.
 *
 * Seen to fail without the defence, one taken out at a time:
 * - a lock that loads no new page: names, telephones and words, the draft's too, are in its memory;
 * - rows also in clear: those that were received are on the disk, all of them;
 * - the desk's key given to its volunteer too: all but the draft is in the memory of the tablet that he unlocks.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIRequestContext, BrowserContext, Page } from '@playwright/test';
import { foundWords, searchFolder } from '../thief/search-folder.ts';
import {
	goTo,
	readyForOffline,
	registerRequest,
	requestRow,
	syncChip,
	toNewRequest
} from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { wordsInMemory } from './support/heap.ts';
import { draft, plantedWords, plantRecords, pulledWords, unsent } from './support/planted.ts';
import { enrol, enrolmentCode, lock, signInOnTablet, unlock } from './support/shared-tablet.ts';
import type { RunningServer } from './support/server.ts';
import { firstPage, type Tablets } from './support/tablets.ts';

/** The desk's records are all here. */
async function received(page: Page) {
	await goTo(page, 'Persone');
	const search = page.getByLabel('Cerca per nome, telefono o codice');
	await search.fill(pulledWords[9]!);
	await expect(page.getByRole('link', { name: pulledWords[9] })).toBeVisible();
	await search.fill(pulledWords[0]!);
	await expect(page.getByRole('link', { name: pulledWords[0] })).toBeVisible();
}

/** What a desk does in an hour: looks somebody up, registers, begins to write. The server is not there. */
async function anHourAtTheDesk(page: Page) {
	await goTo(page, 'Persone');
	await page.getByLabel('Cerca per nome, telefono o codice').fill(pulledWords[0]!);
	await page.getByRole('link', { name: pulledWords[0] }).click();
	await expect(page.getByRole('heading', { name: pulledWords[0] })).toBeVisible();
	await goTo(page, 'Richieste');
	// By its name: the people's own search is still there until this page has come.
	await page.getByLabel('Cerca per nome, codice o parole').fill(pulledWords[1]!);
	await requestRow(page, pulledWords[1]!).click();
	await expect(page.getByRole('heading', { name: pulledWords[1] })).toBeVisible();
	for (const { name, phone, words } of unsent) {
		await registerRequest(page, { name, phone, words, need: 'Spesa e pasti' });
	}
	await toNewRequest(page);
	await page.getByLabel('Forse la conosciamo già: cerca').fill(draft.name);
	await page.getByRole('button', { name: 'È una persona nuova', exact: true }).click();
	await page.getByRole('textbox', { name: 'Telefono' }).fill(draft.phone);
	await page.getByRole('button', { name: 'Per conto di un’altra persona', exact: true }).click();
	await page.getByLabel('Per conto di chi?').fill(draft.actingFor);
	await page.getByLabel('Con le sue parole').fill(draft.words);
	await expect(page.getByText(/Bozza al sicuro sul (tablet|computer)/)).toBeVisible();
	await page.getByRole('link', { name: 'Torna a Oggi' }).click();
	await expect(page.getByText(`Bozza di ${draft.name}`)).toBeVisible();
}

interface Stage {
	server: RunningServer;
	tablets: Tablets;
	admin: APIRequestContext;
}

interface Tablet {
	context: BrowserContext;
	page: Page;
	profile: string;
}

/** As the thief takes it: what a running browser has on its disk. */
function searchCopy(profile: string, words: readonly string[]) {
	const copy = mkdtempSync(join(tmpdir(), 'sportello-stolen-'));
	try {
		cpSync(profile, copy, { recursive: true, filter: (path) => !path.includes('Singleton') });
		return searchFolder(copy, words);
	} finally {
		rmSync(copy, { recursive: true });
	}
}

/** Both of them: enrolled, with the desk's records on it, an hour's work, and the server gone since before that. */
async function workOnTablet({ server, tablets, admin }: Stage): Promise<Tablet> {
	await plantRecords(server);
	const code = await enrolmentCode(admin);
	const context = await tablets.open('tablet', { isWhole: true });
	const page = await firstPage(context);
	await enrol(page, code);
	await signInOnTablet(page, 'piero');
	await readyForOffline(page);
	await page.goto('/entra');
	await signInOnTablet(page, 'marta');
	await received(page);
	await server.kill9();
	await anHourAtTheDesk(page);
	return { context, page, profile: tablets.folderOf('tablet') };
}

// Snapshots of a heap take their time.
test.describe.configure({ timeout: 480_000 });

test.beforeEach(({ guard }) => {
	guard.expectServerGone();
	if (!process.env.WHOLE_CHROMIUM_PATH) {
		console.log('WHOLE_CHROMIUM_PATH names no Chromium: a headless shell writes no history down.');
	}
});

test('a locked tablet with 500 records gives a thief none of them, nor of what was written on it', async ({
	server,
	tablets,
	admin
}) => {
	const worked = await workOnTablet({ server, tablets, admin });
	const { profile } = worked;
	let { context, page } = worked;
	expect(searchCopy(profile, plantedWords).findings).toEqual([]);
	expect(await wordsInMemory(page, plantedWords)).toEqual(plantedWords);

	await lock(page);
	expect(await wordsInMemory(page, plantedWords)).toEqual([]);
	expect(searchCopy(profile, plantedWords).findings).toEqual([]);
	await context.close();

	// A volunteer unlocks it, and has not what is the desk's.
	context = await tablets.open('tablet', { isWhole: true });
	page = await firstPage(context);
	await page.goto('/entra');
	await unlock(page, 'Piero G.');
	await expect(syncChip(page)).toBeVisible();
	expect(await wordsInMemory(page, plantedWords)).toEqual([]);
	await context.close();
	const closed = searchFolder(profile, plantedWords);
	expect(closed.findings).toEqual([]);
	expect(closed.unread).toEqual([]);
});

test.describe('the same tablet with its seal switched off', () => {
	test.use({ sealed: false });

	test(
		'gives the same search every word, locked as it is',
		{ tag: '@faults' },
		async ({ server, tablets, admin }) => {
			const { context, page, profile } = await workOnTablet({ server, tablets, admin });
			await lock(page);
			await context.close();
			expect(foundWords(searchFolder(profile, plantedWords), plantedWords)).toEqual(plantedWords);
		}
	);
});
