import type { Locator, Page } from '@playwright/test';
import { registerRequest, signIn, syncChip } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { readServerRecords } from './support/server-records.ts';
import { firstPage } from './support/tablets.ts';

const DAY_MS = 86_400_000;

/** Requests on the page of a person, beside which the list of people may stand. */
function theirRequests(page: Page): Locator {
	return page.getByRole('region', { name: 'Richieste' }).getByRole('link');
}

test('with the server dead a desk finds who came yesterday and counts who only asks; it all arrives once', async ({
	server,
	tablets,
	guard
}) => {
	test.setTimeout(180_000);
	guard.expectServerGone();
	const tablet = await tablets.open('marta');
	const yesterday = await firstPage(tablet);
	const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });

	await test.step('a person is registered, and the server dies in the night', async () => {
		await signIn(yesterday, 'marta');
		await registerRequest(yesterday, {
			name: 'Lucia Bianchi',
			phone: '0372 123 456',
			need: 'Aiuto in casa'
		});
		await expect(syncChip(yesterday)).toHaveAccessibleName(/^Tutto inviato/);
		await server.kill9();
	});

	const page = await tablet.newPage();
	await page.clock.install({ time: Date.now() + DAY_MS });
	await yesterday.close();

	await test.step('they are found by the number written differently, and by a name as it sounds', async () => {
		await page.goto('/persone');
		const search = page.getByLabel('Cerca per nome, telefono o codice');
		for (const typed of ['+39 0372/123456', '123456', 'Luccia Bianki']) {
			await search.fill(typed);
			await expect(page.getByRole('link', { name: /Lucia Bianchi/ })).toContainText('ieri');
		}
		await page.getByRole('link', { name: /Lucia Bianchi/ }).click();
		await expect(page.getByRole('heading', { name: 'Lucia Bianchi' })).toBeVisible();
		await expect(theirRequests(page)).toContainText(['Aiuto in casa']);
	});

	await test.step('a new request is theirs, without making them twice', async () => {
		await page.goto('/richieste/nuova');
		await page.getByLabel('Forse la conosciamo già: cerca').fill('0372.123456');
		await page
			.getByRole('list', { name: 'Persone trovate' })
			.getByRole('button', { name: /Lucia Bianchi/ })
			.click();
		await expect(page.getByText('La conosciamo già: Lucia Bianchi')).toBeVisible();
		await button('Compagnia').click();
		await button('Salva la richiesta').click();
		await page.waitForURL(/\/richieste\/[0-9a-f-]{36}$/);
	});

	await test.step('somebody only asks: two taps, and one that was a slip is taken back', async () => {
		await page.goto('/oggi');
		const count = async (need: string) => {
			await button(/^Solo informazione/).click();
			await button(need).click();
			await expect(page.getByText(`Segnato: ${need}.`)).toBeVisible();
		};
		await count('Documenti e ISEE');
		await expect(page.getByText('Oggi: 1 contatto')).toBeVisible();
		await count('Lavoro');
		await expect(page.getByText('Oggi: 2 contatti')).toBeVisible();
		await button('Annulla').click();
		await expect(page.getByText('Oggi: 1 contatto')).toBeVisible();
	});

	await test.step('the server is back: all there, once', async () => {
		await server.restart();
		await syncChip(page).click();
		await button('Prova a inviare adesso').click();
		await expect(page.getByText('Niente da inviare. Il server ha confermato tutto.')).toBeVisible();
		const records = readServerRecords(server.dataDir);
		expect(records.people).toBe(1);
		expect(records.requests.map(({ personName }) => personName)).toEqual([
			'Lucia Bianchi',
			'Lucia Bianchi'
		]);
		expect(records.contacts).toEqual(['documents-isee']);
		expect(records.ledger.map(({ name, outcome }) => [name, outcome])).toEqual(
			[
				'person.register',
				'request.register',
				'request.register',
				'contact.register',
				'contact.register',
				'contact.withdraw'
			].map((name) => [name, 'accepted'])
		);
		expect([records.held, records.quarantined]).toEqual([0, 0]);
	});
});

test('two records of one person become one on every tablet, and apart again', async ({
	tablets
}) => {
	test.setTimeout(120_000);
	const marta = await firstPage(await tablets.open('marta'));
	await signIn(marta, 'marta');
	await registerRequest(marta, { name: 'Chiara Rossi', phone: '333 0000001', need: 'Compagnia' });
	await registerRequest(marta, { name: 'Kiara Rosi', need: 'Trasporto' });
	await expect(syncChip(marta)).toHaveAccessibleName(/^Tutto inviato/);
	await marta.goto('/persone');
	const merge = async () => {
		await marta.getByRole('button', { name: 'Confronta: Kiara Rosi' }).click();
		const drawer = marta.getByRole('dialog', { name: 'È la stessa persona?' });
		await expect(drawer.getByRole('radio', { name: '333 000 0001' })).toBeChecked();
		await drawer.getByRole('button', { name: 'Sì, unisci le schede' }).click();
		await expect(theirRequests(marta)).toContainText(['Trasporto', 'Compagnia']);
		await expect(marta.getByRole('heading', { name: 'Schede unite a questa' })).toBeVisible();
	};
	const people = marta.getByRole('region', { name: 'Elenco delle persone' }).getByRole('link');

	await test.step('they are compared and merged, and the toast takes it back', async () => {
		await people.filter({ hasText: 'Chiara Rossi' }).click();
		await expect(marta.getByText('nome che suona uguale e stesso quartiere')).toBeVisible();
		await merge();
		await expect(people).toHaveCount(1);
		await marta.getByRole('button', { name: 'Annulla', exact: true }).click();
		await expect(marta.getByText('Schede di nuovo separate.')).toBeVisible();
		await expect(theirRequests(marta)).toContainText(['Compagnia']);
		await expect(people).toHaveCount(2);
	});

	await test.step('merged again, the manager sees one person', async () => {
		await merge();
		await expect(syncChip(marta)).toHaveAccessibleName(/^Tutto inviato/);
		const chiara = await firstPage(await tablets.open('chiara'));
		await signIn(chiara, 'chiara');
		await chiara.goto('/persone');
		await expect(chiara.getByText('1 persona')).toBeVisible();
	});

	await test.step('later the page takes it back too', async () => {
		await marta.getByRole('button', { name: 'Separa la scheda: Kiara Rosi' }).click();
		await expect(people).toHaveCount(2);
		await expect(theirRequests(marta)).toContainText(['Compagnia']);
	});
});
