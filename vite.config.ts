import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { defineConfig } from 'vite';
import { chunks } from './scripts/chunks.vite.ts';
import { plainIcons } from './scripts/icons.vite.ts';
import { shortMessages } from './scripts/messages.vite.ts';

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['localStorage', 'baseLocale'],
			emitTsDeclarations: true
		}),
		shortMessages(),
		plainIcons(),
		sveltekit(),
		SvelteKitPWA({
			srcDir: 'src',
			filename: 'service-worker.ts',
			strategies: 'injectManifest',
			registerType: 'prompt',
			injectRegister: false,
			// static/manifest.webmanifest is written by hand: it is content, not configuration.
			manifest: false,
			injectManifest: {
				globPatterns: ['client/**/*.{js,css,woff2,svg,png,webmanifest}', 'prerendered/**/*.html'],
				// `json` stays out of the patterns: `_app/version.json` would go stale in the precache.
				globIgnores: ['client/screenshots/**'],
				maximumFileSizeToCacheInBytes: 1024 * 1024
			},
			kit: { spa: { fallbackMapping: '/shell' } },
			devOptions: { enabled: false }
		})
	],
	// The same library for the browsers of today, a tenth smaller than what its package offers first.
	resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
	worker: { format: 'es' },
	// Built in, used parts only: Node reads the long list of exports in their package.json anew for each of their modules.
	ssr: { noExternal: ['drizzle-orm', 'lucia', 'uuid', /^@hpke\//, /^@oslojs\//] },
	environments: {
		client: {
			build: {
				rolldownOptions: {
					preserveEntrySignatures: 'allow-extension',
					output: { codeSplitting: chunks }
				}
			}
		}
	}
});
