/**
 * A Chromium for the tests: one that is here, Debian's package where it may be installed, or Playwright's own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { binOf, root } from './prepare.mjs';

/** It has no windows, and takes a quarter less of the processor. */
const HEADLESS_SHELL = 'chromium-headless-shell';
/** These write down what was visited, as a tablet's browser does. */
const WHOLE = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @param {string} name */
function onPath(name) {
	for (const folder of (process.env.PATH ?? '').split(delimiter)) {
		const file = join(folder, name);
		try {
			accessSync(file, constants.X_OK);
			return file;
		} catch {
			// Not in this folder.
		}
	}
	return undefined;
}

/** @param {string[]} names */
function installed(names) {
	for (const name of names) {
		const file = onPath(name);
		if (file) return file;
	}
	return undefined;
}

/** @param {string} command @param {string[]} args */
async function run(command, args) {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await once(spawn(command, args, { cwd: root, env, stdio: 'inherit' }), 'close');
}

async function fromDebian() {
	if (process.getuid?.() !== 0 || !onPath('apt-get')) return undefined;
	console.log('Installing Chromium from Debian…');
	await run('apt-get', ['update', '-qq']);
	await run('apt-get', ['install', '-y', '-qq', HEADLESS_SHELL, 'chromium']);
	return installed([HEADLESS_SHELL, ...WHOLE]);
}

/** Playwright says where its browser is, whether it is there or not. */
function ofPlaywright() {
	const print =
		"import('@playwright/test').then(({ chromium }) => console.log(chromium.executablePath()))";
	const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', print], {
		cwd: root,
		encoding: 'utf8'
	});
	const file = stdout.trim();
	return existsSync(file) ? file : undefined;
}

async function fromPlaywright() {
	console.log('Installing Chromium from Playwright…');
	await run(process.execPath, [binOf('@playwright/test', 'playwright'), 'install', 'chromium']);
	return ofPlaywright();
}

/** Installs one when there is none. @returns {Promise<string | undefined>} the path of a browser */
export async function findBrowser() {
	const given = process.env.CHROMIUM_PATH;
	if (given) {
		if (existsSync(given)) return given;
		console.error(`CHROMIUM_PATH is ${given}, which is not there: looking elsewhere.`);
	}
	return (
		installed([HEADLESS_SHELL, ...WHOLE]) ??
		ofPlaywright() ??
		(await fromDebian()) ??
		(await fromPlaywright())
	);
}

/** @returns {string | undefined} the path of a browser that keeps what every browser keeps, after `findBrowser` */
export function findWholeBrowser() {
	return installed(WHOLE);
}
