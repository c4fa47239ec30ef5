/**
 * The command `npm run retention`: erases what has been kept for as long as it may be, or says how much that is. It works
 * while the server runs.
 */
import { parseArgs } from 'node:util';
import { erasedFile, openExistingDataDir } from '../db/data-dir.ts';
import { createErasedFile } from '../db/erased-file.ts';
import { createSqliteServerStore } from '../db/sync-store.ts';
import { serverModel } from '../src/lib/domain/server-model.ts';
import { createRetention, type RetentionCounts } from '../src/lib/server/retention.ts';
import type { Terminal } from './terminal.ts';

export const RETENTION_USAGE = `Usage:
  npm run retention -- --dry-run   how many records have been kept for as long as docs/privacy.md says
  npm run retention                erases them; tablets forget them at their next contact. There is no way back.

  A server whose setting RETENTION is on does the same every night.
The data folder is DATA_DIR, ./data when it is not set.
`;

function readArguments(args: string[]): { isDryRun: boolean } | null {
	try {
		const { values } = parseArgs({ args, options: { 'dry-run': { type: 'boolean' } } });
		return { isDryRun: values['dry-run'] ?? false };
	} catch {
		return null;
	}
}

function lines(counts: RetentionCounts): string[] {
	const width = Math.max(0, ...Object.keys(counts).map((name) => name.length));
	return Object.entries(counts).map(([name, count]) => `  ${name.padEnd(width)}  ${count}`);
}

/** @returns the exit code: 2 when the command was not understood */
export async function retentionCommand(
	args: string[],
	dataDir: string,
	{ say, warn }: Terminal,
	now?: () => Date
): Promise<number> {
	const read = readArguments(args);
	if (!read) {
		warn(RETENTION_USAGE);
		return 2;
	}
	const connection = openExistingDataDir(dataDir);
	try {
		const erased = createErasedFile(erasedFile(dataDir));
		const syncStore = createSqliteServerStore(connection, serverModel, erased);
		const log = { info: () => undefined, error: () => undefined };
		const retention = createRetention({ connection, syncStore, log, now });
		const counts = read.isDryRun ? retention.preview() : await retention.erase();
		if (Object.keys(counts).length === 0) {
			say('No record has been kept for too long.');
			return 0;
		}
		say(read.isDryRun ? 'Their period is over:' : 'Erased:');
		lines(counts).forEach(say);
		if (read.isDryRun) say('Nothing was erased.');
		return 0;
	} finally {
		connection.close();
	}
}
