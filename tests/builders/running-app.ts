/** The one app of a server, on a data folder of its own, for tests that call its endpoints as Kit would. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../../src/lib/server/app.ts';
import { startApp, stopApp } from '../../src/lib/server/current-app.ts';

export interface RunningApp {
	app: App;
	dataDir: string;
	/** Stops it and deletes its data. */
	stop(): Promise<void>;
}

/**
 * @param settings beyond those of every test; without `SAMPLE_CITY: 'on'` it starts empty
 * @param copyOf a data folder to begin with a copy of
 */
export async function runApp(
	settings: Record<string, string> = {},
	copyOf?: string
): Promise<RunningApp> {
	const dataDir = mkdtempSync(join(tmpdir(), 'sportello-app-'));
	if (copyOf !== undefined) cpSync(copyOf, dataDir, { recursive: true });
	const app = await startApp({
		DATA_DIR: dataDir,
		LOG_LEVEL: 'silent',
		SAMPLE_CITY: 'off',
		BACKUP_DIR: '',
		...settings
	});
	return {
		app,
		dataDir,
		async stop() {
			await stopApp();
			rmSync(dataDir, { recursive: true });
		}
	};
}
