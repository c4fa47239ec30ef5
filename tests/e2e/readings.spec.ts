/**
 * Who opened a case, and who unlocked the tablet: noted on it with no server, sent by nobody in particular, found by the
 * administrator once.
 */
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

async function logged(admin: APIRequestContext, kind: string, of: string): Promise<Event[]> {
	const answer = await admin.get(`/api/admin/audit?kind=${kind}`);
	const { events } = (await answer.json()) as { events: Event[] };
	return events.filter(({ actor }) => actor?.name === of);
}

const readings = (admin: APIRequestContext, of: string) => logged(admin, 'case-read', of);
const unlocks = (admin: APIRequestContext, of: string) => logged(admin, 'unlock', of);

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
	// Told by the tablet as it asked for a token and with what it had noted: it is one.
	expect(await unlocks(admin, 'Marta R.')).toMatchObject([{ device: { name: 'Banco 1' } }]);
	await lock(page);

	await server.kill9();
	const unlocking = Date.now();
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

	// She was gone before the server was back.
	await expect.poll(async () => (await unlocks(admin, 'Sara V.')).length).toBe(1);
	const [unlocked] = await unlocks(admin, 'Sara V.');
	expect(unlocked).toMatchObject({ device: { name: 'Banco 1' }, subject: null });
	expect(unlocked!.at).toBeGreaterThan(unlocking - 2000);
	expect(unlocked!.at).toBeLessThan(unlockedAt + 2000);
	expect(await unlocks(admin, 'Marta R.')).toHaveLength(1);

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
	const asCsv = async () => {
		const download = ada.waitForEvent('download');
		await ada.getByRole('button', { name: 'Scarica (CSV)' }).click();
		return readFileSync(await (await download).path(), 'utf8');
	};
	const csv = await asCsv();
	expect(csv).toContain(`;Sara V.;`);
	expect(csv).toContain(`requests/${requestId}`);
	expect(`${csv} ${await ada.content()}`).not.toMatch(/Lucia|Bianchi/);
	await ada.getByLabel('Che cosa').selectOption('Sblocco di un tablet');
	await expect(events).toHaveCount(1);
	await expect(events).toContainText('Tablet «Banco 1»');
	expect(await asCsv()).toMatch(/;Sblocco[^;]*;;Sara V\.;/);
	await examine(ada);
	await examineWidths(ada);
});
