/** The app itself: how long a cold start takes with the server dead, and what has to be fetched before a first page. */
import type { Page } from '@playwright/test';
import { readyForOffline, signIn } from '../e2e/support/desk.ts';
import { rounded, type Bench, type Outcome } from './harness.ts';

const PUBLIC = ['/', '/catalogo', '/entra'];
const DESK = ['/oggi', '/richieste', '/richieste/nuova'];

/** Bytes of JavaScript that a page fetches, compressed, without headers; the service worker's precaching is not the page's. */
async function scriptBytes(page: Page, path: string): Promise<number> {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Network.enable');
	await devtools.send('Network.setBypassServiceWorker', { bypass: true });
	await devtools.send('Network.clearBrowserCache');
	const headerBytes = new Map<string, number>();
	let bytes = 0;
	devtools.on('Network.responseReceived', ({ requestId, response }) => {
		if (/javascript/.test(response.mimeType)) {
			headerBytes.set(requestId, response.encodedDataLength);
		}
	});
	devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		const headers = headerBytes.get(requestId);
		if (headers !== undefined) bytes += encodedDataLength - headers;
	});
	await page.goto(path);
	await page.getByRole('heading', { level: 1 }).first().waitFor();
	await page.waitForLoadState('networkidle');
	await devtools.detach();
	return bytes;
}

export async function shellBench({ server, open }: Bench): Promise<Outcome> {
	const first = await open('first', { slow: false });
	const kilobytes: Record<string, number> = {};
	for (const path of PUBLIC) kilobytes[path] = (await scriptBytes(first.page, path)) / 1000;
	await signIn(first.page, 'marta');
	for (const path of DESK) kilobytes[path] = (await scriptBytes(first.page, path)) / 1000;
	for (const [path, size] of Object.entries(kilobytes)) console.log(`${path}: ${rounded(size)} kB`);

	const desk = await open('desk', { slow: false });
	await signIn(desk.page, 'marta');
	await readyForOffline(desk.page);
	await desk.context.close();
	await server.kill9();
	const cold = await open('desk');
	await cold.page.goto('/oggi');
	await cold.page.getByRole('heading', { level: 1 }).waitFor();
	await cold.page
		.getByRole('link', { name: /Nuova richiesta/ })
		.first()
		.waitFor();
	const coldMs = await cold.page.evaluate(() => performance.now());
	const largest = (paths: string[]) => Math.max(...paths.map((path) => kilobytes[path] ?? 0));
	return {
		n: PUBLIC.length + DESK.length,
		slowdown: '4x main thread',
		metrics: {
			cold_offline_ms: rounded(coldMs),
			first_load_js_br_kb: rounded(largest(PUBLIC)),
			desk_js_br_kb: rounded(largest(DESK))
		}
	};
}
