/**
 * What every benchmark stands on: the built app on a server in its own process, a real Chromium with its profile on disk,
 * and one way to say what was measured. A benchmark measures and prints; it never passes or fails.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { launch } from '../e2e/support/launch.ts';
import { startServer, type RunningServer } from '../e2e/support/server.ts';
import playwrightConfig from '../playwright.config.ts';

/** How many times slower than this machine the page's main thread is made. Workers, disk and network are not slowed. */
export const SLOWDOWN = 4;

export interface Outcome {
	/** How many things were measured, or the size of what was handled. */
	n: number;
	slowdown: '4x main thread' | 'none';
	/** Milliseconds or kilobytes, as the end of each name says. */
	metrics: Record<string, number>;
}

export interface Bench {
	server: RunningServer;
	/** A browser with a profile of its own, kept until the benchmark ends; the same name opens it again. */
	open(
		profile: string,
		options?: { slow?: boolean }
	): Promise<{ context: BrowserContext; page: Page }>;
}

export type Open = Bench['open'];

/** Browsers that see this server, each with its profile on disk; all are gone afterwards. */
export async function withBrowsers<T>(
	baseURL: string,
	run: (open: Open) => Promise<T>
): Promise<{ result: T; chromium: string }> {
	const profiles = mkdtempSync(join(tmpdir(), 'sportello-bench-'));
	const opened: BrowserContext[] = [];
	let version = '';
	const { locale, timezoneId, launchOptions } = playwrightConfig.use ?? {};
	try {
		const result = await run(async (profile, { slow = true } = {}) => {
			const context = await launch(join(profiles, profile), {
				...launchOptions,
				baseURL,
				locale,
				timezoneId,
				viewport: { width: 1280, height: 800 }
			});
			opened.push(context);
			// tsx keeps the names of functions with a helper that is not there when one is sent into a page.
			await context.addInitScript('globalThis.__name = (work) => work');
			const page = context.pages()[0] ?? (await context.newPage());
			version = await page.evaluate(() => /Chrome\/([\d.]+)/.exec(navigator.userAgent)?.[1] ?? '');
			if (slow) await slowDown(page);
			return { context, page };
		});
		return { result, chromium: version };
	} finally {
		for (const context of opened) await context.close();
		rmSync(profiles, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
	}
}

/** Runs one benchmark, with a server and browsers that are gone afterwards. */
export async function withBench<T>(
	run: (bench: Bench) => Promise<T>
): Promise<{ result: T; chromium: string }> {
	const server = await startServer();
	try {
		return await withBrowsers(server.origin, (open) => run({ server, open }));
	} finally {
		await server.dispose();
	}
}

/** Slows the main thread of the page that is there now, and of those that follow it in this tab. */
export async function slowDown(page: Page): Promise<void> {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
}

export interface Shown {
	selector: string;
	text?: string;
	/** Not only made: on the screen. */
	isPainted?: boolean;
}

/**
 * From the next tap on the page until it shows an element that was not there, or other words in one that was: begins to watch
 * when it is called. Until it is made, from the moment the finger comes down; until it is painted, from the moment it is lifted,
 * as browsers measure an interaction (https://web.dev/articles/inp).
 * @returns milliseconds
 */
export function fromTapUntil(page: Page, shown: Shown): Promise<number> {
	// Functions with a name do not survive the way into the page.
	return page.evaluate(
		({ selector, text, isPainted }) =>
			new Promise<number>((resolve) => {
				let tappedAt = 0;
				const there = new Map(
					[...document.querySelectorAll(selector)].map((each) => [each, each.textContent])
				);
				addEventListener(
					isPainted ? 'pointerup' : 'pointerdown',
					(event) => (tappedAt = event.timeStamp),
					{
						capture: true,
						once: true
					}
				);
				new MutationObserver((_changes, observer) => {
					const found = [...document.querySelectorAll(selector)].filter(
						(each) => there.get(each) !== each.textContent
					);
					if (!found.some((each) => !text || each.textContent?.includes(text))) return;
					observer.disconnect();
					if (!isPainted) return resolve(performance.now() - tappedAt);
					const { port1, port2 } = new MessageChannel();
					port1.onmessage = () => resolve(performance.now() - tappedAt);
					requestAnimationFrame(() => port2.postMessage(null));
				}).observe(document.body, { subtree: true, childList: true, characterData: true });
			}),
		shown
	);
}

/** No finger comes and goes sooner; a page that is told of both at once does the work of the one in the time of the other. */
const TOUCH_MS = 60;

/** A tap as a finger gives it, without what Playwright does in the page to see that nothing lies over the target. */
export async function tap(page: Page, target: Locator): Promise<void> {
	await target.scrollIntoViewIfNeeded();
	const box = await target.boundingBox();
	if (!box) throw new Error('There is nothing to tap on.');
	await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { delay: TOUCH_MS });
}

/** @param share 0.95 for the 95th percentile; nearest rank */
export function percentile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
	if (value === undefined) throw new Error('Nothing was measured.');
	return value;
}

export function rounded(ms: number): number {
	return Math.round(ms * 10) / 10;
}
