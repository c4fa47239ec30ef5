import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Apart from vite.config.ts: the application's plugins keep watchers open, and unit tests need none of them. */
export default defineConfig({
	plugins: [svelte()],
	resolve: { alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) } },
	test: {
		include: ['{src,db,sync,scripts,tests}/**/*.test.ts'],
		// They need a build: tests/built/vitest.config.ts.
		exclude: ['tests/built/**'],
		environment: 'node',
		// Half of the time would go into loading the same modules again; each test puts back what it changes.
		isolate: false,
		// By itself it leaves a processor to others, which of two is half.
		maxWorkers: 2,
		// A generous limit: a slow machine is no failure, and a limit in seconds proves no speed.
		testTimeout: 60_000,
		hookTimeout: 60_000
	}
});
