/** What a test of the app in a browser stands on: a server of its own, and tablets. */
import { test as base, type APIRequestContext } from '@playwright/test';
import { ConsoleGuard } from './console-guard.ts';
import { makeUnsealedApp } from '../../thief/unsealed-app.ts';
import { startCuttingProxy, type CuttingProxy } from './cutting-proxy.ts';
import { readPrepared, type Prepared } from './prepared.ts';
import { startServer, type RunningServer } from './server.ts';
import { signInAdministrator } from './shared-tablet.ts';
import { createTablets, type Tablets } from './tablets.ts';

export { expect } from '@playwright/test';

interface Fixtures {
	/** Settings of the server, beyond those of every test. */
	settings: Record<string, string>;
	/** Whether the server knows the tablet that `openActivated` opens. */
	activated: boolean;
	/** Whether the app seals what it keeps; see tests/thief/unsealed-app.ts. */
	sealed: boolean;
	server: RunningServer;
	guard: ConsoleGuard;
	tablets: Tablets;
	/** Signed in, without a browser. */
	admin: APIRequestContext;
	/** A bad network in front of the server; only tablets opened with its port pass through it. */
	network: CuttingProxy;
}

interface WorkerFixtures {
	prepared: Prepared;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
	// Playwright reads the names of fixtures off the pattern.
	// eslint-disable-next-line no-empty-pattern
	prepared: [({}, use) => use(readPrepared()), { scope: 'worker' }],

	settings: [{}, { option: true }],
	activated: [false, { option: true }],
	sealed: [true, { option: true }],

	server: async ({ settings, activated, sealed, prepared }, use) => {
		const copyOf = activated ? prepared.activated.data : prepared.city;
		const app = sealed ? undefined : makeUnsealedApp();
		const server = await startServer(settings, {
			origin: prepared.origin,
			copyOf,
			root: app?.root
		});
		await use(server);
		await server.dispose();
		app?.dispose();
	},

	guard: async ({ server }, use) => {
		const guard = new ConsoleGuard(server.origin);
		await use(guard);
		guard.check();
	},

	tablets: async ({ server, guard, prepared }, use, { project }) => {
		const tablets = createTablets(server, guard, project.use, prepared);
		await use(tablets);
		await tablets.dispose();
	},

	admin: async ({ server }, use) => {
		const admin = await signInAdministrator(server);
		await use(admin);
		await admin.dispose();
	},

	network: async ({ server, tablets }, use) => {
		const proxy = await startCuttingProxy(server.port);
		await use(proxy);
		// A page that is still open would ask for what is no longer there.
		for (const context of tablets.opened()) await context.close();
		await proxy.close();
	}
});
