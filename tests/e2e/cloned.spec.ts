/**
 * The disk of a tablet was copied: two devices say that they are the same one, and number what they write alike. Seen to
 * fail with `cloned` in `withSeq` made to say no: the administrator hears of no double.
 */
import { cpSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { registerFor, requestRow, syncChip } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { readServerRecords } from './support/server-records.ts';
import { lockScreen, openActivated, unlock } from './support/shared-tablet.ts';
import { firstPage } from './support/tablets.ts';

test.use({ activated: true });

test(
	'a tablet that was copied is found out, and what was written on it and on its copy is there once',
	{ tag: '@faults' },
	async ({ server, tablets, admin }) => {
		const requests = () =>
			readServerRecords(server.dataDir)
				.requests.map(({ personName }) => personName)
				.sort();
		const doubled = async () => {
			const answer = await admin.get('/api/admin/devices');
			const { devices } = (await answer.json()) as { devices: { name: string; cloned: boolean }[] };
			return devices.map(({ name, cloned }) => `${name} ${cloned}`);
		};
		const isSent = (page: Page) => expect(syncChip(page)).toContainText('Tutto inviato');

		const before = await openActivated(tablets);
		await unlock(before.page, 'Marta R.');
		await registerFor(before.page, 'Anna Esempio');
		await isSent(before.page);
		await before.context.close();
		cpSync(tablets.folderOf('tablet'), tablets.folderOf('copy'), { recursive: true });

		const { page: original } = await openActivated(tablets);
		await unlock(original, 'Marta R.');
		await registerFor(original, 'Bruno Esempio');
		await isSent(original);
		expect(await doubled()).toEqual(['Banco 1 false']);
		const copy = await firstPage(await tablets.open('copy'));
		await copy.goto('/entra');
		await lockScreen(copy);
		await unlock(copy, 'Sara V.');
		await registerFor(copy, 'Carla Esempio');
		await isSent(copy);

		expect(requests()).toEqual(['Anna Esempio', 'Bruno Esempio', 'Carla Esempio']);
		expect(await doubled()).toEqual(['Banco 1 true']);
		// Each goes on, and hears of what the other wrote.
		await registerFor(original, 'Dario Esempio');
		await isSent(original);
		await original.getByRole('link', { name: 'Oggi', exact: true }).first().click();
		await expect(requestRow(original, 'Carla Esempio')).toBeVisible();
		const { ledger, quarantined, people } = readServerRecords(server.dataDir);
		expect(new Set(ledger.map(({ storeId }) => storeId)).size).toBe(1);
		expect(ledger.map(({ seq, outcome }) => `${seq} ${outcome}`)).toEqual(
			[1, 2, 3, 3, 4, 4, 5, 6].map((seq) => `${seq} accepted`)
		);
		expect({ quarantined, people }).toEqual({ quarantined: 0, people: 4 });
	}
);
