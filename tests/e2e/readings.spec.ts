/** Who opened a case: noted on the tablet with no server, sent by nobody in particular, found by the administrator once. */
import { readFileSync } from 'node:fs';
import type { APIRequestContext } from '@playwright/test';
import { requestRow, signIn, syncChip, registerFor } from './support/desk.ts';
import { examine, examineWidths } from './support/examine.ts';
import { expect, test } from './support/fixtures.ts';
import { lock, lockScreen, unlock, openActivated } from './support/shared-tablet.ts';
import { firstPage } from './support/tablets.ts';

interface Event {
	kind: string;
	at: number;
	actor: { name: string } | null;
	device: { name: string | null } | null;
	subject: { collection: string; id: string } | null;
}

async function readings(admin: APIRequestContext, of: string): Promise<Event[]> {
	const answer = await admin.get('/api/admin/audit?kind=case-read');
	const { events } = (await answer.json()) as { events: Event[] };
	return events.filter(({ actor }) => actor?.name === of);
}

test.use({ activated: true });

test('a case opened on a tablet with the server dead is in the log once, when it was read, without a name', async ({
	server,
	tablets,
	guard,
	admin
}) => {
	guard.expectServerGone();
	const opened = await openActivated(tablets);
	let { page } = opened;
	await unlock(page, 'Marta R.');
	const { path } = await registerFor(page, 'Lucia Bianchi');
	const requestId = path.split('/').at(-1)!;
	await expect.poll(async () => (await readings(admin, 'Marta R.')).length).toBe(1);
	await expect(syncChip(page)).toContainText('Tutto inviato');
	await lock(page);

	await server.kill9();
	await unlock(page, 'Sara V.');
	const unlockedAt = Date.now();
	await requestRow(page, 'Lucia Bianchi').click();
	await expect(page.getByRole('heading', { name: 'Lucia Bianchi' })).toBeVisible();
	// Whoever only reads has nothing to send, and nothing keeps them there.
	await expect(page.getByText(/\d da inviare/)).toHaveCount(0);
	await lock(page);
	const lockedAt = Date.now();
	// The battery dies; the tablet is switched on, and nobody unlocks it.
	await opened.context.close();
	await server.restart();
	page = await firstPage(await tablets.open('tablet'));
	await page.goto('/entra');
	await lockScreen(page);
	await expect.poll(async () => (await readings(admin, 'Sara V.')).length).toBe(1);
	const [reading] = await readings(admin, 'Sara V.');
	expect(reading).toMatchObject({
		device: { name: 'Banco 1' },
		subject: { collection: 'requests', id: requestId }
	});
	// The server adds the time that passed to its own clock: to the length of a request the same.
	expect(reading!.at).toBeGreaterThan(unlockedAt - 2000);
	expect(reading!.at).toBeLessThan(lockedAt + 2000);

	// On a computer of her own, in the manager's drawer.
	const manager = await firstPage(await tablets.open('chiara'));
	await signIn(manager, 'chiara');
	await manager.getByRole('button').filter({ hasText: 'Lucia Bianchi' }).click();
	await expect(manager.getByRole('dialog', { name: 'Lucia Bianchi' })).toBeVisible();
	await expect.poll(async () => (await readings(admin, 'Chiara F.')).length).toBe(1);

	const ada = await firstPage(await tablets.open('ada'));
	await signIn(ada, 'ada');
	await ada.getByRole('navigation').getByRole('link', { name: 'Registro', exact: true }).click();
	await ada.getByLabel('Che cosa').selectOption('Lettura di una scheda');
	const events = ada.getByRole('main').getByRole('listitem');
	await expect(events).toHaveCount(3);
	await ada.getByLabel('Persona', { exact: true }).selectOption('Sara V.');
	await expect(events).toHaveCount(1);
	await expect(events).toContainText(`Richiesta ${requestId.slice(0, 8)} · Tablet «Banco 1»`);
	const download = ada.waitForEvent('download');
	await ada.getByRole('button', { name: 'Scarica (CSV)' }).click();
	const csv = readFileSync(await (await download).path(), 'utf8');
	expect(csv).toContain(`;Sara V.;`);
	expect(csv).toContain(`requests/${requestId}`);
	expect(`${csv} ${await ada.content()}`).not.toMatch(/Lucia|Bianchi/);
	await examine(ada);
	await examineWidths(ada);
});
