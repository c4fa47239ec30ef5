/** From the tap on "Apri" to the desk's records on the screen: a tablet that holds 5,000, sealed, and no server. */
import { SAMPLE_PASSPHRASE } from '../e2e/support/server.ts';
import { lock } from '../e2e/support/shared-tablet.ts';
import { FIRST_REQUEST, openFullTablet, RECORDS } from './full-tablet.ts';
import {
	fromTapUntil,
	percentile,
	rounded,
	slowDown,
	type Bench,
	type Outcome
} from './harness.ts';

const UNLOCKS = 9;
const TYPING_MS = 2_000;

export async function unlockBench(bench: Bench): Promise<Outcome> {
	const page = await openFullTablet(bench, ['marta']);
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
