import {
	readyForOffline,
	registerRequest,
	requestRow,
	signIn,
	syncChip,
	wordsOfSent
} from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { readServerRecords } from './support/server-records.ts';
import { firstPage } from './support/tablets.ts';

const CARER_DESK = 'Sportello badanti e assistenti familiari';
const NOTE = 'Richiamare dopo le 15, al mattino lavora.';
const ANSWER = 'La chiama lo Sportello badanti domattina.';

test('a desk works with the server dead, and everything arrives once when it is back', async ({
	server,
	tablets,
	guard
}) => {
	// A whole day at the desk, on whatever machine this is.
	test.setTimeout(240_000);
	guard.expectServerGone();
	const waiting = (count: number) =>
		new RegExp(`^${count} da inviare ?\\. C’è rete, il server non risponde`);
	let tablet = await tablets.open('marta', { isNew: true });
	let page = await firstPage(tablet);

	await test.step('the tablet takes the app and the catalogue with it', async () => {
		await signIn(page, 'marta');
		await readyForOffline(page);
		await server.kill9();
	});

	await test.step('any address opens cold, and a misspelt word finds its service', async () => {
		const cold = await tablet.newPage();
		await page.close();
		page = cold;
		await page.goto('/catalogo?q=badnte');
		await expect(page.getByRole('link', { name: CARER_DESK })).toBeVisible();
		await page.goto('/richieste/nuova');
		await expect(page.getByRole('heading', { name: 'Nuova richiesta' })).toBeVisible();
		await page.getByRole('link', { name: 'Torna a Oggi' }).click();
	});

	const registered = await test.step('three requests are registered', async () => {
		const lucia = await registerRequest(page, {
			name: 'Lucia Bianchi',
			phone: '0372 123456',
			need: 'Aiuto in casa',
			service: { search: 'badnte', name: CARER_DESK }
		});
		await expect(syncChip(page)).toHaveAccessibleName(waiting(1));
		const anonymous = await registerRequest(page, { need: 'Spesa e pasti' });
		const paolo = await registerRequest(page, {
			name: 'Paolo Verdi',
			actingFor: 'Teresa Verdi',
			need: 'Trasporto'
		});
		await expect(syncChip(page)).toHaveAccessibleName(waiting(3));
		await expect(wordsOfSent(page)).toHaveCount(0);
		return { lucia, anonymous, paolo };
	});
	const everybody = ['Lucia Bianchi', 'Contatto anonimo', 'Paolo Verdi'];

	await test.step('the browser is closed and opened again: all three are there, unsent', async () => {
		await tablet.close();
		tablet = await tablets.open('marta');
		page = await firstPage(tablet);
		await page.goto('/richieste');
		for (const who of everybody) {
			await expect(requestRow(page, who)).toContainText('Sul computer');
		}
		await expect(page.getByRole('heading', { name: '3 richieste' })).toBeVisible();
		await expect(syncChip(page)).toHaveAccessibleName(waiting(3));
		await expect(wordsOfSent(page)).toHaveCount(0);
	});

	await test.step('one is edited, noted and moved on, still without the server', async () => {
		await page.goto(registered.anonymous.path);
		await page.getByRole('button', { name: 'Modifica', exact: true }).click();
		await page.getByRole('button', { name: 'Compagnia' }).click();
		await page.getByRole('button', { name: 'Salva le modifiche' }).click();
		await expect(page.getByText('Spesa e pasti, Compagnia')).toBeVisible();
		await page.getByLabel('Aggiungi una nota').fill(NOTE);
		await page.getByRole('button', { name: 'Salva la nota' }).click();
		await expect(page.getByRole('listitem').filter({ hasText: NOTE })).toContainText(
			'Sul computer'
		);
		await page.getByLabel('Cambia lo stato').selectOption('In attesa');
		await page.getByRole('button', { name: 'Salva il nuovo stato' }).click();
		await expect(page.getByRole('listitem').filter({ hasText: 'Ora è: In attesa' })).toBeVisible();
		await expect(syncChip(page)).toHaveAccessibleName(waiting(6));
		await expect(wordsOfSent(page)).toHaveCount(0);
	});

	await test.step('the server is back on the same data: everything arrives once', async () => {
		await server.restart();
		await syncChip(page).click();
		await page.getByRole('button', { name: 'Prova a inviare adesso' }).click();
		await expect(page.getByText('Niente da inviare. Il server ha confermato tutto.')).toBeVisible();
		await page.getByRole('button', { name: 'Chiudi' }).click();
		await expect(syncChip(page)).toHaveAccessibleName(/^Tutto inviato/);
		await page.goto('/richieste');
		// Three rows and the chip: these are the words that were nowhere before.
		await expect(wordsOfSent(page)).toHaveCount(4);
		const records = readServerRecords(server.dataDir);
		expect(records.requests.map(({ code }) => code).sort()).toEqual(
			Object.values(registered)
				.map(({ code }) => code)
				.sort()
		);
		expect(records.people).toBe(2);
		expect(records.ledger.map(({ seq, name, outcome }) => [seq, name, outcome])).toEqual([
			[1, 'person.register', 'accepted'],
			[2, 'request.register', 'accepted'],
			[3, 'request.register', 'accepted'],
			[4, 'person.register', 'accepted'],
			[5, 'request.register', 'accepted'],
			[6, 'request.edit', 'accepted'],
			[7, 'request.note', 'accepted'],
			[8, 'request.move', 'accepted']
		]);
		expect(new Set(records.ledger.map(({ storeId }) => storeId)).size).toBe(1);
		expect([records.held, records.quarantined]).toEqual([0, 0]);
	});

	await test.step('the manager sees them, assigns one and answers', async () => {
		const office = await tablets.open('chiara');
		const triage = await firstPage(office);
		await signIn(triage, 'chiara');
		for (const who of everybody) {
			await expect(triage.getByRole('button').filter({ hasText: who })).toHaveCount(1);
		}
		await triage.getByRole('button').filter({ hasText: 'Contatto anonimo' }).click();
		await expect(triage.getByRole('dialog')).toContainText(NOTE);
		await expect(triage.getByRole('dialog')).toContainText('Spesa e pasti, Compagnia');
		await triage.getByRole('button', { name: 'Chiudi' }).click();

		await triage.getByRole('button').filter({ hasText: 'Lucia Bianchi' }).click();
		await triage.getByLabel('Affida a').selectOption('Davide C.');
		const answer = triage.getByLabel('Rispondi al presidio');
		await answer.fill(ANSWER);
		// What happens meanwhile takes nothing away of what is being written, not for a moment.
		const meanwhile = await answer.evaluate((field: HTMLTextAreaElement) => {
			dispatchEvent(new Event('online'));
			return Promise.resolve().then(() => field.value);
		});
		expect(meanwhile).toBe(ANSWER);
		await triage.getByRole('button', { name: 'Salva la risposta' }).click();
		await expect(triage.getByRole('dialog').getByText(ANSWER)).toBeVisible();
		await triage.getByRole('button', { name: 'Chiudi' }).click();
		await expect(syncChip(triage)).toHaveAccessibleName(/^Tutto inviato/);
	});

	await test.step('the answer comes to the tablet by itself', async () => {
		await requestRow(page, 'Lucia Bianchi').click();
		// The tablet asks every twenty seconds.
		await expect(page.getByText(ANSWER)).toBeVisible({ timeout: 30_000 });
		await expect(page.getByText('Affidata a Davide C.')).toBeVisible();
		await expect(page.getByRole('region', { name: 'Seguirla' })).toContainText('In carico');
	});
});
