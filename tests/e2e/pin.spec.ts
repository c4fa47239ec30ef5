/**
 * A PIN on a shared tablet: it opens what is still running, and nothing else; nor does it, or the phrase, once its person may
 * not work here. Seen to fail without the defence against that, one taken out at a time:
 * - slots of those who were disabled left where they are: Marta is still on the lock screen;
 * - their PINs not forgotten: for a copy of her slot hers is asked, and not the phrase;
 * - `revokePerson` with no new keys: what is registered afterwards is sealed with a key that she has.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { foundWords, searchFolder } from '../thief/search-folder.ts';
import { addColleague, registerFor, requestRow, syncChip } from './support/desk.ts';
import { examine, examineWidths } from './support/examine.ts';
import { expect, test } from './support/fixtures.ts';
import { keptOnTablet } from './support/kept.ts';
import { SAMPLE_PASSPHRASE } from './support/server.ts';
import { requestsOf } from './support/server-records.ts';
import {
	enrolmentCode,
	lock,
	lockScreen,
	openActivated,
	signInOnTablet,
	tryPhrase,
	unlock
} from './support/shared-tablet.ts';
import { firstPage, LANDSCAPE } from './support/tablets.ts';

const PIN = '730295';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function look(page: Page) {
	await examine(page);
	await examineWidths(page);
	await page.setViewportSize(LANDSCAPE);
}

async function toPinCard(page: Page) {
	await page.getByRole('navigation').getByRole('link', { name: 'Guida' }).first().click();
	await button(page, 'Scegli un PIN').click();
}

async function choosePin(page: Page) {
	await page.getByLabel('La tua frase d’accesso').fill(SAMPLE_PASSPHRASE);
	await page.getByLabel('Sei cifre').fill(PIN);
	await button(page, 'Usa questo PIN').click();
	await expect(page.getByText(/^Fino alle \d+:\d\d puoi riaprire/)).toBeVisible();
}

/** Of the slot that lies on the tablet: its salt, and the key that the phrase makes with it, byte for byte. */
function slotBytes(page: Page) {
	return page.evaluate(async (phrase) => {
		interface Slot {
			name: string;
			derivation: { salt: Uint8Array<ArrayBuffer>; iterations: number };
		}
		const slots = await new Promise<Slot[]>((resolve, reject) => {
			const opening = indexedDB.open('sportello-device');
			opening.onerror = () => reject(opening.error);
			opening.onsuccess = () => {
				const reading = opening.result.transaction('slots').objectStore('slots').getAll();
				reading.onsuccess = () => {
					opening.result.close();
					resolve(reading.result as Slot[]);
				};
			};
		});
		const { salt, iterations } = slots.find(({ name }) => name === 'Marta R.')!.derivation;
		const bytes = new TextEncoder().encode(phrase);
		const material = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveBits']);
		const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
		const key = new Uint8Array(await crypto.subtle.deriveBits(derivation, material, 256));
		const latin1 = (of: Uint8Array) => String.fromCharCode(...of);
		return { salt: latin1(salt), key: latin1(key) };
	}, SAMPLE_PASSPHRASE);
}

/** Which of them stand in a file of the running browser. */
function onDisk(profile: string, words: readonly string[]): string[] {
	const copy = mkdtempSync(join(tmpdir(), 'sportello-pin-'));
	try {
		cpSync(profile, copy, { recursive: true, filter: (path) => !path.includes('Singleton') });
		return foundWords(searchFolder(copy, words), words);
	} finally {
		rmSync(copy, { recursive: true });
	}
}

async function tryPin(page: Page, pin: string) {
	await page.getByLabel('PIN di Marta').fill(pin);
	await button(page, 'Apri').click();
}

test('a PIN opens a running tablet with the server dead, and is gone after five wrong ones and with the browser', async ({
	server,
	tablets,
	guard,
	admin
}) => {
	guard.expectServerGone();
	await addColleague(server.dataDir);
	const code = await enrolmentCode(admin);

	// As a camera opens it.
	let context = await tablets.open('tablet');
	let page = await firstPage(context);
	await page.goto(`/attiva#${code}`);
	await expect(page.getByLabel('Codice di attivazione')).toHaveValue(code);
	await page.waitForURL((url) => url.pathname === '/attiva' && url.hash === '');
	expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
	await look(page);
	await button(page, 'Attiva il tablet').click();
	await button(page, 'Comincia').click();
	await lockScreen(page);
	await signInOnTablet(page, 'sara');
	await lock(page);
	await signInOnTablet(page, 'marta');
	await page.goto('/entra');
	await unlock(page, 'Marta R.');
	await server.kill9();

	await toPinCard(page);
	// What is said of leaving is said of a tablet.
	await expect(page.getByText(/tocca Esci/)).toHaveCount(0);
	await page.getByLabel('La tua frase d’accesso').fill('quattro parole di altri');
	await page.getByLabel('Sei cifre').fill('123456');
	await button(page, 'Usa questo PIN').click();
	await expect(page.getByText('È tra i primi che si provano', { exact: false })).toBeVisible();
	await page.getByLabel('Sei cifre').fill(PIN);
	await button(page, 'Usa questo PIN').click();
	await expect(page.getByText('La frase non apre questo tablet. Riprova.')).toBeVisible();
	await look(page);
	await choosePin(page);

	await lock(page);
	await expect(page.getByLabel('PIN di Marta')).toBeVisible();
	await look(page);
	// What the PIN opens is in no file; what the phrase is mixed with is.
	const { salt, key } = await slotBytes(page);
	const asText = Buffer.from(key, 'latin1').toString('base64url');
	expect(onDisk(tablets.folderOf('tablet'), [salt, key, asText])).toEqual([salt]);
	await page.getByRole('radio', { name: /Sara V\./ }).click();
	await expect(page.getByLabel('Frase d’accesso di Sara')).toBeVisible();
	await page.getByRole('radio', { name: /Marta R\./ }).click();
	await tryPin(page, PIN);
	await expect(button(page, 'Blocca')).toBeVisible();
	await lock(page);
	await button(page, 'Usa la frase d’accesso').click();
	await unlock(page, 'Marta R.');

	await lock(page);
	for (const left of [4, 3, 2]) {
		await tryPin(page, '730296');
		await expect(page.getByText(`Ancora ${left} tentativi, poi serve la frase.`)).toBeVisible();
	}
	// Nothing that a page does gives a try back.
	await page.goto('/entra');
	await tryPin(page, '730296');
	await expect(page.getByText('Ancora 1 tentativo, poi serve la frase.')).toBeVisible();
	await tryPin(page, '730296');
	await expect(page.getByText(/Cinque PIN sbagliati/)).toBeVisible();
	await expect(page.getByLabel('PIN di Marta')).toHaveCount(0);
	await unlock(page, 'Marta R.');

	await toPinCard(page);
	await choosePin(page);
	await lock(page);
	await expect(page.getByLabel('PIN di Marta')).toBeVisible();
	await context.close();
	context = await tablets.open('tablet');
	page = await firstPage(context);
	await page.goto('/entra');
	await page.getByRole('radio', { name: /Marta R\./ }).click();
	await expect(page.getByLabel('Frase d’accesso di Marta')).toBeVisible();
	await expect(button(page, 'Usa il PIN')).toHaveCount(0);
	await unlock(page, 'Marta R.');
});

/** The keys, by id, that the desk's records on the tablet are sealed with. */
async function vaultsOnTablet(page: Page): Promise<string[]> {
	return [...new Set((await keptOnTablet(page)).match(/"vaultId":"[^"]+"/g))];
}

/** Copies Marta's slot, as it lies there, from one database of the browser to another. */
function copySlot(page: Page, from: string, to: string): Promise<void> {
	return page.evaluate(
		async ([from, to]) => {
			const finished = <Result>(request: IDBRequest<Result>) =>
				new Promise<Result>((resolve, reject) => {
					request.onsuccess = () => resolve(request.result);
					request.onerror = () => reject(request.error ?? new Error('not done'));
				});
			async function slotsOf(name: string) {
				const opening = indexedDB.open(name);
				opening.onupgradeneeded = () =>
					opening.result.createObjectStore('slots', { keyPath: 'userId' });
				const database = await finished(opening);
				return database.transaction('slots', 'readwrite').objectStore('slots');
			}
			const slots = (await finished((await slotsOf(from)).getAll())) as { name: string }[];
			await finished((await slotsOf(to)).put(slots.find(({ name }) => name === 'Marta R.')));
		},
		[from, to] as const
	);
}

test.describe('a tablet on which somebody works who is then disabled', () => {
	test.use({ activated: true });

	test(
		'opens to them no more, by PIN or phrase, keeps newer records from a copy of their slot, and what they wrote stays theirs',
		{ tag: '@faults' },
		async ({ server, tablets, guard, admin }) => {
			guard.expectServerGone();
			const { page } = await openActivated(tablets, { withClock: true });
			const isSent = () => expect(syncChip(page)).toContainText('Tutto inviato');
			const marta = page.getByRole('radio', { name: /Marta R\./ });
			await unlock(page, 'Marta R.');
			await registerFor(page, 'Anna Esempio');
			await isSent();
			await expect.poll(() => vaultsOnTablet(page)).toHaveLength(1);
			await toPinCard(page);
			await choosePin(page);
			await copySlot(page, 'sportello-device', 'copied');

			const listed = await admin.get('/api/admin/people');
			const { people } = (await listed.json()) as { people: { id: string; username: string }[] };
			const { id } = people.find(({ username }) => username === 'marta')!;
			expect((await admin.post(`/api/admin/people/${id}/disable`)).status()).toBe(200);
			guard.expectStatus(401, '/api/');
			guard.expectStatus(403, '/api/device/');
			// The next contact: she is at it, and is not any more.
			await page.clock.fastForward('01:05');
			await lockScreen(page);
			await expect(page.getByRole('radio', { name: /Sara V\./ })).toBeVisible();
			await expect(marta).toHaveCount(0);
			await page.getByRole('radio', { name: /Altra persona/ }).click();
			await page.getByLabel('Nome utente').fill('marta');
			await tryPhrase(page);
			await expect(page.getByText('Il nome utente o la frase non vanno. Riprova.')).toBeVisible();

			// Her colleague reads what she wrote, and what is new is sealed with another key.
			await unlock(page, 'Sara V.');
			await requestRow(page, 'Anna Esempio').click();
			await expect(page.getByText(/Registrata da Marta R\./)).toBeVisible();
			await registerFor(page, 'Bruno Esempio');
			await isSent();
			await expect.poll(() => vaultsOnTablet(page)).toHaveLength(2);
			expect(requestsOf(server.dataDir)).toEqual(['marta accepted', 'sara accepted']);
			await lock(page);

			// Whoever has kept a copy of her slot has no PIN for it, and reads with her phrase what she has read before.
			await server.kill9();
			await copySlot(page, 'copied', 'sportello-device');
			await page.goto('/entra');
			await marta.click();
			await expect(page.getByLabel('Frase d’accesso di Marta')).toBeVisible();
			await expect(button(page, 'Usa il PIN')).toHaveCount(0);
			await unlock(page, 'Marta R.');
			await expect(requestRow(page, 'Anna Esempio')).toBeVisible();
			await expect(requestRow(page, 'Bruno Esempio')).toHaveCount(0);
			await server.restart();
			await page.clock.fastForward('01:05');
			await lockScreen(page);
			await expect(marta).toHaveCount(0);
		}
	);
});
