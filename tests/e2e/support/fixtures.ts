/** What every test of the app in a browser stands on: a server of its own, and tablets whose data is on disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, chromium, type BrowserContext } from '@playwright/test';
import { ConsoleGuard } from './console-guard.ts';
import { startServer, type RunningServer } from './server.ts';

export { expect } from '@playwright/test';

export const LANDSCAPE = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

export interface TabletOptions {
	viewport?: { width: number; height: number };
	/** Where this browser really connects to when it asks for the server. */
	through?: { origin: string; port: number };
}

export interface Tablets {
	/** Opens a browser on the profile of this name; after `close()` the same name opens the same profile again. */
	open(name: string, options?: TabletOptions): Promise<BrowserContext>;
}

interface Fixtures {
	server: RunningServer;
	guard: ConsoleGuard;
	tablets: Tablets;
}

export const test = base.extend<Fixtures>({
	server: async ({}, use) => {
		const server = await startServer();
		await use(server);
		await server.dispose();
	},

	guard: async ({}, use) => {
		const guard = new ConsoleGuard();
		await use(guard);
		if (guard.problems.length > 0) {
			throw new Error(`Errors inside the pages:\n${guard.problems.join('\n')}`);
		}
	},

	tablets: async ({ guard, launchOptions, locale, timezoneId, server }, use) => {
		const profiles = mkdtempSync(join(tmpdir(), 'sportello-tablets-'));
		const opened: BrowserContext[] = [];
		await use({
			async open(name, { viewport = LANDSCAPE, through } = {}) {
				const rule = through ? [resolverRule(through)] : [];
				const context = await chromium.launchPersistentContext(join(profiles, name), {
					...launchOptions,
					args: [...(launchOptions.args ?? []), ...rule],
					baseURL: through?.origin ?? server.origin,
					locale,
					timezoneId,
					viewport
				});
				guard.watch(context, name);
				opened.push(context);
				return context;
			}
		});
		for (const context of opened) await context.close();
		rmSync(profiles, { recursive: true, force: true });
	}
});

/** The browser keeps the server's address, which the app and the cookies are bound to, and connects to another port. */
function resolverRule({ origin, port }: { origin: string; port: number }): string {
	return `--host-resolver-rules=MAP ${new URL(origin).host} 127.0.0.1:${port}`;
}
