/** From a keystroke in the catalogue's search to its results painted, and the wait for the index that is on the device. */
import type { Page } from '@playwright/test';
import { percentile, rounded, type Bench, type Outcome } from './harness.ts';
import { publishLargeCatalogue } from './large-catalogue.ts';

const SERVICES = 10_000;
/** Everyday words, some with a letter wrong, an elision, an office term, and one that nothing answers. */
const searches = [
	'badante',
	'spesa a casa',
	'bolete',
	'affitto',
	'l’assegno',
	'trasporto visite',
	'compiti',
	'isee',
	'italiano per adulti',
	'zzzz'
];

interface Measured {
	keystrokes: number[];
	longTasks: number[];
}

/** Notes for each key when it was pressed and when the frame with its results had been painted. */
async function watchKeystrokes(page: Page): Promise<void> {
	await page.evaluate(() => {
		const measured: Measured = { keystrokes: [], longTasks: [] };
		Object.assign(globalThis, { measured });
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries()) measured.longTasks.push(entry.duration);
		}).observe({ type: 'longtask' });
		const section = document.querySelector('section.list');
		if (!section) throw new Error('The catalogue is not on the page.');
		let pressedAt: number | null = null;
		addEventListener('keydown', (event) => (pressedAt = event.timeStamp), { capture: true });
		new MutationObserver(() => {
			const input = section.querySelector('input');
			const shown = [...section.querySelectorAll('[role=status]')].map((each) => each.textContent);
			if (pressedAt === null || !shown.some((text) => text?.includes(input?.value.trim() ?? '')))
				return;
			const from = pressedAt;
			pressedAt = null;
			requestAnimationFrame(() => {
				const { port1, port2 } = new MessageChannel();
				port1.onmessage = () => measured.keystrokes.push(performance.now() - from);
				port2.postMessage(null);
			});
		}).observe(section, { subtree: true, childList: true, characterData: true });
	});
}

const measuredOn = (page: Page) =>
	page.evaluate(() => (globalThis as unknown as { measured: Measured }).measured);

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

	await watchKeystrokes(page);
	const input = page.locator('section.list input[type=search]');
	let typed = 0;
	for (const text of searches) {
		await input.focus();
		for (const letter of text) {
			await page.keyboard.type(letter);
			typed += 1;
			await page.waitForFunction(
				(count) =>
					(globalThis as unknown as { measured: Measured }).measured.keystrokes.length >= count,
				letter === ' ' ? typed - 1 : typed
			);
			if (letter === ' ') typed = (await measuredOn(page)).keystrokes.length;
		}
		await input.fill('');
		await rows.first().waitFor();
		typed = (await measuredOn(page)).keystrokes.length;
	}
	const { keystrokes, longTasks } = await measuredOn(page);
	console.log(`${keystrokes.length} keystrokes over ${entries} services`);
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
