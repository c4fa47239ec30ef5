/** From the tap on "Apri" to the desk's records on the screen: a tablet that holds 5,000, sealed, and no server. */
import type { Page } from '@playwright/test';
import { plantRecords } from '../e2e/support/planted.ts';
import { SAMPLE_PASSPHRASE } from '../e2e/support/server.ts';
import {
	enrol,
	enrolmentCode,
	lock,
	signInOnTablet,
	signInAdministrator
} from '../e2e/support/shared-tablet.ts';
import {
	fromTapUntil,
	percentile,
	rounded,
	slowDown,
	type Bench,
	type Outcome
} from './harness.ts';

const RECORDS = 5_000;
const UNLOCKS = 9;
/** People who come to a busy desk in a day. */
const EACH_DAY = 40;
const LIMIT_MS = 5 * 60 * 1000;
const TYPING_MS = 2_000;

/** Every record is in memory before the first of them is shown. */
const FIRST_REQUEST = 'main a[href^="/richieste/"]:not([href="/richieste/nuova"])';

export async function unlockBench({ server, open }: Bench): Promise<Outcome> {
	// A person and a request each.
	await plantRecords(server, RECORDS / 2, EACH_DAY);
	const admin = await signInAdministrator(server);
	const code = await enrolmentCode(admin);
	await admin.dispose();
	const { page } = await open('tablet', { slow: false });
	await enrol(page, code);
	await signInOnTablet(page, 'marta');
	await page.locator(FIRST_REQUEST).first().waitFor({ timeout: LIMIT_MS });
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await untilHeld(page);
	await server.kill9();
	await lock(page);
	await slowDown(page);
	const durations: number[] = [];
	for (let index = 0; index < UNLOCKS; index += 1) {
		await page.getByRole('radio', { name: /Marta R\./ }).click();
		await page.getByLabel(/^Frase d’accesso/).fill(SAMPLE_PASSPHRASE);
		// Nobody types four words in less.
		await page.waitForTimeout(TYPING_MS);
		const opened = fromTapUntil(page, { selector: FIRST_REQUEST });
		await page.getByRole('button', { name: 'Apri', exact: true }).click();
		durations.push(await opened);
		await lock(page);
	}
	return {
		n: RECORDS,
		slowdown: '4x main thread',
		metrics: {
			unlock_5000_ms: rounded(percentile(durations, 0.5)),
			unlock_5000_max_ms: rounded(Math.max(...durations))
		}
	};
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
