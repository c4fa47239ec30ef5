/**
 * A browser with the app and the catalogue on it and nobody signed in, made once for each of the workers that run side by
 * side: installing anew in every test would take more of the processor than the tests themselves.
 */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FullProject } from '@playwright/test';
import { ConsoleGuard } from './console-guard.ts';
import { readyForOffline } from './desk.ts';
import { startServer } from './server.ts';
import { createTablets, firstPage } from './tablets.ts';

/** Names the folder of this run in which they are kept: see `sample-data.ts`. */
export const INSTALLED_VARIABLE = 'SPORTELLO_TEST_BROWSERS';

export interface Installed {
	/** An app belongs to its origin: the servers of this worker listen here, one after the other. */
	port: number;
	/** A folder to copy. */
	profile: string;
}

/** @param slot of the worker; one that takes the place of another finds what that one has made */
export async function installApp(use: FullProject['use'], slot: number): Promise<Installed> {
	const folder = join(process.env[INSTALLED_VARIABLE]!, String(slot));
	const profile = join(folder, 'profile');
	const portFile = join(folder, 'port');
	// The port is written last.
	if (existsSync(portFile)) return { port: Number(readFileSync(portFile, 'utf8')), profile };
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
	cpSync(tablets.folderOf('installed'), profile, { recursive: true });
	await tablets.dispose();
	const port = Number(new URL(server.origin).port);
	writeFileSync(portFile, String(port));
	return { port, profile };
}
