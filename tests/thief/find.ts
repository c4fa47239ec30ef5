/** See docs/threats.md, "The thief's test". */
import { findCommand } from './find-command.ts';

process.exitCode = findCommand(process.argv.slice(2), {
	say: (line) => void process.stdout.write(`${line}\n`),
	warn: (line) => void process.stderr.write(`${line}\n`)
});
