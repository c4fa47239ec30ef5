import { defineConfig } from '@playwright/test';

const SCREENS = /(screens|keyboard)\.spec\.ts$/;

/** Waits for a browser to notice that its disk is full, and works little. */
const WAITING = /full-disk\.spec\.ts$/;

/** Those that take longest begin first, or one of them would be the only one at the end. */
const LONG = /(thief|register-locked|shared-tablet|damage|deployed|leaving)\.spec\.ts$/;

/** End-to-end tests start servers of their own (tests/e2e/support/server.ts) from what is in build/. */
export default defineConfig({
	testDir: 'e2e',
	globalSetup: './e2e/support/prepared.ts',
	outputDir: '../test-results',
	forbidOnly: true,
	retries: 0,
	// Two that work, and one that waits: of more at once each is so much slower that all of them take longer.
	workers: 3,
	timeout: 240_000,
	expect: { timeout: 30_000 },
	reporter: 'list',
	projects: [
		// One city for all of a file: one worker's, and the longest of all.
		{ name: 'screens', testMatch: SCREENS },
		{ name: 'waiting', testMatch: WAITING, workers: 1 },
		{ name: 'long', testMatch: LONG, fullyParallel: true },
		{ name: 'other', testIgnore: [SCREENS, WAITING, LONG] }
	],
	use: {
		browserName: 'chromium',
		locale: 'it-IT',
		timezoneId: 'Europe/Rome',
		trace: 'off',
		launchOptions: {
			executablePath: process.env.CHROMIUM_PATH || undefined,
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
				// Each process takes time to start, and a test has few pages.
				'--renderer-process-limit=1',
				'--in-process-gpu'
			]
		}
	}
});
