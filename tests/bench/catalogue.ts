/** A device that has never seen the catalogue: from opening the address to the first rows that can be tapped. */
import { rounded, type Bench, type Outcome } from './harness.ts';
import { publishLargeCatalogue } from './large-catalogue.ts';

const SERVICES = 10_000;

export async function catalogueBench({ server, open }: Bench): Promise<Outcome> {
	const entries = await publishLargeCatalogue(server, SERVICES);
	const { page } = await open('first');
	await page.goto('/catalogo');
	await page.locator('section.list a[href^="/catalogo/"]').first().waitFor();
	const usableMs = await page.evaluate(() => performance.now());
	await page.getByText(/schede sul (computer|tablet), aggiornate/).waitFor();
	const keptMs = await page.evaluate(() => performance.now());
	return {
		n: entries,
		slowdown: '4x main thread',
		metrics: { first_10k_ms: rounded(usableMs), kept_10k_ms: rounded(keptMs) }
	};
}
