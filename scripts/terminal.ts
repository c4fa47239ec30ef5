/** What the commands share: where they speak, which data folder they work on, and how they end. */
import { dirname, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeProblems, parseSettings } from '../src/lib/server/settings.ts';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export interface Terminal {
	/** What was done. */
	say(line: string): void;
	/** What was refused, or not understood. */
	warn(line: string): void;
	/** All of standard input. */
	read(): Promise<string>;
}

export type Command = (
	args: string[],
	dataDir: string,
	terminal: Terminal,
	keysDir: string
) => Promise<number>;

/** A path as it was typed: npm runs its commands in the project's folder, not where the person is. */
export function typedPath(path: string): string {
	return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/**
 * Runs a command of the command line. What was done goes to standard output, errors to standard error; the exit code is
 * the command's, 1 when something failed. Whoever asks for help is told the usage, and nothing else is looked at.
 */
export async function runCommand(command: Command, usage: string): Promise<void> {
	if (process.argv.slice(2).includes('--help')) {
		process.stdout.write(usage);
		return;
	}
	const warn = (line: string) => void process.stderr.write(`${line}\n`);
	const parsed = parseSettings(process.env);
	if (!parsed.ok) {
		warn(describeProblems(parsed.problems));
		process.exitCode = 1;
		return;
	}
	try {
		process.exitCode = await command(
			process.argv.slice(2),
			resolve(root, parsed.settings.dataDir),
			{
				say: (line) => void process.stdout.write(`${line}\n`),
				warn,
				read: () => text(process.stdin)
			},
			resolve(root, parsed.settings.keysDir)
		);
	} catch (error) {
		// The data folder is not there or cannot be opened: what to do about it is in the message.
		warn(error instanceof Error ? error.message : String(error));
		process.exitCode = 1;
	}
}

/** Of a command that can be tried with `--dry-run`; null when it was not understood, which has been said then. */
export function readArguments(args: string[], warn: Terminal['warn']) {
	try {
		const { values, positionals } = parseArgs({
			args,
			options: { 'dry-run': { type: 'boolean', default: false } },
			allowPositionals: true
		});
		return { dryRun: values['dry-run'], positionals };
	} catch (error) {
		warn((error as Error).message);
		return null;
	}
}
