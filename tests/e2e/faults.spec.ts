import { registerRequest, requestRow, signIn, syncChip, wordsOfSent } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { readServerRecords } from './support/server-records.ts';
import { firstPage } from './support/tablets.ts';

const PUSH = '/api/sync/push';

test(
	'the page of a Wi-Fi that asks to sign in acknowledges nothing',
	{ tag: '@faults' },
	async ({ server, tablets, network }) => {
		const tablet = await tablets.open('marta', { throughPort: network.port });
		const page = await firstPage(tablet);
		await signIn(page, 'marta');
		network.spoil('/api/', {
			kind: 'answer',
			status: 200,
			headers: { 'content-type': 'text/html; charset=utf-8' },
			body: '<!doctype html><title>Wi-Fi ospiti</title><p>Accetta le condizioni per navigare.</p>'
		});

		await registerRequest(page, { need: 'Spesa e pasti' });
		await expect(syncChip(page)).toHaveAccessibleName(
			/^1 da inviare ?\. Il Wi-Fi chiede di accedere/
		);
		await syncChip(page).click();
		await page.getByRole('button', { name: 'Prova a inviare adesso' }).click();
		await expect(
			page.getByText(
				'Il Wi-Fi chiede di accedere: apri una pagina qualsiasi, accedi e torna qui. Quella che c’è resta qui e parte dopo.'
			)
		).toBeVisible();
		await expect(wordsOfSent(page)).toHaveCount(0);
		expect(readServerRecords(server.dataDir).ledger).toEqual([]);

		network.mend();
		await page.getByRole('button', { name: 'Prova a inviare adesso' }).click();
		await expect(page.getByText('Niente da inviare. Il server ha confermato tutto.')).toBeVisible();
		expect(readServerRecords(server.dataDir).requests).toHaveLength(1);
	}
);

test(
	'a server in trouble is left alone for as long as it asks, and then gets the request',
	{ tag: '@faults' },
	async ({ server, tablets, network, guard }) => {
		guard.expectStatus(503, PUSH);
		const tablet = await tablets.open('marta', { throughPort: network.port });
		const page = await firstPage(tablet);
		await signIn(page, 'marta');
		// By itself it would try again after one second at most.
		const body = JSON.stringify({ error: { kind: 'busy' } });
		const headers = { 'content-type': 'application/json', 'retry-after': '3' };
		network.spoil(PUSH, { kind: 'answer', status: 503, headers, body }, 1);

		await registerRequest(page, { need: 'Spesa e pasti' });
		await expect(syncChip(page)).toHaveAccessibleName(
			/^1 da inviare ?\. C’è rete, il server non risponde/
		);
		await expect(syncChip(page)).toHaveAccessibleName(/^Tutto inviato/);
		const [refused = 0, accepted = 0, ...others] = network.passages(PUSH);
		expect(accepted - refused).toBeGreaterThanOrEqual(3000);
		expect(others).toEqual([]);
		expect(readServerRecords(server.dataDir).requests).toHaveLength(1);
	}
);

test(
	'what is cut in half on the way, there or back, is sent again whole and written once',
	{ tag: '@faults' },
	async ({ server, tablets, network, guard }) => {
		guard.expectServerGone();
		const tablet = await tablets.open('marta', { throughPort: network.port });
		const page = await firstPage(tablet);
		await signIn(page, 'marta');

		network.spoil(PUSH, { kind: 'halve-request' });
		await registerRequest(page, { name: 'Lucia Bianchi', need: 'Spesa e pasti' });
		await expect(syncChip(page)).toHaveAccessibleName(
			/^1 da inviare ?\. C’è rete, il server non risponde/
		);
		expect(readServerRecords(server.dataDir).ledger).toEqual([]);

		network.mend();
		network.spoil(PUSH, { kind: 'halve-answer' });
		await expect.poll(() => readServerRecords(server.dataDir).ledger.length).toBe(2);
		await expect(syncChip(page)).toHaveAccessibleName(
			/^1 da inviare ?\. C’è rete, il server non risponde/
		);
		await expect(wordsOfSent(page)).toHaveCount(0);

		network.mend();
		await syncChip(page).click();
		await page.getByRole('button', { name: 'Prova a inviare adesso' }).click();
		await expect(page.getByText('Niente da inviare. Il server ha confermato tutto.')).toBeVisible();
		const { requests, people, ledger } = readServerRecords(server.dataDir);
		expect([requests.length, people, ledger.length]).toEqual([1, 1, 2]);
	}
);

test(
	'two tabs that write at once send everything once',
	{ tag: '@faults' },
	async ({ server, tablets }) => {
		test.setTimeout(180_000);
		const each = 5;
		const tablet = await tablets.open('marta');
		const first = await firstPage(tablet);
		await signIn(first, 'marta');
		const second = await tablet.newPage();
		await second.goto('/oggi');

		const codes: string[] = [];
		async function writeAll(page: typeof first, who: string) {
			for (let number = 1; number <= each; number += 1) {
				const name = `${who} ${number}`;
				codes.push((await registerRequest(page, { name, need: 'Compagnia' })).code);
			}
		}
		await Promise.all([writeAll(first, 'Anna'), writeAll(second, 'Bruno')]);

		for (const page of [first, second]) {
			await expect(syncChip(page)).toHaveAccessibleName(/^Tutto inviato/);
			await page.goto('/richieste');
			await expect(page.getByRole('heading', { name: '10 richieste' })).toBeVisible();
		}
		const { requests, people, ledger } = readServerRecords(server.dataDir);
		expect(requests.map(({ code }) => code).sort()).toEqual(codes.sort());
		expect(people).toBe(2 * each);
		expect(ledger.map(({ seq }) => seq)).toEqual([...Array(4 * each).keys()].map((seq) => seq + 1));
		expect(new Set(ledger.map(({ storeId }) => storeId)).size).toBe(1);
		expect(new Set(ledger.map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));
	}
);

test('one refused in the middle is shown with its reason, the others are sent, and it can be put right', async ({
	server,
	tablets,
	network,
	guard
}) => {
	guard.expectServerGone();
	const tablet = await tablets.open('marta', { throughPort: network.port });
	const page = await firstPage(tablet);
	await signIn(page, 'marta');
	const lucia = await registerRequest(page, { name: 'Lucia Bianchi', need: 'Aiuto in casa' });
	await expect(syncChip(page)).toHaveAccessibleName(/^Tutto inviato/);
	await network.unplug();

	const office = await tablets.open('chiara');
	const triage = await firstPage(office);
	await test.step('the manager cancels it, and the tablet does not know', async () => {
		await signIn(triage, 'chiara');
		await triage.getByRole('button').filter({ hasText: 'Lucia Bianchi' }).click();
		await triage.getByRole('button', { name: 'Annulla la richiesta' }).click();
		await triage.getByRole('button', { name: 'Sì, annulla' }).click();
		await expect
			.poll(() => readServerRecords(server.dataDir).requests[0]?.status)
			.toBe('cancelled');
	});

	await test.step('the tablet writes before, upon it and after', async () => {
		await registerRequest(page, { need: 'Spesa e pasti' });
		await page.goto(lucia.path);
		await page.getByLabel('Cambia lo stato').selectOption('In attesa');
		await page.getByRole('button', { name: 'Salva il nuovo stato' }).click();
		await expect(page.getByRole('listitem').filter({ hasText: 'Ora è: In attesa' })).toBeVisible();
		await registerRequest(page, { name: 'Paolo Verdi', need: 'Trasporto' });
		await expect(syncChip(page)).toHaveAccessibleName(/^3 da inviare/);
	});

	await test.step('two are sent, one is to be put right', async () => {
		await network.plug();
		await syncChip(page).click();
		const drawer = page.getByRole('dialog', { name: 'Da inviare' });
		await drawer.getByRole('button', { name: 'Prova a inviare adesso' }).click();
		await expect(drawer.getByText('1 da sistemare.', { exact: true })).toBeVisible();
		const refused = drawer.getByRole('listitem').filter({ hasText: 'Da sistemare:' });
		await expect(refused).toContainText('Nuovo stato della richiesta di Lucia Bianchi');
		await expect(refused).toContainText(
			'Nel frattempo la richiesta è andata avanti, e questo passo non si può più fare. Quello che hai scritto è ancora qui.'
		);
		await drawer.getByRole('button', { name: 'Chiudi' }).click();
		await expect(syncChip(page)).toHaveAccessibleName(/^1 da sistemare ?\. Nient’altro da inviare/);
		await page.goto('/richieste?stato=all');
		await expect(requestRow(page, 'Paolo Verdi')).toContainText('Inviata');
		await expect(requestRow(page, 'Contatto anonimo')).toContainText('Inviata');
		await expect(requestRow(page, 'Lucia Bianchi')).toContainText('Da sistemare');
		await expect(requestRow(page, 'Lucia Bianchi')).toContainText('Annullata');

		const { requests, ledger } = readServerRecords(server.dataDir);
		expect(requests).toHaveLength(3);
		const others = ledger.filter(({ outcome }) => outcome !== 'accepted');
		expect(others).toMatchObject([
			{ name: 'request.move', outcome: 'rejected', reason: 'status-not-reachable' }
		]);
	});

	await test.step('the manager opens it again, and the step is accepted', async () => {
		await triage.getByLabel('Cambia lo stato').selectOption('Da assegnare');
		await triage.getByRole('button', { name: 'Salva il nuovo stato' }).click();
		const statusOf = () =>
			readServerRecords(server.dataDir).requests.find(({ code }) => code === lucia.code)?.status;
		await expect.poll(statusOf).toBe('requested');
		await syncChip(page).click();
		await page.getByRole('button', { name: 'Riprova' }).click();
		await page.getByRole('button', { name: 'Chiudi' }).click();
		await expect(syncChip(page)).toHaveAccessibleName(/^Tutto inviato/);
		expect(statusOf()).toBe('on-hold');
	});
});
