/**
 * A queue carried by hand, as a file. Seen to fail with intents also in clear beside their seal: the file names Anna.
 */
import type { Download, Page } from '@playwright/test';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { Database } from '../../db/engine.ts';
import { requestRow, signIn, syncChip, registerFor } from './support/desk.ts';
import { examine, examineWidths } from './support/examine.ts';
import { expect, test } from './support/fixtures.ts';
import { readServerRecords } from './support/server-records.ts';
import { lock, lockScreen, unlock, openActivated } from './support/shared-tablet.ts';
import { firstPage, LANDSCAPE } from './support/tablets.ts';

const NAMES = ['Anna Esempio', 'Bruno Esempio'] as const;

/** What a person does who is asked for a file. */
async function saved(page: Page, save: () => Promise<void>): Promise<Download> {
	const download = page.waitForEvent('download');
	await save();
	return download;
}

/** Sealed, whoever wrote it: no name, no telephone, no name of an intent. */
async function textOfSealed(download: Download): Promise<string> {
	expect(download.suggestedFilename()).toMatch(/^sportello-banco-1-\d{4}-\d\d-\d\d\.sealed\.json$/);
	const text = await readFile(await download.path(), 'utf8');
	expect(text).toContain('"sportello-sealed-queue"');
	// With a blank or long, so that no chance of base64 spells them.
	for (const word of [...NAMES, 'Esempio', '333 000', 'Spesa e pasti', 'register', '"v":0']) {
		expect(text).not.toContain(word);
	}
	return text;
}

/** Who wrote what the server has taken, and on which tablet. */
function taken(dataDir: string): string[] {
	const sqlite = new Database(join(dataDir, 'sportello.sqlite'), { readonly: true });
	try {
		return sqlite
			.prepare(
				`select users.username || ' ' || ledger.name || ' ' || devices.name from ledger
				join users on users.id = ledger.actor
				join stores on stores.store_id = ledger.store_id
				join devices on devices.id = stores.device_id
				where ledger.outcome = 'accepted' order by ledger.seq`
			)
			.pluck()
			.all() as string[];
	} finally {
		sqlite.close();
	}
}

test.use({ activated: true });

test(
	'what a tablet could not send is carried to another desk, sent twice from there, and is on the server once',
	{ tag: '@faults' },
	async ({ server, tablets, guard, admin }) => {
		guard.expectServerGone();
		let { context, page } = await openActivated(tablets);
		// Somebody of another desk, at a computer of their own.
		const davide = await firstPage(await tablets.open('davide'));
		await signIn(davide, 'davide');
		await davide.goto('/guida');

		await server.kill9();
		await unlock(page, 'Marta R.');
		await registerFor(page, NAMES[0]);
		await syncChip(page).click();
		const drawer = page.getByRole('dialog', { name: 'Da inviare' });
		const early = await saved(page, () =>
			drawer.getByRole('button', { name: 'Esporta tutto' }).click()
		);
		await textOfSealed(early);
		await expect(drawer.getByText(/Le schede restano su questo tablet/)).toBeVisible();
		await page.keyboard.press('Escape');
		await lock(page);
		await unlock(page, 'Sara V.');
		await registerFor(page, NAMES[1]);
		await lock(page);

		const file = await saved(page, () =>
			page.getByRole('button', { name: 'Salva su file' }).click()
		);
		const buffer = Buffer.from(await textOfSealed(file));
		await expect(page.getByText('File salvato')).toBeVisible();
		await expect(page.getByText('2 da inviare')).toBeVisible();
		await examine(page);
		await examineWidths(page);
		await page.setViewportSize(LANDSCAPE);
		await context.close();

		const card = davide.getByRole('region', { name: 'Invia un file portato da un tablet' });
		const choose = (content: Buffer) =>
			card.locator('input[type=file]').setInputFiles({
				...{ name: 'portato.json', mimeType: 'application/json', buffer: content }
			});
		await choose(Buffer.from('[]'));
		await expect(card.getByText('Non è un file salvato da un tablet.')).toBeVisible();
		await choose(buffer.subarray(0, -50));
		await expect(card.getByText(/Il file è rovinato/)).toBeVisible();
		await choose(buffer);
		await expect(card.getByText('Il server non risponde.')).toBeVisible();
		await expect(card.getByText('Niente è stato inviato.')).toBeVisible();

		await server.restart();
		await card.getByRole('button', { name: 'Riprova' }).click();
		await expect(card.getByText('2 schede arrivate.')).toBeVisible();
		await expect(card.getByText('Esempio')).toHaveCount(0);
		await examine(davide);
		await examineWidths(davide);
		await choose(buffer);
		await expect(card.getByText('2 c’erano già.')).toBeVisible();
		const once = [
			'marta person.register Banco 1',
			'marta request.register Banco 1',
			'sara person.register Banco 1',
			'sara request.register Banco 1'
		];
		expect(taken(server.dataDir)).toEqual(once);
		const register = (await (await admin.get('/api/admin/audit?kind=carried')).json()) as {
			events: unknown[];
		};
		const noted = { actor: { name: 'Davide C.' }, device: { name: 'Banco 1' }, detail: '2' };
		expect(register.events).toMatchObject([noted, noted]);

		// The tablet knows nothing of it until it hears it from the server.
		context = await tablets.open('tablet');
		page = await firstPage(context);
		await page.goto('/entra');
		await lockScreen(page);
		await expect(page.getByText('Tutto inviato')).toBeVisible();
		for (const name of ['Invia o salva', 'Salva su file']) {
			await expect(page.getByRole('button', { name })).toBeHidden();
		}
		// Who saved the files, by somebody and by nobody in particular.
		const exported = async () => {
			const answer = await admin.get('/api/admin/audit?kind=export');
			const { events } = (await answer.json()) as {
				events: { actor: { name: string }; device: { name: string }; detail: string }[];
			};
			return events.map(({ actor, device, detail }) => `${actor.name} ${device.name} ${detail}`);
		};
		await expect.poll(exported).toEqual(['Banco 1 Banco 1 2', 'Marta R. Banco 1 1']);
		expect(taken(server.dataDir)).toEqual(once);
		expect(readServerRecords(server.dataDir)).toMatchObject({ quarantined: 0, held: 0, people: 2 });
		expect(readServerRecords(server.dataDir).requests).toHaveLength(2);
		await unlock(page, 'Marta R.');
		await expect(requestRow(page, NAMES[1])).toBeVisible();
	}
);
