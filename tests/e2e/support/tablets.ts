/** Real browsers with their data on disk, as a tablet has it: they can be closed and opened again. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, FullProject, Page } from '@playwright/test';
import type { ConsoleGuard } from './console-guard.ts';
import { launch } from './launch.ts';
import type { RunningServer } from './server.ts';

export const LANDSCAPE = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

export interface TabletOptions {
	viewport?: { width: number; height: number };
	/** The port this browser connects to instead of the server's. It goes on seeing the server's address. */
	throughPort?: number;
	/** As it comes out of its box, instead of with the app on it. */
	isNew?: boolean;
	/** The tablet that an administrator has activated, for tests whose server knows it: see `openActivated`. */
	isActivated?: boolean;
	/**
	 * As a browser is outside of tests: a page that was left is kept, and shown again on the way back; what was visited is
	 * written down, where this machine has a Chromium that does (`WHOLE_CHROMIUM_PATH`).
	 */
	isWhole?: boolean;
}

/** Folders of browsers to begin with. */
export interface Profiles {
	/** With the app and the catalogue on it, and nobody signed in. */
	installed: string;
	/** A tablet that has been activated. */
	activated: { profile: string };
}

export interface Tablets {
	/** Opens a browser on the profile of this name; after `close()` the same name opens the same profile again. */
	open(name: string, options?: TabletOptions): Promise<BrowserContext>;
	/** Where the profile of this name lies. */
	folderOf(name: string): string;
	/** Every browser there has been. */
	opened(): readonly BrowserContext[];
	/** Closes what is open and deletes every profile. */
	dispose(): Promise<void>;
}

/** @param prepared profiles to begin with; without them every browser is new */
export function createTablets(
	server: Pick<RunningServer, 'origin' | 'port'>,
	guard: ConsoleGuard,
	{ launchOptions, locale, timezoneId }: FullProject['use'],
	prepared?: Profiles
): Tablets {
	const profiles = mkdtempSync(join(tmpdir(), 'sportello-tablets-'));
	const opened: BrowserContext[] = [];
	const folderOf = (name: string) => join(profiles, name);
	return {
		folderOf,
		opened: () => opened,
		async open(name, options = {}) {
			const { viewport = LANDSCAPE, throughPort, isNew, isActivated, isWhole } = options;
			const profile = folderOf(name);
			if (prepared && !isNew && !isWhole && !existsSync(profile)) {
				const begun = isActivated ? prepared.activated.profile : prepared.installed;
				cpSync(begun, profile, { recursive: true });
			}
			const whole = isWhole && process.env.WHOLE_CHROMIUM_PATH;
			const { host } = new URL(server.origin);
			const detour = `--host-resolver-rules=MAP ${host} 127.0.0.1:${throughPort ?? server.port}`;
			const context = await launch(profile, {
				...launchOptions,
				...(whole && { executablePath: whole }),
				args: [...(launchOptions?.args ?? []), detour],
				ignoreDefaultArgs: isWhole ? ['--disable-back-forward-cache'] : [],
				baseURL: server.origin,
				locale,
				timezoneId,
				viewport,
				reducedMotion: 'reduce'
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
