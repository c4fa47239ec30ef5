/** What the server cannot read is the administrator's to see, and nobody else's. */
import { expect, test } from './support/fixtures.ts';
import { sendFromTheFuture, signIn } from './support/desk.ts';

test('the administrator finds what the server could not read, and puts it aside; nobody else sees it', async ({
	tablets,
	server,
	guard
}) => {
	const marta = (await tablets.open('marta')).pages()[0]!;
	await signIn(marta, 'marta');
	await sendFromTheFuture(marta, { name: 'Anna Esempio' });

	await marta.goto('/quarantena');
	await marta.waitForURL('/oggi');
	guard.expectStatus(403, '/api/admin/quarantine');
	const asked = await marta.evaluate(async () => {
		const answer = await fetch('/api/admin/quarantine');
		return { status: answer.status, body: await answer.text() };
	});
	expect(asked).toEqual({
		status: 403,
		body: JSON.stringify({ error: { kind: 'not-your-role' } })
	});

	const ada = (await tablets.open('ada')).pages()[0]!;
	await signIn(ada, 'ada');
	await ada.getByRole('navigation').getByRole('link', { name: 'Quarantena' }).click();
	await ada.getByRole('button', { name: /app più nuova del server.*Marta R\./s }).click();
	await expect(ada.getByText('Anna Esempio', { exact: true })).toBeVisible();

	const decide = (choice: string) => ada.getByRole('button', { name: choice }).last().click();
	await decide('Rimetti in coda');
	await expect(ada.getByText(/come l’ha scritta Marta R\./)).toBeVisible();
	await decide('Rimetti in coda');
	await expect(ada.getByText('Il server non la sa ancora leggere: resta qui.')).toBeVisible();

	await decide('Metti da parte');
	await decide('Metti da parte');
	await expect(ada.getByText('Niente in quarantena.')).toBeVisible();
	guard.expectServerGone();
	await server.kill9();
	await ada.getByText('Messe da parte', { exact: true }).click();
	await expect(ada.getByText('Il server non risponde.')).toBeVisible();
	await server.restart();
	await ada.getByRole('button', { name: 'Riprova' }).click();
	await expect(ada.getByRole('button', { name: /app più nuova/ })).toBeVisible();
});
