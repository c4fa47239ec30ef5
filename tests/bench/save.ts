/** From the tap on "Salva" to "Salvata", which is said only of what is flushed to disk. */
import { signIn } from '../e2e/support/desk.ts';
import { percentile, rounded, type Bench, type Outcome } from './harness.ts';

const SAVES = 40;

export async function saveBench({ server, open }: Bench): Promise<Outcome> {
	const { page } = await open('save');
	await signIn(page, 'marta');
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	// Saving does not wait for the server: it is away.
	await server.kill9();
	const durations: number[] = [];
	for (let index = 0; index < SAVES; index += 1) {
		await page.goto('/richieste/nuova');
		await page.getByLabel('Forse la conosciamo già: cerca').fill(`Persona ${index}`);
		await page.getByRole('button', { name: 'È una persona nuova', exact: true }).click();
		await page.getByRole('button', { name: 'Compagnia', exact: true }).click();
		const saved = page.evaluate(
			() =>
				new Promise<number>((resolve) => {
					let tappedAt = 0;
					addEventListener('pointerdown', (event) => (tappedAt = event.timeStamp), {
						capture: true,
						once: true
					});
					new MutationObserver(() => {
						if (!document.body.innerText.includes('Salvata sul')) return;
						resolve(performance.now() - tappedAt);
					}).observe(document.body, { subtree: true, childList: true, characterData: true });
				})
		);
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
