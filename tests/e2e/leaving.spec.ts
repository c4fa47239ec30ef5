/**
 * A person's own computer, which sends with their session: the session ends while something is unsent, or they do.
 * (A tablet sends with a key of its own, and nobody signs out of it: shared-tablet.spec.ts.)
 *
 * Seen to fail without the defence, one taken out at a time:
 * - a 401 taken for any other refusal: nobody is asked to sign in again;
 * - signing out that asks nothing: no dialog names Bruno's request;
 * - a desk forgotten whatever it holds: nobody is told that a record waits here, as none does;
 * - nothing remembered of whoever has left: the same, with the record still there;
 * - what was said of the last save left there: its receipt code stands where anybody signs in;
 * - readings sent before the session ends here: it is still kept where anybody signs in;
 * - a store that fails thrown instead of told: the dialog goes on trying for ever.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Database } from '../../db/engine.ts';
import { registerFor, requestRow, signIn, syncChip, wordsOfSent } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { SAMPLE_PASSPHRASE, type RunningServer } from './support/server.ts';
import { readServerRecords, requestsOf } from './support/server-records.ts';
import { signInAdministrator } from './support/shared-tablet.ts';
import { firstPage, type Tablets } from './support/tablets.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** As two weeks without use do. The server must not be running. */
function expireSessions(dataDir: string): void {
	const sqlite = new Database(join(dataDir, 'sportello.sqlite'));
	try {
		sqlite.prepare('update sessions set expires_at = ?').run(Date.now() - 1);
	} finally {
		sqlite.close();
	}
}

/** By what the page shows, without loading it anew. */
async function signInHere(page: Page): Promise<void> {
	await page.getByLabel('Nome utente').fill('marta');
	await page.getByLabel('Frase d’accesso').fill(SAMPLE_PASSPHRASE);
	await button(page, 'Entra').click();
}

/** Marta's computer, on which a request has been registered since the server is dead. */
async function withOneUnsent(name: string, server: RunningServer, tablets: Tablets): Promise<Page> {
	const page = await firstPage(await tablets.open('computer'));
	await signIn(page, 'marta');
	await expect(syncChip(page)).toContainText('Tutto inviato');
	await server.kill9();
	await registerFor(page, name);
	return page;
}

/** People who have a database of records in this browser. */
function desksKept(page: Page): Promise<number> {
	return page.evaluate(async () => {
		const names = (await indexedDB.databases()).map(({ name = '' }) => name);
		return names.filter((name) => /^sportello-[0-9a-f]{8}-/.test(name)).length;
	});
}

test('what was not sent outlives the session and the signing out of whoever wrote it, is named, and goes when they are back', async ({
	server,
	tablets,
	guard
}) => {
	guard.expectServerGone();
	guard.expectStatus(401, '/api/');
	const page = await firstPage(await tablets.open('computer'));
	await signIn(page, 'marta');
	await expect(syncChip(page)).toContainText('Tutto inviato');
	await server.kill9();
	await registerFor(page, 'Anna Esempio');
	const drawer = page.getByRole('dialog', { name: 'Da inviare' });

	await test.step('the session has ended: the record stays, is named, and goes once its author has signed in', async () => {
		expireSessions(server.dataDir);
		await server.restart();
		await syncChip(page).click();
		await button(page, 'Prova a inviare adesso').click();
		await expect(drawer.getByText('Quello che hai scritto resta qui.')).toBeVisible();
		await expect(drawer.getByText('Richiesta di Anna Esempio')).toBeVisible();
		await expect(syncChip(page)).toHaveAccessibleName(
			/^1 da inviare ?\. Entra di nuovo per inviare/
		);
		await expect(wordsOfSent(page)).toHaveCount(0);
		expect(readServerRecords(server.dataDir).ledger).toEqual([]);
		await drawer.getByRole('link', { name: 'Entra di nuovo' }).click();
		await signInHere(page);
		await expect(syncChip(page)).toContainText('Tutto inviato');
		expect(requestsOf(server.dataDir)).toEqual(['marta accepted']);
	});

	await test.step('signing out with another unsent: it is named, and can be sent or exported first', async () => {
		await server.kill9();
		await registerFor(page, 'Bruno Esempio');
		await button(page, 'Esci').click();
		const leaving = page.getByRole('dialog', { name: '1 scheda non è arrivata al server' });
		await expect(leaving.getByText('Richiesta di Bruno Esempio')).toBeVisible();
		await leaving.getByRole('button', { name: 'Invia ed esci' }).click();
		await expect(leaving.getByText('il server non risponde', { exact: false })).toBeVisible();
		const named = page.waitForEvent('download');
		await leaving.getByRole('button', { name: 'Salva su file' }).click();
		expect(readFileSync(await (await named).path(), 'utf8')).toContain('Bruno Esempio');
		await expect(leaving.getByText('File salvato.')).toBeVisible();
		await leaving.getByRole('button', { name: 'Resta' }).click();
		await expect(page.getByRole('heading', { name: 'Bruno Esempio' })).toBeVisible();
		await button(page, 'Esci').click();
		await leaving.getByRole('button', { name: 'Apri Da inviare' }).click();
		await expect(drawer.getByRole('button', { name: 'Prova a inviare adesso' })).toBeVisible();
		const download = page.waitForEvent('download');
		await drawer.getByRole('button', { name: 'Esporta tutto' }).click();
		const file = readFileSync(await (await download).path(), 'utf8');
		expect(file).toContain('Bruno Esempio');
		expect(file).not.toContain('Anna Esempio');
		await drawer.getByRole('button', { name: 'Chiudi' }).click();
		await button(page, 'Esci').click();
		await leaving.getByRole('button', { name: 'Esci lo stesso' }).click();
		await expect(
			page.getByText('1 scheda aspetta qui: parte quando Marta R. entra di nuovo.')
		).toBeVisible();
	});

	await test.step('somebody else at the computer neither reads nor sends it', async () => {
		await server.restart();
		await signIn(page, 'davide');
		await expect(syncChip(page)).toContainText('Tutto inviato');
		await expect(requestRow(page, 'Bruno Esempio')).toHaveCount(0);
		await button(page, 'Esci').click();
		// Of Davide nothing is left: he had nothing unsent.
		await expect(page.getByText('1 scheda aspetta qui', { exact: false })).toBeVisible();
		await expect.poll(() => desksKept(page)).toBe(1);
		expect(requestsOf(server.dataDir)).toEqual(['marta accepted']);
	});

	await test.step('its author is back: it goes, once and in their name, and then nothing of them stays', async () => {
		await signInHere(page);
		await expect(syncChip(page)).toContainText('Tutto inviato');
		await expect(requestRow(page, 'Bruno Esempio')).toBeVisible();
		expect(requestsOf(server.dataDir)).toEqual(['marta accepted', 'marta accepted']);
		// That she had exported it, from the dialog and from the drawer. The administrator's session has ended with all others.
		const admin = await signInAdministrator(server);
		await expect
			.poll(async () => {
				const answer = await admin.get('/api/admin/audit?kind=export');
				const { events } = (await answer.json()) as { events: object[] };
				return events;
			})
			.toMatchObject([
				{ actor: { name: 'Marta R.' }, detail: '1' },
				{ actor: { name: 'Marta R.' }, detail: '1' }
			]);
		await admin.dispose();
		await button(page, 'Esci').click();
		await expect(page.getByLabel('Nome utente')).toBeVisible();
		await expect(page.getByText('aspetta qui')).toHaveCount(0);
		await expect.poll(() => desksKept(page)).toBe(0);
	});
});

test('what is unsent at the sign-out is sent from there, and nothing of it stays', async ({
	server,
	tablets,
	guard
}) => {
	guard.expectServerGone();
	guard.expectStatus(503, '/api/sync/push');
	const page = await firstPage(await tablets.open('computer'));
	await signIn(page, 'marta');
	await expect(syncChip(page)).toContainText('Tutto inviato');
	// Of itself it goes on trying: it is kept from arriving until the very tap that asks for it.
	const asked = () => page.evaluate(() => document.documentElement.dataset.asked === 'yes');
	await page.route('**/api/sync/push', async (route) =>
		(await asked()) ? route.continue() : route.fulfill({ status: 503, body: '' })
	);
	await registerFor(page, 'Dino Esempio');
	await button(page, 'Esci').click();
	const leaving = page.getByRole('dialog', { name: '1 scheda non è arrivata al server' });
	await expect(leaving.getByText('Richiesta di Dino Esempio')).toBeVisible();
	await page.evaluate(() => {
		const { dataset } = document.documentElement;
		addEventListener('click', () => (dataset.asked = 'yes'), { capture: true, once: true });
	});
	await leaving.getByRole('button', { name: 'Invia ed esci' }).click();
	await expect(page.getByLabel('Nome utente')).toBeVisible();
	await expect(page.getByText('aspetta qui')).toHaveCount(0);
	await expect.poll(() => desksKept(page)).toBe(0);
	expect(requestsOf(server.dataDir)).toEqual(['marta accepted']);
});

test(
	'readings that hang keep nobody signed in, and whoever signs in meanwhile stays',
	{ tag: '@faults' },
	async ({ tablets }) => {
		const context = await tablets.open('computer');
		const page = await firstPage(context);
		await signIn(page, 'marta');
		await page.route('**/api/sync/readings', () => undefined);
		await registerFor(page, 'Elena Esempio');
		await expect(syncChip(page)).toContainText('Tutto inviato');
		await button(page, 'Esci').click();
		await page.waitForURL('/entra');
		const kept = () => page.evaluate(() => localStorage.getItem('sportello.session'));
		// Sooner than readings are given up.
		await expect.poll(kept, { timeout: 1000 }).toBeNull();
		const ended = page.waitForRequest((request) => request.method() === 'DELETE');
		await page.getByLabel('Nome utente').fill('davide');
		await page.getByLabel('Frase d’accesso').fill(SAMPLE_PASSPHRASE);
		await button(page, 'Entra').click();
		await ended;
		await page.waitForURL('/oggi');
		await expect(syncChip(page)).toContainText('Tutto inviato');
		expect(await page.evaluate(async () => (await fetch('/api/session')).status)).toBe(200);
		expect(await kept()).toContain('Davide');
	}
);

test('a computer that cannot be written says so to whoever sends before leaving, and is tried again', async ({
	server,
	tablets,
	guard
}) => {
	guard.expectServerGone();
	const page = await withOneUnsent('Franco Esempio', server, tablets);
	await button(page, 'Esci').click();
	const leaving = page.getByRole('dialog', { name: '1 scheda non è arrivata al server' });
	await expect(leaving).toBeVisible();
	await page.evaluate(() => {
		const { put } = IDBObjectStore.prototype;
		// Mended by the tap itself: with a moment between, it would be sent without anybody asking.
		const mend = () => addEventListener('click', () => (IDBObjectStore.prototype.put = put), true);
		addEventListener('mend', mend);
		IDBObjectStore.prototype.put = () => {
			throw new DOMException('full', 'QuotaExceededError');
		};
	});
	await server.restart();
	await leaving.getByRole('button', { name: 'Invia ed esci' }).click();
	await expect(leaving.getByRole('status')).toContainText('Ricarica la pagina');
	await page.evaluate(() => dispatchEvent(new Event('mend')));
	await leaving.getByRole('button', { name: 'Invia ed esci' }).click();
	await expect(page.getByLabel('Nome utente')).toBeVisible();
	await expect.poll(() => desksKept(page)).toBe(0);
	expect(requestsOf(server.dataDir)).toEqual(['marta accepted']);
});

test('the receipt code of what was just saved goes from the screen with whoever saved it', async ({
	server,
	tablets,
	guard
}) => {
	guard.expectServerGone();
	const page = await withOneUnsent('Carla Esempio', server, tablets);
	// It goes by itself in a few seconds: looked for once, and not waited for.
	const said = page.getByText(/^Salvata sul computer/);
	await button(page, 'Esci').click();
	await button(page, 'Esci lo stesso').click();
	await expect(page.getByLabel('Nome utente')).toBeVisible();
	expect(await said.count()).toBe(0);
});
