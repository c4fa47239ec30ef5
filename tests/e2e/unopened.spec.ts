/**
 * The server's key is another and the old one is gone, on the screens. How its parts were seen to fail stands in
 * tests/faults/unopened.test.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openServerKeys, keysFile } from '../../src/lib/server/devices/server-keys.ts';
import { syncChip, registerFor } from './support/desk.ts';
import { examine } from './support/examine.ts';
import { expect, test } from './support/fixtures.ts';
import { readServerRecords } from './support/server-records.ts';
import { lock, signInOnTablet, unlock, openActivated } from './support/shared-tablet.ts';

/** As when a server is set up anew from a backup, and nobody finds the copy of its keys. */
function loseTheKey(dataDir: string): void {
	const folder = join(dataDir, 'keys');
	openServerKeys(folder, { mayCreate: false, now: Date.now() }).rotate(Date.now());
	const { keys, ...rest } = JSON.parse(readFileSync(keysFile(folder), 'utf8')) as {
		keys: unknown[];
	};
	writeFileSync(keysFile(folder), JSON.stringify({ ...rest, keys: keys.slice(0, 1) }));
}

test.use({ activated: true });

test(
	'what the server cannot open stays on the tablet, says whom it waits for, and arrives once when they unlock',
	{ tag: '@faults' },
	async ({ server, tablets, guard }) => {
		guard.expectServerGone();
		// The grant of before is none any more.
		guard.expectStatus(403, '/api/device/');
		guard.expectStatus(401, '/api/');
		const { page } = await openActivated(tablets);
		await signInOnTablet(page, 'piero');
		await lock(page);
		await server.kill9();
		await unlock(page, 'Marta R.');
		await registerFor(page, 'Anna Esempio');
		await lock(page);
		await expect(page.getByText('1 da inviare')).toBeVisible();

		loseTheKey(server.dataDir);
		await server.restart();
		await expect(page.getByText('1 da sistemare')).toBeVisible();
		await expect(page.getByText('Aspetta che Marta R. sblocchi')).toBeVisible();
		await expect(page.getByText('Tutto inviato')).toHaveCount(0);
		await examine(page);
		expect(readServerRecords(server.dataDir)).toMatchObject({ requests: [], quarantined: 0 });

		// Whoever may not read it hears the same, and no more.
		await signInOnTablet(page, 'piero');
		await syncChip(page).click();
		await expect(page.getByText(/Aspetta che Marta R\. sblocchi il tablet/)).toBeVisible();
		await expect(page.getByText('Anna Esempio')).toHaveCount(0);
		await examine(page);
		await page.keyboard.press('Escape');
		await lock(page);
		expect(readServerRecords(server.dataDir)).toMatchObject({ requests: [], quarantined: 0 });

		await unlock(page, 'Marta R.');
		await expect.poll(() => readServerRecords(server.dataDir).requests).toHaveLength(1);
		await expect(syncChip(page)).toContainText('Tutto inviato');
		const { ledger, quarantined, people } = readServerRecords(server.dataDir);
		expect(ledger.map(({ name, seq }) => `${seq} ${name}`)).toEqual([
			'1 person.register',
			'2 request.register'
		]);
		expect({ quarantined, people }).toEqual({ quarantined: 0, people: 1 });
	}
);
