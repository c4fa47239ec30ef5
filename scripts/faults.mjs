/**
 * `npm run faults -- [server|browser] [--rounds N] [--seed S]`: kills the server, or a tablet's browser, as often as that:
 * 200 and 50 times when it is not said. `npm test` does the same a few times. `npm run faults -- table` provokes every
 * fault there is, with as many kills, and writes docs/reliability.md. Ends with `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findBrowser, findWholeBrowser } from './browser.mjs';
import { binOf, build, checkNode, giveUp, install, isBuilt, root } from './prepare.mjs';

const USAGE = 'Usage: npm run faults -- [server|browser|table] [--rounds N] [--seed S]';

/** @type {Record<string, { rounds: number, command: string[] }>} */
const KILLED = {
	server: {
		rounds: 200,
		command: [binOf('vitest'), 'run', '--config', 'tests/built/vitest.config.ts', 'killed']
	},
	browser: {
		rounds: 50,
		command: [
			...[binOf('@playwright/test', 'playwright'), 'test'],
			...['--config', 'tests/playwright.config.ts', 'killed-browser']
		]
	}
};

function readArguments() {
	try {
		return parseArgs({
			allowPositionals: true,
			options: {
				rounds: { type: 'string' },
				seed: { type: 'string' },
				help: { type: 'boolean' }
			}
		});
	} catch {
		return giveUp(USAGE);
	}
}

const { values, positionals } = readArguments();
if (values.help) {
	console.log(USAGE);
	process.exit(0);
}
const isTable = positionals[0] === 'table' && positionals.length === 1;
const names = positionals.length > 0 && !isTable ? positionals : Object.keys(KILLED);
if (!names.every((name) => Object.hasOwn(KILLED, name))) giveUp(USAGE);
if (values.rounds !== undefined && !/^[1-9]\d*$/.test(values.rounds)) giveUp(USAGE);
const seed = values.seed ?? String(randomInt(2 ** 31));

checkNode();
await install();
if (!isBuilt() && !(await build())) giveUp('The build failed, for the reason above.');
const browser = names.includes('browser') ? await findBrowser() : undefined;
if (names.includes('browser') && !browser) giveUp('There is no Chromium to kill.');

/** Servers and browsers flush what they write, and a kill cannot tell whether they did. */
const memory = existsSync('/dev/shm') && { TMPDIR: '/dev/shm' };

if (isTable) {
	/** @param {'server' | 'browser'} name */
	const roundsOf = (name) => values.rounds ?? String(KILLED[name]?.rounds);
	const rounds = { SERVER_ROUNDS: roundsOf('server'), BROWSER_ROUNDS: roundsOf('browser') };
	const whole = findWholeBrowser();
	const browsers = {
		...(browser && { CHROMIUM_PATH: browser }),
		...(whole && { WHOLE_CHROMIUM_PATH: whole })
	};
	const env = { ...process.env, ...rounds, KILL_SEED: seed, ...memory, ...browsers };
	const { status } = spawnSync(
		process.execPath,
		['--import', 'tsx', 'tests/faults/write-table.ts'],
		{ cwd: root, env, stdio: 'inherit' }
	);
	process.exit(status ?? 1);
}

let failed = 0;
for (const name of names) {
	const { rounds, command } = KILLED[name] ?? giveUp(USAGE);
	const env = {
		...process.env,
		...{ KILL_ROUNDS: values.rounds ?? String(rounds), KILL_SEED: seed },
		...(browser && { CHROMIUM_PATH: browser }),
		...memory
	};
	const { status } = spawnSync(process.execPath, command, { cwd: root, env, stdio: 'inherit' });
	if (status !== 0) failed += 1;
}
console.log(`${names.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
