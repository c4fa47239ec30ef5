import { signIn, syncChip } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { readServerRecords } from './support/server-records.ts';
import { firstPage } from './support/tablets.ts';

test('a volunteer offers help with the server dead, and the desk finds it once', async ({
	server,
	tablets,
	guard
}) => {
	test.setTimeout(180_000);
	guard.expectServerGone();
	const phone = await tablets.open('piero');
	const own = await firstPage(phone);
	const button = (name: string) => own.getByRole('button', { name, exact: true });

	await test.step('the volunteer signs in and sees nothing but their own', async () => {
		await signIn(own, 'piero');
		await expect(own.getByText('Non hai ancora offerto niente')).toBeVisible();
		await own.goto('/richieste');
		await own.waitForURL('/aiuti');
		await server.kill9();
	});

	await test.step('what is being written survives a reload, and is saved without the server', async () => {
		await own.goto('/aiuti/nuovo');
		await own.getByRole('textbox', { name: 'Telefono' }).fill('333 000 0001');
		await button('Spesa e commissioni').click();
		for (const day of ['lunedì', 'martedì']) await button(day).click();
		await own.getByLabel('Ore di lunedì', { exact: true }).selectOption('A ore precise');
		await own.getByLabel('lunedì, dalle').fill('09:00');
		await own.getByLabel('lunedì, alle').fill('12:00');
		await expect(own.getByText('Bozza al sicuro')).toBeVisible();
		await own.reload();
		await expect(own.getByLabel('lunedì, alle')).toHaveValue('12:00');
		await button('Salva l’aiuto').click();
		await own.waitForURL('/aiuti');
		await expect(own.getByRole('main')).toContainText('Lunedì 9–12');
		await expect(own.getByRole('main')).toContainText('Sul computer');
		await expect(syncChip(own)).toHaveAccessibleName(/^1 da inviare/);
	});

	await test.step('paused, and at once taken up again', async () => {
		await button('Metti in pausa').click();
		await own.getByRole('form').getByRole('button', { name: 'Metti in pausa' }).click();
		await expect(
			own.getByRole('main').getByText('In pausa', { exact: true }).first()
		).toBeVisible();
		await button('Annulla').click();
		await expect(
			own.getByRole('main').getByText('Disponibile', { exact: true }).first()
		).toBeVisible();
	});

	await test.step('the server is back: the desk sees it once', async () => {
		await server.restart();
		await syncChip(own).click();
		await button('Prova a inviare adesso').click();
		await expect(own.getByText('Niente da inviare. Il server ha confermato tutto.')).toBeVisible();
		await button('Chiudi').click();
		const records = readServerRecords(server.dataDir);
		expect(records.ledger.map(({ name, outcome }) => [name, outcome])).toEqual([
			['offer.register', 'accepted'],
			['offer.pause', 'accepted'],
			['offer.resume', 'accepted']
		]);
		const desk = await firstPage(await tablets.open('marta'));
		await signIn(desk, 'marta');
		await desk.goto('/aiuti');
		await desk.getByRole('searchbox').fill('spesa');
		const rows = desk.getByRole('main').getByRole('link').filter({ hasText: 'Piero G.' });
		await expect(rows).toHaveCount(1);
		await rows.click();
		await expect(desk.getByRole('heading', { name: 'Piero G.' })).toBeVisible();
		await expect(desk.getByRole('link', { name: '333 000 0001' })).toBeVisible();
	});
});
