/** Makes `build/serve.js` of `scripts/serve.ts`: a server that starts is not compiled first. */
import { defineConfig } from 'vite';

export default defineConfig({
	publicDir: false,
	logLevel: 'warn',
	build: {
		ssr: 'scripts/serve.ts',
		outDir: 'build',
		emptyOutDir: false,
		target: 'node20'
	}
});
