/**
 * A browser with the app and the catalogue on it and nobody signed in, made once for each worker of a run: installing
 * anew in every test would take more of the processor than the tests themselves.
 */
import type { FullProject } from '@playwright/test';
import { ConsoleGuard } from './console-guard.ts';
import { readyForOffline } from './desk.ts';
import { startServer } from './server.ts';
import { createTablets, firstPage } from './tablets.ts';

export interface Installed {
	/** An app belongs to its origin: the servers of this worker listen here, one after the other. */
	port: number;
	/** A folder to copy. */
	profile: string;
	dispose(): Promise<void>;
}

export async function installApp(use: FullProject['use']): Promise<Installed> {
	const server = await startServer();
	const guard = new ConsoleGuard(server.origin);
	const tablets = createTablets(server.origin, guard, use);
	const context = await tablets.open('installed');
	const page = await firstPage(context);
	await page.goto('/');
	await readyForOffline(page);
	await context.close();
	await server.dispose();
	guard.check();
	return {
		port: Number(new URL(server.origin).port),
		profile: tablets.profile('installed'),
		dispose: () => tablets.dispose()
	};
}
