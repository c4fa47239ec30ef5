/**
 * Registering on a tablet that nobody can unlock. Seen to fail with what is saved also in clear: the name is on the disk.
 */
import type { Page } from '@playwright/test';
import { join } from 'node:path';
import { Database } from '../../db/engine.ts';
import { requestRow, signIn } from './support/desk.ts';
import { examine, examineWidths } from './support/examine.ts';
import { expect, test } from './support/fixtures.ts';
import { keptOnTablet } from './support/kept.ts';
import { readServerRecords } from './support/server-records.ts';
import { lockScreen, unlock, openActivated } from './support/shared-tablet.ts';
import { firstPage, LANDSCAPE } from './support/tablets.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const saved = (page: Page) => page.getByRole('heading', { name: 'Salvata sul tablet' });
const toConfirm = (page: Page) => page.getByText('Registrata dal tablet, da confermare');

async function openForm(page: Page): Promise<void> {
	await page.getByRole('button', { name: /Registra senza sbloccare/ }).click();
	await expect(page.getByRole('heading', { name: 'Registra senza sbloccare' })).toBeVisible();
}

async function fillIn(page: Page, { name, phone }: { name: string; phone: string }): Promise<void> {
	await page.getByLabel('Nome o soprannome').fill(name);
	await page.getByRole('textbox', { name: 'Telefono' }).fill(phone);
	await button(page, 'Per conto di un’altra persona').click();
	await page.getByLabel('Per conto di chi?').fill('Bruna Esempio');
	await button(page, 'Spesa e pasti').click();
	await page.getByRole('radio', { name: 'Oggi' }).check({ force: true });
	await page.getByLabel('Cerca un servizio da aggiungere').fill('pasti a domicilio');
	await page
		.getByRole('button', { name: /Aggiungi/ })
		.first()
		.click();
}

/** What the server took from tablets that nobody had unlocked. */
function takenFromLocked(dataDir: string): string[] {
	const sqlite = new Database(join(dataDir, 'sportello.sqlite'), { readonly: true });
	try {
		return sqlite
			.prepare(
				`select devices.name || ' ' || ledger.name from ledger
				join devices on ledger.actor = 'device:' || devices.id
				where ledger.outcome = 'accepted' order by ledger.seq`
			)
			.pluck()
			.all() as string[];
	} finally {
		sqlite.close();
	}
}

test.use({ activated: true });

test('a forgotten phrase and no network: two requests registered without unlocking arrive once, and a person confirms them', async ({
	server,
	tablets,
	guard
}) => {
	guard.expectServerGone();
	let { context, page } = await openActivated(tablets);
	await server.kill9();
	await openForm(page);
	await button(page, 'Salva la richiesta').click();
	await expect(page.getByRole('heading', { name: 'Controlla due cose.' })).toBeVisible();
	await fillIn(page, { name: 'Anna Esempio', phone: '333 000 0001' });
	await examine(page);
	await examineWidths(page);
	await page.setViewportSize(LANDSCAPE);
	// Nothing of it is kept before it is saved, so nobody leaves it by a slip.
	await page.getByRole('link', { name: 'Torna al tablet bloccato' }).click();
	await button(page, 'Continua a scrivere').click();
	expect(await keptOnTablet(page)).not.toContain('Esempio');
	await button(page, 'Salva la richiesta').click();
	await expect(saved(page)).toBeVisible();
	await expect(page.getByText('Esempio')).toHaveCount(0);
	await examine(page);
	await examineWidths(page);
	await page.setViewportSize(LANDSCAPE);
	const disk = await keptOnTablet(page);
	expect(disk).toContain('Banco 1');
	expect(disk).not.toContain('Esempio');

	await button(page, 'Registrane un’altra').click();
	await button(page, 'Senza nome').click();
	await button(page, 'Altro').click();
	await button(page, 'Salva la richiesta').click();
	await expect(saved(page)).toBeVisible();
	await button(page, 'Fatto').click();
	await lockScreen(page);
	await expect(page.getByText('2 da inviare')).toBeVisible();
	// Whoever unlocks it cannot read them either, until the server has them.
	await unlock(page, 'Marta R.');
	await expect(requestRow(page, 'Anna Esempio')).toHaveCount(0);

	// The battery dies; the tablet is switched on, and nobody unlocks it.
	await context.close();
	context = await tablets.open('tablet');
	page = await firstPage(context);
	await page.goto('/entra');
	await lockScreen(page);
	await server.restart();
	await expect
		.poll(() => takenFromLocked(server.dataDir))
		.toEqual(['Banco 1 person.register', 'Banco 1 request.register', 'Banco 1 request.register']);
	await expect(page.getByText('Tutto inviato')).toBeVisible();
	expect(readServerRecords(server.dataDir).requests).toHaveLength(2);
	expect(readServerRecords(server.dataDir).people).toBe(1);

	await unlock(page, 'Marta R.');
	const waiting = page.getByRole('region', { name: /richiest. da confermare/ });
	await expect(waiting.getByRole('link')).toHaveCount(2);
	await examine(page);
	await waiting.getByRole('link', { name: /Anna Esempio/ }).click();
	await expect(toConfirm(page)).toBeVisible();
	await expect(page.getByText(/Registrata sul tablet «Banco 1» senza sbloccarlo/)).toBeVisible();
	await examine(page);
	await button(page, 'Conferma').click();
	await expect(toConfirm(page)).toHaveCount(0);
	await expect(page.getByText(/^Marta R\., /)).toBeVisible();
	// By a slip, and then for good.
	await button(page, 'Annulla').click();
	await expect(toConfirm(page)).toBeVisible();
	await button(page, 'Conferma').click();
	await expect(toConfirm(page)).toHaveCount(0);

	await page.getByRole('link', { name: 'Oggi', exact: true }).click();
	await expect(waiting.getByRole('link')).toHaveCount(1);
	await expect(requestRow(page, 'Anna Esempio')).toHaveCount(1);

	const manager = await firstPage(await tablets.open('chiara'));
	await signIn(manager, 'chiara');
	await manager.goto('/richieste');
	await expect(requestRow(manager, 'Contatto anonimo')).toContainText('Da confermare');
	await requestRow(manager, 'Anna Esempio').click();
	await expect(manager.getByText(/^Marta R\., /)).toBeVisible();
	await expect(toConfirm(manager)).toHaveCount(0);
});

test(
	'what is being written without unlocking is lost by no slip, and left to nobody',
	{ tag: '@faults' },
	async ({ tablets }) => {
		const { page } = await openActivated(tablets, { withClock: true });
		await openForm(page);
		await button(page, 'Spesa e pasti').click();
		await page.getByLabel('Nome o soprannome').fill('Anna Esempio');

		// A reload asks first; whoever says no goes on where they were.
		const asked = new Promise<string>((resolve) =>
			page.once('dialog', (dialog) => {
				resolve(dialog.type());
				void dialog.dismiss();
			})
		);
		await page.evaluate(() => location.reload());
		expect(await asked).toBe('beforeunload');
		await expect(page.getByLabel('Nome o soprannome')).toHaveValue('Anna Esempio');

		// Nobody touches it for as long as an unlocked tablet waits.
		await page.clock.fastForward('04:40');
		await expect(
			page.getByText(/^Quello che hai scritto si cancella tra \d+ secondi$/).first()
		).toBeVisible();
		await examine(page);
		await button(page, 'Continua a scrivere').click();
		await page.clock.fastForward('04:40');
		await page.clock.fastForward('00:30');
		await lockScreen(page);
		await openForm(page);
		await expect(page.getByLabel('Nome o soprannome')).toHaveValue('');
	}
);

test('a hand that is still on the lock screen when it opens changes nothing', async ({
	tablets
}) => {
	const { page } = await openActivated(tablets);
	await page.evaluate(() => {
		const doors = () => [...document.querySelectorAll<HTMLElement>('button.door')];
		const tap = () => {
			for (const door of doors()) door.click();
			if (doors().length > 0) setTimeout(tap);
		};
		// What is on its way is no longer said as soon as somebody is let in.
		const watched = new MutationObserver(() => {
			if (document.querySelector('.status')) return;
			watched.disconnect();
			tap();
		});
		watched.observe(document.body, { childList: true, subtree: true });
	});
	await unlock(page, 'Marta R.');
	await expect(page).toHaveURL('/oggi');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
