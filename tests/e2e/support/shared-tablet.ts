/** A tablet that an administrator has enrolled, and the people at it. */
import { randomUUID } from 'node:crypto';
import {
	expect,
	request,
	type APIRequestContext,
	type BrowserContext,
	type Page
} from '@playwright/test';
import { SAMPLE_PASSPHRASE, type RunningServer } from './server.ts';
import { firstPage, type Tablets } from './tablets.ts';

/** The administrator, without a browser: ada, signed in over the API. */
export async function signInAdministrator({
	origin,
	port
}: RunningServer): Promise<APIRequestContext> {
	const baseURL = `http://localhost:${port}`;
	const admin = await request.newContext({ baseURL, extraHTTPHeaders: { origin } });
	const data = { username: 'ada', passphrase: SAMPLE_PASSPHRASE, deviceId: randomUUID() };
	const answer = await admin.post('/api/session', { data });
	expect(answer.status()).toBe(200);
	return admin;
}

/** For a tablet of that name at that desk. */
export async function enrolmentCode(
	admin: APIRequestContext,
	tablet: { name: string; accessPointId: string } = { name: 'Banco 1', accessPointId: 'cambonino' }
): Promise<string> {
	const answer = await admin.post('/api/admin/devices', { data: tablet });
	expect(answer.status()).toBe(201);
	return ((await answer.json()) as { code: string }).code;
}

export async function enrol(page: Page, code: string): Promise<void> {
	await page.goto('/attiva');
	await page.getByLabel('Codice di attivazione').fill(code);
	await page.getByRole('button', { name: 'Attiva il tablet' }).click();
	await page.getByRole('button', { name: 'Comincia' }).click();
	await lockScreen(page);
}

/**
 * Banco 1, locked, where Marta and Sara have worked. The server must know it: `test.use({ activated: true })`.
 * @param withClock its clock is then the test's, from before the page is loaded
 */
export async function openActivated(
	tablets: Tablets,
	{ withClock = false } = {}
): Promise<{ context: BrowserContext; page: Page }> {
	const context = await tablets.open('tablet', { isActivated: true });
	const page = await firstPage(context);
	if (withClock) await page.clock.install();
	await page.goto('/entra');
	await lockScreen(page);
	return { context, page };
}

export async function lockScreen(page: Page): Promise<void> {
	await expect(page.getByRole('heading', { name: 'Chi è al banco?' })).toBeVisible();
}

/** What whoever has been chosen types; whether it opens is the caller's to see. */
export async function tryPhrase(page: Page): Promise<void> {
	await page.getByLabel(/^Frase d’accesso/).fill(SAMPLE_PASSPHRASE);
	await page.getByRole('button', { name: 'Apri', exact: true }).click();
}

/** The first time somebody works on this tablet: with the server. */
export async function signInOnTablet(page: Page, username: string): Promise<void> {
	await page.getByRole('radio', { name: /Altra persona/ }).click();
	await page.getByLabel('Nome utente').fill(username);
	await tryPhrase(page);
	await expect(page.getByRole('button', { name: 'Blocca', exact: true })).toBeVisible();
}

/** With nothing but the phrase. @param name as the lock screen shows it */
export async function unlock(page: Page, name: string): Promise<void> {
	await page.getByRole('radio', { name: new RegExp(name) }).click();
	await tryPhrase(page);
	await expect(page.getByRole('button', { name: 'Blocca', exact: true })).toBeVisible();
}

export async function lock(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Blocca', exact: true }).click();
	await lockScreen(page);
}
