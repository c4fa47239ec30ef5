/**
 * From the tap on "Salva" to "Salvata", which is said only of what is flushed to disk: on an enrolled tablet, where each
 * record is sealed, written strictly and copied to the second journal.
 */
import {
	enrol,
	enrolmentCode,
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

const SAVES = 40;
const PAUSE_MS = 1_000;

export async function saveBench({ server, open }: Bench): Promise<Outcome> {
	const admin = await signInAdministrator(server);
	const code = await enrolmentCode(admin);
	await admin.dispose();
	const { page } = await open('save', { slow: false });
	await enrol(page, code);
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await signInOnTablet(page, 'marta');
	// Saving does not wait for the server: it is away.
	await server.kill9();
	await slowDown(page);
	const durations: number[] = [];
	for (let index = 0; index < SAVES; index += 1) {
		// A tablet that is loaded anew is locked.
		await page.getByRole('navigation').getByRole('link', { name: 'Oggi' }).first().click();
		await page
			.getByRole('main')
			.getByRole('link', { name: /Nuova richiesta/ })
			.first()
			.click();
		await page.getByLabel('Forse la conosciamo già: cerca').fill(`Persona ${index}`);
		await page.getByRole('button', { name: 'È una persona nuova', exact: true }).click();
		await page.getByRole('button', { name: 'Compagnia', exact: true }).click();
		// Nobody is so quick that the draft is still being kept.
		await page.waitForTimeout(PAUSE_MS);
		const saved = fromTapUntil(page, { selector: '[role="status"] *', text: 'Salvata sul tablet' });
		await page.getByRole('button', { name: 'Salva la richiesta' }).click();
		durations.push(await saved);
		await page.waitForURL(/\/richieste\/[0-9a-f-]{36}$/);
	}
	return {
		n: durations.length,
		slowdown: '4x main thread',
		metrics: {
			save_p50_ms: rounded(percentile(durations, 0.5)),
			save_p95_ms: rounded(percentile(durations, 0.95))
		}
	};
}
