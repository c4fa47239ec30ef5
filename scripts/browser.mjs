/**
 * A Chromium for the tests: one that is here, Debian's package where it may be installed, or Playwright's own.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { binOf, root } from './prepare.mjs';

/** The one without windows first: it takes a quarter less of the processor. */
const NAMES = [
	'chromium-headless-shell',
	'chromium',
	'chromium-browser',
	'google-chrome',
	'google-chrome-stable'
];

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

function installed() {
	for (const name of NAMES) {
		const file = onPath(name);
		if (file) return file;
	}
	return undefined;
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	return spawnSync(command, args, { cwd: root, env, stdio: 'inherit' }).status === 0;
}

function fromDebian() {
	if (process.getuid?.() !== 0 || !onPath('apt-get')) return undefined;
	console.log('Installing Chromium from Debian…');
	run('apt-get', ['update', '-qq']);
	run('apt-get', ['install', '-y', '-qq', 'chromium-headless-shell']);
	return installed();
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

function fromPlaywright() {
	console.log('Installing Chromium from Playwright…');
	run(process.execPath, [binOf('@playwright/test', 'playwright'), 'install', 'chromium']);
	return ofPlaywright();
}

/** @returns {string | undefined} the path of a browser */
export function findBrowser() {
	const given = process.env.CHROMIUM_PATH;
	if (given) {
		if (existsSync(given)) return given;
		console.error(`CHROMIUM_PATH is ${given}, which is not there: looking elsewhere.`);
	}
	return installed() ?? ofPlaywright() ?? fromDebian() ?? fromPlaywright();
}
