/** Real browsers with their data on disk, as a tablet has it: they can be closed and opened again. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type FullProject, type Page } from '@playwright/test';
import type { ConsoleGuard } from './console-guard.ts';

export const LANDSCAPE = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

export interface TabletOptions {
	viewport?: { width: number; height: number };
	/**
	 * The port this browser really connects to when it asks for the server. It goes on seeing the server's address,
	 * to which the app and the cookies are bound.
	 */
	throughPort?: number;
	/** As it comes out of its box, instead of with the app on it. */
	isNew?: boolean;
}

export interface Tablets {
	/** Opens a browser on the profile of this name; after `close()` the same name opens the same profile again. */
	open(name: string, options?: TabletOptions): Promise<BrowserContext>;
	/** Where the profile of this name lies. */
	profile(name: string): string;
	/** Closes what is open and deletes every profile. */
	dispose(): Promise<void>;
}

/**
 * @param origin of the server; relative addresses are taken from there
 * @param installed the profile of a browser that has the app of this origin on it
 */
export function createTablets(
	origin: string,
	guard: ConsoleGuard,
	{ launchOptions, locale, timezoneId }: FullProject['use'],
	installed?: string
): Tablets {
	const profiles = mkdtempSync(join(tmpdir(), 'sportello-tablets-'));
	const opened: BrowserContext[] = [];
	const profileOf = (name: string) => join(profiles, name);
	return {
		profile: profileOf,
		async open(name, { viewport = LANDSCAPE, throughPort, isNew = false } = {}) {
			const profile = profileOf(name);
			if (installed && !isNew && !existsSync(profile)) {
				cpSync(installed, profile, { recursive: true });
			}
			const detour =
				throughPort === undefined
					? []
					: [`--host-resolver-rules=MAP ${new URL(origin).host} 127.0.0.1:${throughPort}`];
			const context = await chromium.launchPersistentContext(profile, {
				...launchOptions,
				args: [...(launchOptions?.args ?? []), ...detour],
				baseURL: origin,
				locale,
				timezoneId,
				viewport
			});
			guard.watch(context, name);
			opened.push(context);
			return context;
		},
		async dispose() {
			for (const context of opened) await context.close();
			// A process of the browser may still be writing.
			rmSync(profiles, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
		}
	};
}

/** The page a browser opens with. */
export async function firstPage(context: BrowserContext): Promise<Page> {
	return context.pages()[0] ?? (await context.newPage());
}
