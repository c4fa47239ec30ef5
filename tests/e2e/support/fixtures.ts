/** What a test of the app in a browser stands on: a server of its own, and tablets. */
import { test as base, type APIRequestContext } from '@playwright/test';
import { ConsoleGuard } from './console-guard.ts';
import { startCuttingProxy, type CuttingProxy } from './cutting-proxy.ts';
import { installApp, type Installed } from './installed.ts';
import { startServer, type RunningServer } from './server.ts';
import { signInAdministrator } from './shared-tablet.ts';
import { createTablets, type Tablets } from './tablets.ts';

export { expect } from '@playwright/test';

interface Fixtures {
	/** Settings of the server, beyond those of every test. */
	settings: Record<string, string>;
	server: RunningServer;
	guard: ConsoleGuard;
	tablets: Tablets;
	/** Signed in, without a browser. */
	admin: APIRequestContext;
	/** A bad network in front of the server; only tablets opened with its port pass through it. */
	network: CuttingProxy;
}

interface WorkerFixtures {
	installed: Installed;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
	installed: [
		async ({ launchOptions }, use, { project, parallelIndex }) => {
			await use(await installApp({ ...project.use, launchOptions }, parallelIndex));
		},
		{ scope: 'worker' }
	],

	settings: [{}, { option: true }],

	server: async ({ settings, installed }, use) => {
		const server = await startServer(settings, installed.port);
		await use(server);
		await server.dispose();
	},

	guard: async ({ server }, use) => {
		const guard = new ConsoleGuard(server.origin);
		await use(guard);
		guard.check();
	},

	tablets: async ({ server, guard, installed }, use, { project }) => {
		const tablets = createTablets(server.origin, guard, project.use, installed.profile);
		await use(tablets);
		await tablets.dispose();
	},

	admin: async ({ server }, use) => {
		const admin = await signInAdministrator(server.origin);
		await use(admin);
		await admin.dispose();
	},

	network: async ({ server }, use) => {
		const proxy = await startCuttingProxy(Number(new URL(server.origin).port));
		await use(proxy);
		await proxy.close();
	}
});
