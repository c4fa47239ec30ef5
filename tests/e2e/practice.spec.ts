/** Nothing of a practice leaves the page, or stays on the tablet. */
import type { Page } from '@playwright/test';
import { registerRequest, requestRow, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { readServerRecords } from './support/server-records.ts';
import { firstPage } from './support/tablets.ts';

const STRIP = 'Prova: niente viene inviato né salvato';
const INVENTED = 'Genoveffa Inventata';
const UNFINISHED = 'Teodolinda Inventata';
/** Whatever is written in a practice, and the examples it begins with. */
const OF_PRACTICE = /Inventata|(Anna|Ion|Teresa|Piero|Lucia|Collega)(%20| )di(%20| )prova/;

async function enterPractice(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Guida' }).click();
	await page.getByRole('button', { name: 'Comincia la prova' }).click();
	await expect(page.getByText(STRIP)).toBeVisible();
}

/** On the page of a new request. */
async function nameThem(page: Page, name: string): Promise<void> {
	await page.getByLabel('Forse la conosciamo già: cerca').fill(name);
	await page.getByRole('button', { name: 'È una persona nuova', exact: true }).click();
}

/** Everything the browser keeps on disk for this page: databases and storages, as text. */
function kept(page: Page): Promise<string> {
	return page.evaluate(async () => {
		const found: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
		for (const { name } of await indexedDB.databases()) {
			const opening = indexedDB.open(name ?? '');
			const database = await new Promise<IDBDatabase>((resolve, reject) => {
				opening.onsuccess = () => resolve(opening.result);
				opening.onerror = () => reject(opening.error ?? new Error('not opened'));
			});
			for (const table of database.objectStoreNames) {
				const reading = database.transaction(table).objectStore(table).getAll();
				await new Promise((resolve) => (reading.onsuccess = resolve));
				found.push(name, table, reading.result);
			}
			database.close();
		}
		return JSON.stringify(found);
	});
}

test('an operator practises: nothing is sent, nothing stays, one tap ends it', async ({
	server,
	tablets
}) => {
	const context = await tablets.open('marta');
	const sent: string[] = [];
	context.on('request', (request) => sent.push(request.url() + (request.postData() ?? '')));
	const page = await firstPage(context);
	await signIn(page, 'marta');
	await registerRequest(page, { name: 'Lucia Bianchi', need: 'Compagnia' });
	await enterPractice(page);

	await test.step('the real records are not there, invented ones are', async () => {
		await expect(requestRow(page, 'Anna di prova')).toBeVisible();
		await expect(page.getByText('Lucia Bianchi')).toHaveCount(0);
	});

	await test.step('a request is registered and another one half written', async () => {
		await page
			.getByRole('link', { name: /^Nuova richiesta/ })
			.first()
			.click();
		await nameThem(page, INVENTED);
		await page.getByRole('button', { name: 'Spesa e pasti', exact: true }).click();
		await page.getByRole('button', { name: 'Salva la richiesta' }).click();
		await expect(page.getByRole('heading', { name: INVENTED })).toBeVisible();
		await expect(page.getByText(STRIP)).toBeVisible();
		await page.getByRole('link', { name: 'Oggi', exact: true }).click();
		await page
			.getByRole('link', { name: /^Nuova richiesta/ })
			.first()
			.click();
		await nameThem(page, UNFINISHED);
	});

	await test.step('left with one tap, in the middle of a word', async () => {
		await page.getByRole('button', { name: 'Esci dalla prova' }).click();
		await expect(page.getByText(STRIP)).toHaveCount(0);
		await expect(requestRow(page, 'Lucia Bianchi')).toBeVisible();
		await expect(page.getByText(OF_PRACTICE)).toHaveCount(0);
		await page.reload();
		await expect(requestRow(page, 'Lucia Bianchi')).toBeVisible();
	});

	const onDisk = await kept(page);
	expect(onDisk).toContain('Lucia Bianchi');
	expect(onDisk).not.toMatch(OF_PRACTICE);
	expect(sent.join('\n')).toContain('Lucia Bianchi');
	expect(sent.join('\n')).not.toMatch(OF_PRACTICE);
	const records = readServerRecords(server.dataDir);
	expect(records.requests.map(({ personName }) => personName)).toEqual(['Lucia Bianchi']);
});

test('a form with changes does not hold back who leaves the practice', async ({ tablets }) => {
	const page = await firstPage(await tablets.open('marta'));
	await signIn(page, 'marta');
	await enterPractice(page);
	await requestRow(page, 'Anna di prova').click();
	await page.getByRole('button', { name: 'Modifica', exact: true }).click();
	await page.getByRole('button', { name: 'Trasporto', exact: true }).click();
	await page.getByRole('button', { name: 'Esci dalla prova' }).click();
	await expect(page.getByText(STRIP)).toHaveCount(0);
	await page.waitForURL('/oggi');
});

test('a volunteer practises with the server dead, and a reload ends it', async ({
	server,
	tablets,
	guard
}) => {
	guard.expectServerGone();
	const page = await firstPage(await tablets.open('piero'));
	await signIn(page, 'piero');
	await server.kill9();
	await enterPractice(page);
	await page.getByRole('button', { name: 'Ritira l’aiuto' }).click();
	await page.getByRole('button', { name: 'Sì, ritira' }).click();
	await expect(page.getByRole('heading', { name: 'Ritirati' })).toBeVisible();
	await page.emulateMedia({ media: 'print' });
	await expect(page.getByText(STRIP)).toBeVisible();
	await page.emulateMedia({ media: null });
	await page.reload();
	await expect(page.getByText('Non hai ancora offerto niente')).toBeVisible();
	await expect(page.getByText(STRIP)).toHaveCount(0);
	expect(await kept(page)).not.toContain('offer.');
});
