/** The administrator's work: desks, people, tablets, and who did what. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { createDevices } from '../../db/devices.ts';
import { openDataDir } from '../../db/data-dir.ts';
import { aDevice } from '../builders/devices.ts';
import { signIn } from './support/desk.ts';
import { examine, examineWidths } from './support/examine.ts';
import { expect, test } from './support/fixtures.ts';

const button = (page: Page, name: string | RegExp) =>
	page.getByRole('button', { name, exact: typeof name === 'string' }).last();

async function goTo(page: Page, name: string) {
	await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
}

async function look(page: Page) {
	await examine(page);
	await examineWidths(page);
	await page.setViewportSize({ width: 1280, height: 800 });
}

test('the administrator adds a desk and a person, who signs in and is disabled again', async ({
	tablets,
	guard
}) => {
	const ada = (await tablets.open('ada')).pages()[0]!;
	await signIn(ada, 'ada');
	await expect(ada.getByText('Nessun tablet in servizio.')).toBeVisible();
	await look(ada);

	await goTo(ada, 'Presìdi');
	await button(ada, 'Aggiungi un presidio').click();
	await button(ada, 'Aggiungi un presidio').click();
	await expect(ada.getByText('Scrivi un nome.')).toBeVisible();
	await examine(ada);
	await ada.getByLabel('Nome').fill('Presidio Naviglio');
	await ada.getByLabel('Quartiere').selectOption('Centro');
	await button(ada, 'Aggiungi un presidio').click();
	await expect(button(ada, /^Presidio Naviglio.*0 persone/s)).toBeVisible();
	await look(ada);

	await goTo(ada, 'Persone');
	await button(ada, 'Aggiungi una persona').click();
	await ada.getByLabel('Nome e cognome').fill('Sara V.');
	await ada.getByLabel('Nome utente').fill('sara');
	await button(ada, 'Presidio Naviglio').click();
	await examine(ada);
	await button(ada, 'Aggiungi e crea la frase').click();
	const slip = ada.getByRole('region', { name: 'Frase d’accesso di Sara V.' });
	const passphrase = await slip.locator('.words').innerText();
	expect(passphrase.split(' ')).toHaveLength(6);
	await look(ada);
	await button(ada, 'L’ho consegnata').click();
	await expect(ada.getByText(passphrase)).toHaveCount(0);

	const sara = (await tablets.open('sara')).pages()[0]!;
	await sara.goto('/entra');
	await sara.getByLabel('Nome utente').fill('sara');
	await sara.getByLabel('Frase d’accesso').fill(passphrase);
	await button(sara, 'Entra').click();
	await sara.waitForURL('/oggi');
	const session = () => sara.evaluate(() => fetch('/api/session').then((answer) => answer.status));
	expect(await session()).toBe(200);

	await button(ada, /^SV Sara V\.|^Sara V\./).click();
	await button(ada, 'Disattiva').click();
	await expect(ada.getByText(/^Esce subito da ogni computer/)).toBeVisible();
	await examine(ada);
	await button(ada, 'Disattiva').click();
	await expect(ada.getByText('Sara V. non può più entrare.')).toBeVisible();
	await expect(ada.getByText('Disattivata', { exact: true })).toBeVisible();
	guard.expectStatus(401, '/api/');
	expect(await session()).toBe(401);

	await ada.getByLabel('Cerca una persona').fill('ada');
	await button(ada, /Ada L\./).click();
	guard.expectStatus(409, '/api/admin/people/');
	await button(ada, 'Disattiva').click();
	await expect(ada.getByRole('dialog', { name: 'Disattivare Ada L.?' })).toBeVisible();
	await button(ada, 'Disattiva').click();
	await expect(
		ada.getByText('Non resterebbe nessun amministratore.', { exact: false })
	).toBeVisible();
});

test('the administrator activates a tablet, looks after those that are silent, and ends one', async ({
	tablets,
	server,
	guard
}) => {
	const { connection } = openDataDir(server.dataDir);
	const devices = createDevices(connection);
	const TWO_DAYS_MS = 2 * 24 * 60 * 60 * 1000;
	const { id } = aDevice(devices, { name: 'Cambonino 1' }, Date.now() - TWO_DAYS_MS);
	const report = { appVersion: '0.1.0', unsent: 3, lost: 2, freeBytes: 3.4e9, persisted: false };
	devices.recordContact(id, report, Date.now() - TWO_DAYS_MS);
	connection.close();

	const ada = (await tablets.open('ada')).pages()[0]!;
	await signIn(ada, 'ada');
	await expect(ada.getByRole('heading', { name: 'Tablet da guardare' })).toBeVisible();
	await look(ada);
	await button(ada, /Cambonino 1.*Mancano 2 registrazioni.*Non si sente/s).click();
	await expect(ada.getByText('3,4 GB')).toBeVisible();
	await look(ada);
	await button(ada, 'Metti fuori servizio').click();
	await expect(
		ada.getByText('Può ancora inviare quello che tiene', { exact: false })
	).toBeVisible();
	await examine(ada);
	await button(ada, 'Metti fuori servizio').click();
	await expect(ada.getByText('Cambonino 1 è fuori servizio.')).toBeVisible();

	await button(ada, 'Attiva un tablet').click();
	await ada.getByRole('dialog').getByLabel('Presidio').selectOption('Presidio Cambonino');
	await ada.getByLabel('Nome del tablet').fill('Cambonino 2');
	await examine(ada);
	await button(ada, 'Mostra il codice').click();
	await expect(ada.getByText(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/)).toBeVisible();
	await expect(ada.getByText(/^Vale una volta sola, ancora per 1[45]:\d\d\.$/)).toBeVisible();
	await expect(ada.getByRole('img', { name: /^Codice QR.*con il codice .{9} già/ })).toBeVisible();
	await look(ada);
	await button(ada, 'Fatto').click();

	await goTo(ada, 'Registro');
	const events = ada.getByRole('main').getByRole('listitem');
	await expect(events).toHaveCount(3);
	await expect(events.first()).toContainText('codice di attivazione per un tablet');
	await look(ada);
	await ada.getByLabel('Che cosa').selectOption('Revoca');
	await expect(events).toHaveCount(1);
	await expect(events).toContainText('Tablet «Cambonino 1»');
	const download = ada.waitForEvent('download');
	await button(ada, 'Scarica (CSV)').click();
	const file = readFileSync(await (await download).path(), 'utf8');
	expect(file.split('\r\n')[1]).toContain(';Revoca;tablet fuori servizio;Ada L.;');
	await ada.getByLabel('Che cosa').selectOption('Esportazione');
	await expect(events).toContainText('questo registro');
	await ada.getByLabel('Al', { exact: true }).fill('2020-01-01');
	await expect(ada.getByText('Niente da mostrare.')).toBeVisible();

	guard.expectServerGone();
	await server.kill9();
	await goTo(ada, 'Persone');
	await expect(ada.getByText('Il server non risponde.')).toBeVisible();
	await server.restart();
	await button(ada, 'Riprova').click();
	await expect(button(ada, /Marta R\./)).toBeVisible();
});

test('nobody else finds the administrator’s pages', async ({ tablets }) => {
	const marta = (await tablets.open('marta')).pages()[0]!;
	await signIn(marta, 'marta');
	for (const path of ['', '/presidi', '/persone', '/tablet', '/registro']) {
		await marta.goto(`/amministrazione${path}`);
		await marta.waitForURL('/oggi');
	}
});
