/**
 * Some seeds of every test run, as `npm run sim` plays them: in processes of their own, where they take a quarter of the
 * time. What fails is named by its seed; docs/simulator.md says what is played, and how to play one again.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const SEEDS = 1000;
const run = fileURLToPath(new URL('run.ts', import.meta.url));

it(
	`loses nothing and doubles nothing in ${SEEDS} simulated cities`,
	{ timeout: 600_000 },
	async () => {
		const args = ['--import', 'tsx', run, '--seeds', `${SEEDS}`, '--jobs', '2'];
		// A run in which something fails ends with an error, and says what.
		const { stdout } = await promisify(execFile)(process.execPath, args).catch(
			(error: { stdout?: string; message: string }) => ({ stdout: error.stdout || error.message })
		);
		expect(stdout.trim().split('\n').slice(-20).join('\n')).toMatch(
			new RegExp(`(^|\\n)${SEEDS} passed, 0 failed$`)
		);
	}
);
