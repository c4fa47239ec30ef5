/**
 * The log: JSON lines on standard error, so that what is said to a person on standard output never lands in a log file.
 * It holds ids, routes, counts and times. Names, passphrases, addresses, query strings and bodies have no place in it.
 *
 * A log that cannot be written, on a full disk or because whoever reads it has gone, stops nobody: it waits in memory, and
 * what comes after that is left out.
 */
import { destination, pino, type Logger } from 'pino';
import type { Settings } from './settings.ts';

export type Log = Logger;

/** Some thousand lines. */
const MAX_WAITING_BYTES = 1024 * 1024;

export function createLog(level: Settings['logLevel']): Log {
	const lines = destination({ dest: 2, sync: true, maxLength: MAX_WAITING_BYTES });
	// Without a listener it would end the process.
	lines.on('error', () => undefined);
	return pino(
		{
			level,
			base: undefined,
			timestamp: () => `,"time":"${new Date().toISOString()}"`,
			formatters: { level: (label) => ({ level: label }) }
		},
		lines
	);
}
