/** From a keystroke in the catalogue's search to its results painted, and the wait for the index that is on the device. */
import type { Page } from '@playwright/test';
import { percentile, rounded, type Bench, type Outcome } from './harness.ts';
import { publishLargeCatalogue } from './large-catalogue.ts';

const SERVICES = 10_000;
/**
 * Everyday words, some with a letter wrong, an elision, an office term, and one that nothing answers. Each letter is on a
 * keyboard: what is not comes without the key that the meter waits for.
 */
const searches = [
	'badante',
	'spesa a casa',
	'bolete',
	'affitto',
	"l'assegno",
	'trasporto visite',
	'compiti',
	'isee',
	'italiano per adulti',
	'zzzz'
];

/** A keystroke that changes nothing on the screen has no end to measure: it is waited for this long, and not counted. */
const UNCHANGED_MS = 1500;

interface Meter {
	/** Milliseconds from the next key to the frame with its results, painted; null when nothing changed. */
	nextKey(): Promise<number | null>;
	longTasks: number[];
}
type Metered = typeof globalThis & { meter: Meter; next: Promise<number | null> };

async function installMeter(page: Page): Promise<void> {
	await page.evaluate((unchangedMs) => {
		const section = document.querySelector('section.list');
		if (!section) throw new Error('The catalogue is not on the page.');
		const longTasks: number[] = [];
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries()) longTasks.push(entry.duration);
		}).observe({ type: 'longtask' });

		function painted(): Promise<number> {
			const { port1, port2 } = new MessageChannel();
			return new Promise((resolve) => {
				port1.onmessage = () => resolve(performance.now());
				requestAnimationFrame(() => port2.postMessage(null));
			});
		}
		/** What the search bar itself shows is no result. */
		const isResult = ({ target }: MutationRecord) =>
			!(target instanceof Element ? target : target.parentElement)?.closest('form, [role=search]');

		async function nextKey(): Promise<number | null> {
			const pressedAt = await new Promise<number>((resolve) =>
				addEventListener('keydown', (event) => resolve(event.timeStamp), {
					capture: true,
					once: true
				})
			);
			const changed = await new Promise<boolean>((resolve) => {
				const observer = new MutationObserver((records) => {
					if (records.some(isResult)) end(true);
				});
				const timer = setTimeout(() => end(false), unchangedMs);
				function end(found: boolean) {
					clearTimeout(timer);
					observer.disconnect();
					resolve(found);
				}
				observer.observe(section as Element, {
					subtree: true,
					childList: true,
					characterData: true
				});
			});
			return changed ? (await painted()) - pressedAt : null;
		}
		Object.assign(globalThis, { meter: { nextKey, longTasks } });
	}, UNCHANGED_MS);
}

async function press(page: Page, letter: string): Promise<number | null> {
	await page.evaluate(() => {
		const metered = globalThis as Metered;
		metered.next = metered.meter.nextKey();
	});
	await page.keyboard.type(letter);
	return page.evaluate(() => (globalThis as Metered).next);
}

/** Milliseconds from the start of the search worker to its word that it can answer, out of what the device has. */
async function watchIndexLoad(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const Original = globalThis.Worker;
		globalThis.Worker = class extends Original {
			constructor(...args: ConstructorParameters<typeof Worker>) {
				super(...args);
				const startedAt = performance.now();
				this.addEventListener('message', ({ data }: MessageEvent) => {
					const ready = data?.kind === 'status' && data.status?.kind === 'ready';
					if (ready && !('indexLoadMs' in globalThis)) {
						Object.assign(globalThis, { indexLoadMs: performance.now() - startedAt });
					}
				});
			}
		};
	});
}

export async function searchBench({ server, open }: Bench): Promise<Outcome> {
	const entries = await publishLargeCatalogue(server, SERVICES);
	const { page } = await open('search');
	await watchIndexLoad(page);
	await page.goto('/catalogo');
	await page.getByText(/schede sul (computer|tablet), aggiornate/).waitFor();
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await page.reload();
	const rows = page.locator('section.list a[href^="/catalogo/"]');
	await rows.first().waitFor();
	const indexLoadMs = await page.evaluate(
		() => (globalThis as unknown as { indexLoadMs: number }).indexLoadMs
	);

	await installMeter(page);
	const input = page.locator('section.list input[type=search]');
	const keystrokes: number[] = [];
	let unchanged = 0;
	for (const text of searches) {
		await input.focus();
		for (const letter of text) {
			const durationMs = await press(page, letter);
			if (durationMs === null) unchanged += 1;
			else keystrokes.push(durationMs);
		}
		await input.fill('');
		await rows.first().waitFor();
	}
	const longTasks = await page.evaluate(() => (globalThis as Metered).meter.longTasks);
	console.log(
		`${keystrokes.length} keystrokes over ${entries} services; ${unchanged} more changed nothing`
	);
	return {
		n: keystrokes.length,
		slowdown: '4x main thread',
		metrics: {
			keystroke_p50_ms: rounded(percentile(keystrokes, 0.5)),
			keystroke_p95_ms: rounded(percentile(keystrokes, 0.95)),
			index_load_ms: rounded(indexLoadMs),
			longest_task_ms: rounded(Math.max(0, ...longTasks))
		}
	};
}
