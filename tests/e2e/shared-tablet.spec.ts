import { addColleague, readyForOffline, registerOffer, registerRequest, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { readServerRecords } from './support/server-records.ts';
import { enrol, enrolmentCode, lock, lockScreen, signInOnTablet, unlock } from './support/shared-tablet.ts';
import { firstPage } from './support/tablets.ts';

test('two operators and a volunteer share a tablet with the server dead, and what each wrote arrives in their name', async ({
	server,
	tablets,
	guard
}) => {
	guard.expectServerGone();
	await addColleague(server.dataDir);
	const admin = await firstPage(await tablets.open('ada'));
	await signIn(admin, 'ada');
	const code = await enrolmentCode(admin, { name: 'Banco 1', accessPointId: 'cambonino' });

	let context = await tablets.open('tablet');
	let page = await firstPage(context);
	await enrol(page, code);
	for (const username of ['marta', 'sara', 'piero']) {
		await signInOnTablet(page, username);
		if (username === 'marta') await readyForOffline(page);
		if (username === 'marta') {
			// A page loaded anew is a locked one.
			await page.goto('/oggi');
			await lockScreen(page);
		} else await lock(page);
	}

	await server.kill9();
	await unlock(page, 'Marta R.');
	await expect(page.getByText('ok')).toBeVisible();
});
