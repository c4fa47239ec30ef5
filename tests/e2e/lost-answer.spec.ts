import { registerRequest, requestRow, signIn, syncChip, wordsOfSent } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { readServerRecords } from './support/server-records.ts';
import { firstPage } from './support/tablets.ts';

test(
	'three requests stay three when the answer to their first sending is lost',
	{ tag: '@faults' },
	async ({ server, tablets, guard, network }) => {
		// A whole day at the desk, on whatever machine this is.
		test.setTimeout(240_000);
		guard.expectServerGone();
		let tablet = await tablets.open('marta', { throughPort: network.port });
		let page = await firstPage(tablet);
		await signIn(page, 'marta');
		await server.kill9();

		const registered = [
			await registerRequest(page, {
				name: 'Lucia Bianchi',
				phone: '0372 123456',
				need: 'Aiuto in casa'
			}),
			await registerRequest(page, { need: 'Spesa e pasti' }),
			await registerRequest(page, {
				name: 'Paolo Verdi',
				actingFor: 'Teresa Verdi',
				need: 'Trasporto'
			})
		];
		await tablet.close();

		await test.step('the server commits, and the tablet hears nothing of it', async () => {
			const before = network.passages('/api/sync/push').length;
			network.spoil('/api/sync/push', { kind: 'lose-answer' });
			await server.restart();
			tablet = await tablets.open('marta', { throughPort: network.port });
			page = await firstPage(tablet);
			await page.goto('/richieste');
			await expect.poll(() => readServerRecords(server.dataDir).requests.length).toBe(3);
			// It has tried again meanwhile, and still says nothing it does not know.
			await expect
				.poll(() => network.passages('/api/sync/push').length)
				.toBeGreaterThan(before + 1);
			await expect(syncChip(page)).toHaveAccessibleName(/^3 da inviare/);
			await expect(page.getByRole('main').getByText('Sul computer')).toHaveCount(3);
			await expect(wordsOfSent(page)).toHaveCount(0);
		});

		await test.step('the next answer gets through: three requests, each written once', async () => {
			network.mend();
			await syncChip(page).click();
			await page.getByRole('button', { name: 'Prova a inviare adesso' }).click();
			await expect(
				page.getByText('Niente da inviare. Il server ha confermato tutto.')
			).toBeVisible();
			await page.getByRole('button', { name: 'Chiudi' }).click();
			await expect(page.getByRole('heading', { name: '3 richieste' })).toBeVisible();
			await expect(wordsOfSent(page)).toHaveCount(4);

			const records = readServerRecords(server.dataDir);
			expect(records.requests.map(({ code }) => code).sort()).toEqual(
				registered.map(({ code }) => code).sort()
			);
			expect(records.people).toBe(2);
			expect(records.ledger.map(({ seq, name, outcome }) => [seq, name, outcome])).toEqual([
				[1, 'person.register', 'accepted'],
				[2, 'request.register', 'accepted'],
				[3, 'request.register', 'accepted'],
				[4, 'person.register', 'accepted'],
				[5, 'request.register', 'accepted']
			]);
		});

		await test.step('the manager sees three', async () => {
			const office = await tablets.open('chiara');
			const triage = await firstPage(office);
			await signIn(triage, 'chiara');
			await triage.getByText('Elenco', { exact: true }).click();
			await expect(requestRow(triage, /Bianchi|Verdi|Contatto anonimo/)).toHaveCount(3);
			await expect(triage.getByText('3 aperte')).toBeVisible();
		});
	}
);
