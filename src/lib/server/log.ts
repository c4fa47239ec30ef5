/**
 * The log: JSON lines on standard error, so that what is said to a person on standard output never lands in a log file.
 * It holds ids, routes, counts and times. Names, passphrases, addresses, query strings and bodies have no place in it.
 */
import { destination, pino, type Logger } from 'pino';
import type { Settings } from './settings.ts';

export type Log = Logger;

export function createLog(level: Settings['logLevel']): Log {
	return pino(
		{
			level,
			base: undefined,
			timestamp: () => `,"time":"${new Date().toISOString()}"`,
			formatters: { level: (label) => ({ level: label }) }
		},
		destination({ dest: 2, sync: true })
	);
}
