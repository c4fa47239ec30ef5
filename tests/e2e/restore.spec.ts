/** A server restored from a backup, and two tablets that know more than it does. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { registerRequest, requestRow, signIn, syncChip } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { readServerRecords } from './support/server-records.ts';
import { firstPage } from './support/tablets.ts';

const NEED = 'Spesa e pasti';
const MORE = 5;

test(
	'what two tablets had sent since the backup is there again once, and who was erased is not',
	{ tag: '@faults' },
	async ({ server, tablets, guard }) => {
		test.setTimeout(300_000);
		guard.expectServerGone();
		guard.expectStatus(401, '/api/');
		const command = (name: string, ...args: string[]) =>
			execFileSync(process.execPath, ['--import', 'tsx', `scripts/${name}.ts`, ...args], {
				env: { ...process.env, DATA_DIR: server.dataDir },
				encoding: 'utf8'
			});
		const backup = join(server.dataDir, 'copies', 'backup.sqlite');
		const isSent = (page: Page) => expect(syncChip(page)).toHaveAccessibleName(/^Tutto inviato/);

		const marta = await firstPage(await tablets.open('marta'));
		await signIn(marta, 'marta');
		const davide = await firstPage(await tablets.open('davide'));
		await signIn(davide, 'davide');

		const early = await registerRequest(marta, { name: 'Lucia Bianchi', need: NEED });
		const erased = await registerRequest(marta, { name: 'Anna Esempio', need: NEED });
		const codes = [early.code, (await registerRequest(davide, { need: NEED })).code];
		await isSent(marta);
		await isSent(davide);
		expect(command('backup', backup)).toContain('Saved');

		await test.step('ten more records, a note on an early one, and an erasure', async () => {
			for (let count = 0; count < MORE; count += 1) {
				codes.push((await registerRequest(marta, { need: NEED })).code);
				codes.push((await registerRequest(davide, { need: NEED })).code);
			}
			await marta.goto(early.path);
			await marta.getByLabel('Aggiungi una nota').fill('Ha richiamato la figlia');
			await marta.getByRole('button', { name: 'Salva la nota' }).click();
			// What is not saved yet is not counted: the chip would say that all is sent.
			await expect(
				marta.getByRole('listitem').filter({ hasText: 'Ha richiamato la figlia' })
			).toBeVisible();
			await isSent(marta);
			await isSent(davide);
			expect(command('person', 'erase', erased.code, '--yes')).toContain('Erased');
			expect(readServerRecords(server.dataDir).requests).toHaveLength(codes.length);
		});

		await test.step('the tablet forgets what was written there about who was erased', async () => {
			await marta.goto('/oggi');
			await syncChip(marta).click();
			const drawer = marta.getByRole('dialog', { name: 'Da inviare' });
			await expect(drawer.getByText('Richiesta di Lucia Bianchi', { exact: true })).toBeVisible();
			await expect(drawer.getByText('Anna Esempio')).toHaveCount(0);
			await marta.keyboard.press('Escape');
		});

		await server.stop();
		expect(command('restore', backup)).toContain('erased again');
		await server.restart();
		expect(readServerRecords(server.dataDir).requests).toHaveLength(2);

		await test.step('each tablet sends again what it had sent, whoever comes first', async () => {
			await signIn(davide, 'davide');
			await isSent(davide);
			await signIn(marta, 'marta');
			const sorted = () =>
				readServerRecords(server.dataDir)
					.requests.map(({ code }) => code)
					.sort();
			await expect.poll(sorted).toEqual([...codes].sort());
			const notes = () =>
				readServerRecords(server.dataDir).ledger.filter(({ name }) => name === 'request.note');
			await expect.poll(() => notes().length).toBe(1);
			const { held, quarantined } = readServerRecords(server.dataDir);
			expect([held, quarantined]).toEqual([0, 0]);
		});

		await marta.goto(early.path);
		await expect(marta.getByText('Ha richiamato la figlia')).toBeVisible();
		await marta.goto('/richieste');
		await expect(requestRow(marta, 'Lucia Bianchi')).toBeVisible();
		await expect(marta.getByText('Anna Esempio')).toHaveCount(0);
	}
);
