/**
 * The sample city as a first start makes it, made once for the whole run: entering and publishing it for every test
 * would take more of the processor than the tests themselves. And a place for the browsers of `installed.ts`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INSTALLED_VARIABLE } from './installed.ts';
import { startServer, TEMPLATE_VARIABLE } from './server.ts';

export default async function prepareRun(): Promise<() => Promise<void>> {
	const server = await startServer();
	await server.stop();
	process.env[TEMPLATE_VARIABLE] = server.dataDir;
	const installed = mkdtempSync(join(tmpdir(), 'sportello-installed-'));
	process.env[INSTALLED_VARIABLE] = installed;
	return async () => {
		rmSync(installed, { recursive: true, force: true });
		await server.dispose();
	};
}
