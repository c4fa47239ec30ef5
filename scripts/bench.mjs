/** `npm run bench -- NAME`: makes sure of the dependencies, a current build and a browser, and hands over to tests/bench. */
import { spawnSync } from 'node:child_process';
import { findBrowser } from './browser.mjs';
import { build, checkNode, giveUp, install, isBuilt, root } from './prepare.mjs';

checkNode();
await install();
if (!isBuilt() && !(await build())) giveUp('The build failed, for the reason above.');
const browser = await findBrowser();
if (!browser) giveUp('There is no Chromium to measure in.');
const { status } = spawnSync(
	process.execPath,
	['--import', 'tsx', 'tests/bench/run.ts', ...process.argv.slice(2)],
	{ cwd: root, env: { ...process.env, CHROMIUM_PATH: browser }, stdio: 'inherit' }
);
process.exit(status ?? 1);
