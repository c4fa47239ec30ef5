/**
 * The device is full while somebody writes: Chromium refuses every write of the origin. Seen to fail with `isFull` made to
 * say no: the first finds no words that the tablet is full, the second none at the lock and an error nobody caught, the
 * third no request saved, as the catalogue is not given up.
 */
import type { Page } from '@playwright/test';
import { LITTLE_SPACE_BYTES } from '../../src/lib/domain/devices/space.ts';
import { signIn, syncChip, toNewRequest } from './support/desk.ts';
import { examine, examineWidths } from './support/examine.ts';
import { expect, test } from './support/fixtures.ts';
import { diskOf } from './support/full-disk.ts';
import { readServerRecords } from './support/server-records.ts';
import { lockScreen, unlock, openActivated } from './support/shared-tablet.ts';
import { firstPage, LANDSCAPE } from './support/tablets.ts';
import { SAMPLE_PASSPHRASE } from './support/server.ts';

// Chromium asks how much room there is twice a minute, and a tablet is in contact once.
test.describe.configure({ timeout: 480_000 });

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const save = (page: Page) => button(page, 'Salva la richiesta');
const fullWords = (page: Page) =>
	page.getByRole('alert').filter({ hasText: /Il (tablet|computer) è pieno e non ha salvato\./ });
const savedWords = (page: Page) => page.getByText(/Salvata sul (tablet|computer)/);

/** A request of Anna Esempio on the form of whoever has signed in. */
async function fillIn(page: Page): Promise<void> {
	await page.getByLabel('Forse la conosciamo già: cerca').fill('Anna Esempio');
	await button(page, 'È una persona nuova').click();
	await page.getByRole('textbox', { name: 'Telefono' }).fill('333 000 0001');
	await button(page, 'Spesa e pasti').click();
	await page.getByLabel('Con le sue parole').fill('non riesce a uscire');
}

async function expectFilledIn(page: Page): Promise<void> {
	await expect(page.getByLabel('Nome o soprannome')).toHaveValue('Anna Esempio');
	await expect(page.getByRole('textbox', { name: 'Telefono' })).toHaveValue('333 000 0001');
	await expect(button(page, 'Spesa e pasti')).toHaveAttribute('aria-pressed', 'true');
	await expect(page.getByLabel('Con le sue parole')).toHaveValue('non riesce a uscire');
}

/** How many intents lie in the outbox of this browser's store of records. */
function inOutbox(page: Page): Promise<number> {
	return page.evaluate(async () => {
		const finished = <Result>(request: IDBRequest<Result>) =>
			new Promise<Result>((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error ?? new Error('not read'));
			});
		let count = 0;
		for (const { name = '' } of await indexedDB.databases()) {
			const database = await finished(indexedDB.open(name));
			if (database.objectStoreNames.contains('outbox')) {
				count += await finished(database.transaction('outbox').objectStore('outbox').count());
			}
			database.close();
		}
		return count;
	});
}

async function look(page: Page): Promise<void> {
	await examine(page);
	await examineWidths(page);
	await page.setViewportSize(LANDSCAPE);
}

test.use({ activated: true });

test('a full tablet says so and keeps the form as it is, and saves once when there is room', async ({
	server,
	tablets
}) => {
	const { page } = await openActivated(tablets);
	await unlock(page, 'Marta R.');
	await toNewRequest(page);
	await fillIn(page);
	const receipt = await page
		.getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/)
		.first()
		.innerText();

	const disk = await diskOf(page, server.origin);
	await disk.fill();
	for (const _ of ['once', 'and again']) {
		await save(page).click();
		await expect(fullWords(page)).toBeInViewport();
		await expect(save(page)).toBeEnabled();
		await expectFilledIn(page);
	}
	await expect(savedWords(page)).toHaveCount(0);
	expect(await inOutbox(page)).toBe(0);
	await look(page);
	await syncChip(page).click();
	await expect(page.getByRole('dialog').getByText('Il tablet è pieno.')).toBeVisible();
	await look(page);
	await page.keyboard.press('Escape');
	await expectFilledIn(page);

	await disk.empty();
	await save(page).click();
	await expect(page.getByText(`Salvata sul tablet. Codice ${receipt}`).last()).toBeVisible();
	await expect
		.poll(() => readServerRecords(server.dataDir).requests.map(({ code }) => code))
		.toEqual([receipt]);
	expect(readServerRecords(server.dataDir).people).toBe(1);
	await expect(syncChip(page)).toContainText('Tutto inviato');
});

test(
	'a full tablet that nobody has unlocked is not opened, keeps the form too, and whoever administers sees it',
	{ tag: '@faults' },
	async ({ server, tablets, admin }) => {
		const { page } = await openActivated(tablets);
		const disk = await diskOf(page, server.origin);
		await disk.fill();
		// Once it is open, what is written is sealed under a key that must lie on it first.
		await page.getByRole('radio', { name: /Marta/ }).click();
		await page.getByLabel(/^Frase d’accesso/).fill(SAMPLE_PASSPHRASE);
		await button(page, 'Apri').click();
		await expect(
			page.getByText('Il tablet è pieno e non si apre.', { exact: false })
		).toBeVisible();
		await examine(page);

		await page.getByRole('button', { name: /Registra senza sbloccare/ }).click();
		await page.getByLabel('Nome o soprannome').fill('Bruno Esempio');
		await page.getByRole('textbox', { name: 'Telefono' }).fill('333 000 0002');
		await button(page, 'Spesa e pasti').click();
		await save(page).click();
		await expect(fullWords(page)).toBeInViewport();
		await expect(page.getByLabel('Nome o soprannome')).toHaveValue('Bruno Esempio');
		await expect(page.getByRole('textbox', { name: 'Telefono' })).toHaveValue('333 000 0002');
		await expect(button(page, 'Spesa e pasti')).toHaveAttribute('aria-pressed', 'true');
		await expect(page.getByRole('heading', { name: 'Salvata sul tablet' })).toHaveCount(0);
		expect(await inOutbox(page)).toBe(0);
		await look(page);
		// At the next contact.
		const freeBytes = async () => {
			const answer = await admin.get('/api/admin/devices');
			const { devices } = (await answer.json()) as { devices: { freeBytes: number | null }[] };
			return devices[0]?.freeBytes ?? Infinity;
		};
		await expect.poll(freeBytes, { timeout: 120_000 }).toBeLessThan(LITTLE_SPACE_BYTES);
		const ada = await firstPage(await tablets.open('ada'));
		await signIn(ada, 'ada');
		await expect(ada.getByText('Poco spazio', { exact: true })).toBeVisible();
		await examine(ada);

		await disk.empty();
		await save(page).click();
		await expect(page.getByRole('heading', { name: 'Salvata sul tablet' })).toBeVisible();
		const names = () =>
			readServerRecords(server.dataDir).requests.map(({ personName }) => personName);
		await expect.poll(names).toEqual(['Bruno Esempio']);
		await button(page, 'Fatto').click();
		await lockScreen(page);
		await unlock(page, 'Marta R.');
	}
);

test(
	'a computer gives up its copy of the catalogue for a request, and goes on searching',
	{ tag: '@faults' },
	async ({ server, tablets }) => {
		const page = await firstPage(await tablets.open('marta'));
		await signIn(page, 'marta');
		await page.goto('/richieste/nuova');
		await fillIn(page);
		const disk = await diskOf(page, server.origin);
		// The sample city has a small one: what the database writes meanwhile would count for as much.
		await page.evaluate(
			() =>
				new Promise<void>((resolve, reject) => {
					const opening = indexedDB.open('sportello-catalogue');
					opening.onsuccess = () => {
						const writing = opening.result.transaction('chunks', 'readwrite');
						const bytes = new Uint8Array(4_000_000).map(() => Math.random() * 256);
						writing.objectStore('chunks').put(bytes, 9999);
						writing.oncomplete = () => {
							opening.result.close();
							resolve();
						};
						writing.onabort = () => reject(writing.error ?? new Error('not written'));
					};
				})
		);
		// Full by less than the catalogue takes.
		await disk.fill(2_000_000);
		await save(page).click();
		await expect(savedWords(page).last()).toBeVisible();
		await expect
			.poll(() => readServerRecords(server.dataDir).requests.map(({ personName }) => personName))
			.toEqual(['Anna Esempio']);
		await page.getByRole('navigation').getByRole('link', { name: 'Catalogo' }).first().click();
		await expect(page.getByText('qui non c’è posto per tenerlo', { exact: false })).toBeVisible();
		await page.getByRole('searchbox').first().fill('pasti');
		await expect(
			page.getByRole('main').getByRole('link').filter({ hasText: /past/i }).first()
		).toBeVisible();
		await examine(page);

		// Nothing is left to give up.
		await page.goto('/richieste/nuova');
		await fillIn(page);
		await disk.fill();
		await save(page).click();
		await expect(fullWords(page)).toBeInViewport();
		await expectFilledIn(page);
		await page.getByRole('link', { name: 'Torna a Oggi' }).click();
		await page.getByRole('navigation').getByRole('link', { name: 'Guida' }).first().click();
		await expect(page.getByText('Qui per ora non si salva.', { exact: false })).toBeVisible();
		await look(page);
		expect(readServerRecords(server.dataDir).requests).toHaveLength(1);
	}
);
