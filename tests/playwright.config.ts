import { defineConfig } from '@playwright/test';

/**
 * What Playwright switches off, and besides the browser's own surfaces (tab search and the like), which are pages too:
 * nobody sees them here, and in every browser they take as much of the processor as the page under test.
 */
const DISABLED_FEATURES = [
	'AvoidUnnecessaryBeforeUnloadCheckSync',
	'DestroyProfileOnBrowserClose',
	'HttpsUpgrades',
	'HttpsFirstBalancedModeAutoEnable',
	'LensOverlay',
	'MediaRouter',
	'PaintHolding',
	'ThirdPartyStoragePartitioning',
	'OptimizationHints',
	'NetworkTimeServiceQuerying',
	'PreloadTopChromeWebUI',
	'InitialWebUI',
	'WebUIReloadButton'
];

/** End-to-end tests start servers of their own (tests/e2e/support/server.ts) from what is in build/. */
export default defineConfig({
	testDir: 'e2e',
	globalSetup: './e2e/support/sample-data.ts',
	outputDir: '../test-results',
	forbidOnly: true,
	retries: 0,
	// They wait more than they work.
	workers: 4,
	timeout: 240_000,
	expect: { timeout: 30_000 },
	reporter: 'list',
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
				`--disable-features=${DISABLED_FEATURES.join(',')}`
			]
		}
	}
});
