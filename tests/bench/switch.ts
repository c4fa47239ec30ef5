/**
 * From the tap on "Blocca" of whoever leaves to the desk's records before whoever comes, who types their phrase: a tablet
 * that holds 5,000, sealed, and no server. What was typed is counted apart: it is a person's time, at a pace of ours.
 */
import { addColleague } from '../e2e/support/desk.ts';
import { SAMPLE_PASSPHRASE } from '../e2e/support/server.ts';
import { lock } from '../e2e/support/shared-tablet.ts';
import { FIRST_REQUEST, openFullTablet, RECORDS } from './full-tablet.ts';
import { percentile, rounded, slowDown, type Bench, type Outcome } from './harness.ts';

const SWITCHES = 10;
/** Ten letters a second: quicker than most people. */
const EACH_LETTER_MS = 100;
/** What the one before does before they leave. */
const AT_WORK_MS = 2_000;

const people = [/Marta R\./, /Sara V\./];

export async function switchBench(bench: Bench): Promise<Outcome> {
	await addColleague(bench.server.dataDir);
	const page = await openFullTablet(bench, ['marta', 'sara']);
	await slowDown(page);
	const whole: number[] = [];
	const typing: number[] = [];
	for (let index = 0; index < SWITCHES; index += 1) {
		await page.waitForTimeout(AT_WORK_MS);
		const start = performance.now();
		await lock(page);
		await page.getByRole('radio', { name: people[index % people.length] }).click();
		const phrase = page.getByLabel(/^Frase d’accesso/);
		await phrase.focus();
		const typedFrom = performance.now();
		await phrase.pressSequentially(SAMPLE_PASSPHRASE, { delay: EACH_LETTER_MS });
		typing.push(performance.now() - typedFrom);
		await page.getByRole('button', { name: 'Apri', exact: true }).click();
		await page.locator(FIRST_REQUEST).first().waitFor();
		whole.push(performance.now() - start);
	}
	const ofTheTablet = whole.map((ms, index) => ms - typing[index]!);
	return {
		n: RECORDS,
		slowdown: '4x main thread',
		metrics: {
			switch_5000_ms: rounded(percentile(whole, 0.5)),
			switch_5000_max_ms: rounded(Math.max(...whole)),
			without_typing_ms: rounded(percentile(ofTheTablet, 0.5)),
			without_typing_max_ms: rounded(Math.max(...ofTheTablet))
		}
	};
}
