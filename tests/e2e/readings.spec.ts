/**
 * Who opened a case, unlocked the tablet or saved what is unsent: noted on it with no server, sent by nobody in particular, found by the
 * administrator once.
 */
import { readFileSync } from 'node:fs';
import type { APIRequestContext, Page } from '@playwright/test';
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
	detail: string | null;
}

/** @param of a person; without them, everybody's. The newest first */
async function logged(admin: APIRequestContext, kind: string, of?: string): Promise<Event[]> {
	const answer = await admin.get(`/api/admin/audit?kind=${kind}`);
	const { events } = (await answer.json()) as { events: Event[] };
	return of === undefined ? events : events.filter(({ actor }) => actor?.name === of);
}

/** What the administrator downloads of the register. */
async function csvOf(page: Page): Promise<string> {
	const download = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Scarica (CSV)' }).click();
	return readFileSync(await (await download).path(), 'utf8');
}

const readings = (admin: APIRequestContext, of: string) => logged(admin, 'case-read', of);
const unlocks = (admin: APIRequestContext, of: string) => logged(admin, 'unlock', of);

/**
 * What the tablet has noted and not yet heard of from the server.
 * @param makeAgain everything it had sent waits again, as when no answer has come
 */
function waiting(page: Page, { makeAgain = false } = {}): Promise<number> {
	return page.evaluate(async (makeAgain) => {
		const done = <Result>(request: IDBRequest<Result>) =>
			new Promise<Result>((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error ?? new Error('not read'));
			});
		const database = await done(indexedDB.open('sportello-readings'));
		try {
			const table = database.transaction('readings', 'readwrite').objectStore('readings');
			const all = (await done(table.getAll())) as { state: string }[];
			if (makeAgain) for (const each of all) await done(table.put({ ...each, state: 'waiting' }));
			return all.filter(({ state }) => makeAgain || state === 'waiting').length;
		} finally {
			database.close();
		}
	}, makeAgain);
}

test.use({ activated: true });

test(
	'a case opened on a tablet with the server dead is in the log once, when it was read, without a name',
	{ tag: '@faults' },
	async ({ server, tablets, guard, admin }) => {
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
		const csv = await csvOf(ada);
		expect(csv).toContain(`;Sara V.;`);
		expect(csv).toContain(`requests/${requestId}`);
		expect(`${csv} ${await ada.content()}`).not.toMatch(/Lucia|Bianchi/);
		await ada.getByLabel('Che cosa').selectOption('Sblocco di un tablet');
		await expect(events).toHaveCount(1);
		await expect(events).toContainText('Tablet «Banco 1»');
		expect(await csvOf(ada)).toMatch(/;Sblocco[^;]*;;Sara V\.;/);
		await examine(ada);
		await examineWidths(ada);
	}
);

test(
	'a file saved with the server dead is in the register once, by whom or by nobody; a practice notes nothing',
	{ tag: '@faults' },
	async ({ server, tablets, guard, admin }) => {
		guard.expectServerGone();
		const { context, page } = await openActivated(tablets);
		const saved = async (save: () => Promise<void>) => {
			const download = page.waitForEvent('download');
			await save();
			return (await download).suggestedFilename();
		};
		const exportAll = async () => {
			await syncChip(page).click();
			const drawer = page.getByRole('dialog', { name: 'Da inviare' });
			const name = await saved(() => drawer.getByRole('button', { name: 'Esporta tutto' }).click());
			await page.keyboard.press('Escape');
			return name;
		};

		await server.kill9();
		const begun = Date.now();
		await unlock(page, 'Marta R.');
		await registerFor(page, 'Lucia Bianchi');
		expect(await exportAll()).toContain('.sealed.json');
		const ended = Date.now();

		// A case that is opened, and a file of what was registered: all invented.
		await page.getByRole('link', { name: 'Guida' }).click();
		await page.getByRole('button', { name: 'Comincia la prova' }).click();
		await requestRow(page, 'Anna di prova').click();
		await expect(page.getByRole('heading', { name: 'Anna di prova' })).toBeVisible();
		await registerFor(page, 'Genoveffa Inventata');
		expect(await exportAll()).not.toContain('.sealed.json');
		await page.getByRole('button', { name: 'Esci dalla prova' }).click();
		await lock(page);
		await saved(() => page.getByRole('button', { name: 'Salva su file' }).click());
		await expect(page.getByText('File salvato')).toBeVisible();
		const savedAt = Date.now();
		// Marta's unlock, her file and what she had before her after registering it; the file of nobody.
		expect(await waiting(page)).toBe(4);

		await server.restart();
		const register = async () => {
			const answer = await admin.get('/api/admin/audit');
			const { events } = (await answer.json()) as { events: Event[] };
			return events
				.filter(({ kind }) => ['unlock', 'case-read', 'export'].includes(kind))
				.map(({ kind, actor, device, detail }) =>
					[kind, actor?.name, device?.name, detail ?? '-'].join(' ')
				);
		};
		const once = [
			'export Banco 1 Banco 1 1',
			'export Marta R. Banco 1 1',
			'case-read Marta R. Banco 1 -',
			'unlock Marta R. Banco 1 -'
		];
		await page.reload();
		await lockScreen(page);
		await expect.poll(register).toEqual(once);
		const [ofNobody, ofMarta] = (await logged(admin, 'export')).map(({ at }) => at);
		expect(ofMarta).toBeGreaterThan(begun - 2000);
		expect(ofMarta).toBeLessThan(ended + 2000);
		expect(ofNobody).toBeGreaterThan(ended - 2000);
		expect(ofNobody).toBeLessThan(savedAt + 2000);

		// Another contact; and one after answers that never came.
		await expect.poll(() => waiting(page)).toBe(0);
		await page.reload();
		await lockScreen(page);
		await expect(page.getByText('Tutto inviato')).toBeVisible();
		expect(await waiting(page, { makeAgain: true })).toBe(4);
		await page.reload();
		await expect.poll(() => waiting(page)).toBe(0);
		expect(await register()).toEqual(once);
		await context.close();

		const ada = await firstPage(await tablets.open('ada'));
		await signIn(ada, 'ada');
		await ada.getByRole('navigation').getByRole('link', { name: 'Registro', exact: true }).click();
		await ada.getByLabel('Che cosa').selectOption('Esportazione');
		const events = ada.getByRole('main').getByRole('listitem');
		await expect(events).toHaveCount(2);
		await expect(events.first()).toContainText('schede non inviate: 1, a tablet bloccato');
		await expect(events.first()).toContainText('Tablet «Banco 1»');
		await expect(events.first()).toContainText('Il tablet, nessuna persona');
		await expect(events.last()).toContainText('schede non inviate: 1');
		await expect(events.last()).toContainText('Marta R.');
		await examine(ada);
		await examineWidths(ada);
		await ada.getByLabel('Persona', { exact: true }).selectOption('Marta R.');
		await expect(events).toHaveCount(1);
		const csv = await csvOf(ada);
		expect(csv).toContain(';Esportazione;schede non inviate: 1;Marta R.;;Banco 1;');
		expect(csv).not.toContain('Lucia');
	}
);
