/** Seen to fail without the help in `runCommand` and in `faults.mjs`: the usage is on standard error, and the code is 2 or 1. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { root } from './terminal.ts';

const run = promisify(execFile);

it.concurrent.each([
	'backup.ts',
	'catalogue.ts',
	'city.ts',
	'faults.mjs',
	'keys.ts',
	'person.ts',
	'restore.ts',
	'retention.ts',
	'rules.ts',
	'user.ts'
])('%s tells its usage to whoever asks for help', { timeout: 60_000 }, async (script) => {
	// Ends with 0, or this throws. The data folder that is not there is nobody's concern.
	const { stdout, stderr } = await run(
		process.execPath,
		['--import', 'tsx', `scripts/${script}`, '--help'],
		{ cwd: root, env: { ...process.env, DATA_DIR: '/nowhere' } }
	);
	expect(stdout).toContain('Usage:');
	expect(stdout).toContain(`npm run ${script.split('.')[0]}`);
	expect(stderr).toBe('');
});
