/**
 * `npm run user`. What was done goes to standard output, errors to standard error.
 */
import { dirname, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describeProblems, parseSettings } from '../src/lib/server/settings.ts';
import { userCommand } from './user-command.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const warn = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
	const parsed = parseSettings(process.env);
	if (!parsed.ok) {
		warn(describeProblems(parsed.problems));
		return 1;
	}
	const dataDir = resolve(root, parsed.settings.dataDir);
	try {
		return await userCommand(process.argv.slice(2), dataDir, {
			say: (line) => process.stdout.write(`${line}\n`),
			warn,
			read: () => text(process.stdin)
		});
	} catch (error) {
		// The data folder cannot be opened: what to do about it is in the message.
		warn(error instanceof Error ? error.message : String(error));
		return 1;
	}
}

process.exitCode = await main();
