import type { Page } from '@playwright/test';
import { addColleague, registerRequest, requestRow, signIn, syncChip } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { readServerRecords } from './support/server-records.ts';
import { firstPage } from './support/tablets.ts';

const NOTE = 'Al mattino non sente il telefono.';
const HOUR_AND_MORE_MS = 66 * 60_000;
/** The desk's tablet asks every twenty seconds. */
const COMES_BY_ITSELF = { timeout: 45_000 };

test('a hand-over and a call-back made without the server reach a colleague once, and the call rises at its time', async ({
	server,
	tablets,
	guard
}) => {
	test.setTimeout(300_000);
	guard.expectServerGone();
	await addColleague(server.dataDir);
	const martas = await firstPage(await tablets.open('marta'));
	const saras = await firstPage(await tablets.open('sara'));
	const handedOver = saras.getByText(`Passata da Marta R.: «${NOTE}»`);
	const call = saras.getByText('Da richiamare: esito della visita');
	const rowOfCall = requestRow(saras, 'Da richiamare: esito della visita');

	await test.step('both tablets take the app with them, and the server dies', async () => {
		await signIn(martas, 'marta');
		await saras.clock.install();
		await signIn(saras, 'sara');
		await saras.goto('/oggi');
		await server.kill9();
	});

	await test.step('Marta agrees on a call and hands the request over', async () => {
		await registerRequest(martas, { name: 'Teresa Verdi', need: 'Trasporto' });
		await martas.getByRole('button', { name: 'Richiama', exact: true }).click();
		await martas.getByRole('button', { name: 'Salva il passo' }).click();
		await expect(martas.getByText('Scegli un giorno e un’ora.')).toBeVisible();
		await martas.getByRole('button', { name: /^Tra un’ora/ }).click();
		await martas.getByLabel('Per che cosa').fill('esito della visita');
		await martas.getByRole('button', { name: 'Salva il passo' }).click();
		const steps = martas.getByRole('region', { name: 'Prossimi passi' });
		await expect(steps.getByText('esito della visita')).toBeVisible();
		await expect(steps).toContainText('Sul computer');

		await martas.getByRole('button', { name: 'Passa a un collega' }).click();
		await martas.getByLabel('A chi').selectOption('Sara V.');
		await martas.getByLabel('Che cosa deve sapere').fill(NOTE);
		await martas.getByRole('button', { name: 'Passa la richiesta' }).click();
		await expect(martas.getByRole('region', { name: 'Seguirla' })).toContainText('Sara V.');
		await expect(martas.getByRole('listitem').filter({ hasText: NOTE })).toContainText(
			'Passata a Sara V.'
		);
		await expect(syncChip(martas)).toHaveAccessibleName(/^3 da inviare/);
	});

	await test.step('the server is back: both are there once, on the server and at Sara’s', async () => {
		await server.restart();
		await syncChip(martas).click();
		await martas.getByRole('button', { name: 'Prova a inviare adesso' }).click();
		await expect(
			martas.getByText('Niente da inviare. Il server ha confermato tutto.')
		).toBeVisible();
		const { ledger, held, quarantined } = readServerRecords(server.dataDir);
		expect(ledger.map(({ name, outcome }) => [name, outcome])).toEqual([
			['person.register', 'accepted'],
			['request.register', 'accepted'],
			['followup.plan', 'accepted'],
			['request.handover', 'accepted']
		]);
		expect([held, quarantined]).toEqual([0, 0]);

		await expect(handedOver).toHaveCount(1, COMES_BY_ITSELF);
		// Close to midnight the call is tomorrow's.
		expect(await call.count()).toBeLessThanOrEqual(1);
		await expect(saras.getByText('Adesso')).toHaveCount(0);
	});

	await test.step('the call rises at its time, without the server', async () => {
		await server.kill9();
		await saras.clock.fastForward(HOUR_AND_MORE_MS);
		await expect(rowOfCall).toHaveCount(1);
		await expect(rowOfCall).toContainText('Adesso');
		await expect(
			saras.getByRole('main').getByRole('link').filter({ hasText: 'Teresa' })
		).toHaveCount(2);
	});

	await test.step('Sara takes notice, and says how the call went', async () => {
		await handedOver.click();
		await saras.getByRole('button', { name: 'Ho visto' }).click();
		await expect(saras.getByText('Passaggio visto')).toBeVisible();
		await saras.getByRole('button', { name: /^Fatto: Da richiamare/ }).click();
		await saras.getByRole('button', { name: 'Segna com’è andata' }).click();
		await expect(saras.getByText('Scegli com’è andata.')).toBeVisible();
		await saras.getByText('Non ha risposto', { exact: true }).click();
		await saras.getByRole('button', { name: 'Segna com’è andata' }).click();
		await expect(saras.getByText('Telefonata: Non ha risposto')).toBeVisible();
		await saras.getByRole('button', { name: 'Annulla', exact: true }).click();
		await expect(saras.getByText('Telefonata: di nuovo da fare')).toBeVisible();
		await saras.goto('/oggi');
		await expect(rowOfCall).toHaveCount(1);
		await expect(handedOver).toHaveCount(0);
	});

	await test.step('Marta reads that it was seen', async () => {
		await server.restart();
		await syncChip(saras).click();
		await saras.getByRole('button', { name: 'Prova a inviare adesso' }).click();
		await expect(
			saras.getByText('Niente da inviare. Il server ha confermato tutto.')
		).toBeVisible();
		await martas.getByRole('button', { name: 'Chiudi' }).click();
		await expect(martas.getByText('Passaggio visto')).toBeVisible(COMES_BY_ITSELF);
	});
});

test(
	'undoing what was put off leaves the time that a colleague has said meanwhile',
	{ tag: '@faults' },
	async ({ tablets }) => {
		const marta = await firstPage(await tablets.open('marta'));
		await signIn(marta, 'marta');
		const { path } = await registerRequest(marta, { name: 'Anna Esempio', need: 'Spesa e pasti' });
		await marta.getByRole('button', { name: 'Richiama', exact: true }).click();
		await marta.getByRole('button', { name: /^Domani/ }).click();
		await marta.getByRole('button', { name: 'Salva il passo' }).click();
		await expect(syncChip(marta)).toHaveAccessibleName(/^Tutto inviato/);
		const chiara = await firstPage(await tablets.open('chiara'));
		await signIn(chiara, 'chiara');
		await chiara.goto(path);

		const steps = marta.getByRole('region', { name: 'Prossimi passi' });
		await openDrawer(marta);
		await openDrawer(chiara);
		await putOffTo(chiara, '11:00');
		await expect(steps).toContainText('11:00', COMES_BY_ITSELF);
		await putOffTo(marta, '16:00');
		await expect(steps).toContainText('Due persone hanno cambiato', COMES_BY_ITSELF);
		await marta.getByRole('button', { name: 'Annulla', exact: true }).click();
		await expect(steps).not.toContainText('Due persone hanno cambiato');
		await expect(steps).toContainText('11:00');
		await expect(steps).not.toContainText('16:00');
	}
);

async function openDrawer(page: Page) {
	await page.getByRole('button', { name: /^Sposta/ }).click();
	await expect(page.getByRole('dialog')).toBeVisible();
}

async function putOffTo(page: Page, time: string) {
	const drawer = page.getByRole('dialog');
	await drawer.locator('input[type=time]').fill(time);
	await drawer.getByRole('button', { name: 'Salva il nuovo momento', exact: true }).click();
	await expect(drawer).toBeHidden();
}
