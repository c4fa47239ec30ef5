import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
const config = {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter({ precompress: true }),
		// Deep links opened offline are served by the prerendered /shell: with relative paths they stay blank.
		paths: { relative: false },
		// The service worker is registered by the app itself, so that it can ask before it updates.
		serviceWorker: { register: false },
		// Hashes, not nonces: a nonce would be kept with the cached shell.
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				'style-src': ['self', 'unsafe-inline'],
				'img-src': ['self', 'data:', 'blob:'],
				'font-src': ['self'],
				'connect-src': ['self'],
				'worker-src': ['self'],
				'manifest-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-ancestors': ['none'],
				// No text becomes markup or script but what Svelte has compiled; `default` is ours, in hooks.client.ts.
				'require-trusted-types-for': ['script'],
				'trusted-types': ['svelte-trusted-html', 'default']
			}
		},
		version: { pollInterval: 0 },
		typescript: {
			config: (config) => {
				config.include.push(
					'../db/**/*.ts',
					'../sync/**/*.ts',
					'../scripts/**/*.ts',
					'../tests/**/*.ts',
					'../*.ts'
				);
				return config;
			}
		}
	}
};

export default config;
