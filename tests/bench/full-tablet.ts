/** A tablet of a busy desk: 5,000 records on it, sealed, people who have worked there, and no server. */
import type { Page } from '@playwright/test';
import { plantRecords } from '../e2e/support/planted.ts';
import {
	enrol,
	enrolmentCode,
	lock,
	signInOnTablet,
	signInAdministrator
} from '../e2e/support/shared-tablet.ts';
import type { Bench } from './harness.ts';

export const RECORDS = 5_000;
/** People who come to a busy desk in a day. */
const EACH_DAY = 40;
const LIMIT_MS = 5 * 60 * 1000;

/** Every record is in memory before the first of them is shown. */
export const FIRST_REQUEST = 'main a[href^="/richieste/"]:not([href="/richieste/nuova"])';

/** @param people usernames of the desk's operators; the last of them has unlocked it */
export async function openFullTablet(
	{ server, open }: Bench,
	people: readonly string[]
): Promise<Page> {
	// A person and a request each.
	await plantRecords(server, RECORDS / 2, EACH_DAY);
	const admin = await signInAdministrator(server);
	const code = await enrolmentCode(admin);
	await admin.dispose();
	const { page } = await open('tablet', { slow: false });
	await enrol(page, code);
	for (const [index, username] of people.entries()) {
		if (index > 0) await lock(page);
		await signInOnTablet(page, username);
		await page.locator(FIRST_REQUEST).first().waitFor({ timeout: LIMIT_MS });
	}
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await untilHeld(page);
	await server.kill9();
	return page;
}

/** Until every record has come: what a locked tablet has of rows is what it had when it was last unlocked. */
async function untilHeld(page: Page): Promise<void> {
	const count = () =>
		page.evaluate(async () => {
			const db = await new Promise<IDBDatabase>((resolve, reject) => {
				const opening = indexedDB.open('sportello-tablet');
				opening.onsuccess = () => resolve(opening.result);
				opening.onerror = () => reject(opening.error);
			});
			const rows = await new Promise<number>((resolve, reject) => {
				const counting = db.transaction('rows').objectStore('rows').count();
				counting.onsuccess = () => resolve(counting.result);
				counting.onerror = () => reject(counting.error);
			});
			db.close();
			return rows;
		});
	const until = Date.now() + LIMIT_MS;
	while ((await count()) < RECORDS) {
		if (Date.now() > until) throw new Error('The records did not come.');
		await page.waitForTimeout(500);
	}
}
