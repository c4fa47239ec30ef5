import { defineConfig } from 'vitest/config';

/** Tests of what was built: they need `build/`, and none of the plugins that made it. */
export default defineConfig({
	test: { root: '.', include: ['tests/built/**/*.test.ts'], testTimeout: 30_000 }
});
