/**
 * What `npm start` and `npm test` need before anything else: the right Node, the exact dependencies, a current build.
 * Plain JavaScript without dependencies, because it runs before they are there.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const NEEDED_NODE = [20, 19];
const INSTALL_STAMP = join(root, 'node_modules', '.sportello-install');
const BUILD_STAMP = join(root, 'build', '.sportello-build');

/** What a build is made from. */
const BUILD_SOURCES = [
	'src',
	'static',
	'messages',
	'project.inlang/settings.json',
	'sync',
	'db',
	'scripts/chunks.vite.ts',
	'scripts/messages.vite.ts',
	'scripts/serve.ts',
	'scripts/serve.vite.ts',
	'svelte.config.js',
	'vite.config.ts',
	'tsconfig.json',
	'package-lock.json'
];
/** Generated, or no part of a build. */
const NOT_SOURCES = /(^src\/lib\/paraglide\/)|(\.test\.ts$)/;

/** @param {string} message @returns {never} */
export function giveUp(message) {
	console.error(message);
	process.exit(1);
}

export function checkNode() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	const [neededMajor, neededMinor] = NEEDED_NODE;
	if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
	giveUp(
		`Sportello needs Node ${NEEDED_NODE.join('.')} or newer, this is ${process.versions.node}. Install a newer one from https://nodejs.org.`
	);
}

/** @param {string} file */
function readJson(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return undefined;
	}
}

/** @param {string} file */
function readText(file) {
	return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Compiled modules belong to one Node ABI on one platform, so another Node installs again. */
function wantedInstall() {
	const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
	return `${lock.digest('hex')} ${process.platform}-${process.arch}-${process.versions.modules}`;
}

/** Whether somebody has installed by hand just what the lockfile says, for this Node. */
function isInstalled() {
	const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
	const found = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
	if (!found) return false;
	for (const [path, { version, optional }] of Object.entries(wanted)) {
		if (path !== '' && !optional && found[path]?.version !== version) return false;
	}
	return true;
}

/** On Node 20 it is compiled at installation, and another Node cannot load it. */
function databaseEngineLoads() {
	const probe = "import('./db/engine.ts').then(({ Database }) => new Database(':memory:').close())";
	return spawnSync(process.execPath, ['--import', 'tsx', '-e', probe], { cwd: root }).status === 0;
}

/**
 * What compiling goes by. The headers of this Node, when they were installed with it (the npm package `node` has them in a
 * package of its own), so that they need not be fetched.
 * @returns {NodeJS.ProcessEnv}
 */
function compilerSettings() {
	const prefix = dirname(dirname(process.execPath));
	const places = [prefix, join(prefix, 'node_modules', `node-${process.platform}-${process.arch}`)];
	const found = places.find((place) => existsSync(join(place, 'include', 'node', 'node.h')));
	// Two files take nearly all of the time; less optimised they take half of it, and Node 20, for which they are, is past
	// its end of life.
	const quick = { JOBS: '2', CFLAGS: '-O1', CXXFLAGS: '-O1' };
	const env = { ...quick, ...process.env };
	if (!found || process.env.npm_config_nodedir) return env;
	return { ...env, npm_config_nodedir: found };
}

/** npm says nothing while it loads and compiles, which takes minutes. */
const STILL_AT_IT_MS = 15_000;

/**
 * npm itself: the one that started us, or the one on the PATH.
 * @param {string[]} args @param {'inherit' | 'pipe'} output
 */
async function npm(args, output) {
	const own = process.env.npm_execpath;
	/** @type {import('node:child_process').SpawnOptions} */
	const options = { cwd: root, env: compilerSettings(), stdio: ['ignore', output, output] };
	const child =
		own && /\.c?js$/.test(own)
			? spawn(process.execPath, [own, ...args], options)
			: spawn('npm', args, { ...options, shell: process.platform === 'win32' });
	let said = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text) => (said += text));
	}
	const startedAt = Date.now();
	const waiting = setInterval(() => {
		console.log(`… still at it, after ${Math.round((Date.now() - startedAt) / 1000)} s`);
	}, STILL_AT_IT_MS);
	try {
		const [status] = await once(child, 'close');
		return { status, said };
	} finally {
		clearInterval(waiting);
	}
}

/** Installs exactly what the lockfile says when something of it is missing; what is to be compiled is not, yet. */
export async function installPackages() {
	if (readText(INSTALL_STAMP) === wantedInstall() || isInstalled()) return;
	console.log('Installing what Sportello needs (the first time takes a few minutes)…');
	// What builds is a development dependency: it is needed whatever NODE_ENV says.
	const options = ['--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
	const { status } = await npm(['ci', ...options], 'inherit');
	if (status !== 0) {
		giveUp(
			'The installation failed, for the reason above. Sportello needs the network for it, once.'
		);
	}
}

/** Of all the packages only SQLite's driver for Node 20 brings nothing ready-made. */
export async function compileDatabaseEngine() {
	const wanted = wantedInstall();
	if (readText(INSTALL_STAMP) === wanted) return;
	if (!databaseEngineLoads()) {
		console.log('Compiling SQLite’s driver…');
		const { said } = await npm(['rebuild', 'better-sqlite3-node20'], 'pipe');
		if (!databaseEngineLoads()) {
			console.error(said);
			giveUp(
				`SQLite's driver does not load on this Node, ${process.version}. On Node 20 it is compiled at installation, which needs Python 3, make and a C++ compiler (and npm's setting nodedir, when there is one, must name headers of this Node); Node 22 and newer need none.`
			);
		}
	}
	writeFileSync(INSTALL_STAMP, wanted);
}

export async function install() {
	await installPackages();
	await compileDatabaseEngine();
}

/** @param {string} path @returns {string[]} */
function filesOf(path) {
	const entries = readdirSync(path, { withFileTypes: true });
	return entries.flatMap((entry) => {
		const file = join(path, entry.name);
		return entry.isDirectory() ? filesOf(file) : [file];
	});
}

function hashOfSources() {
	const hash = createHash('sha256');
	const files = BUILD_SOURCES.map((source) => join(root, source))
		.filter((path) => existsSync(path))
		.flatMap((path) => (/\.\w+$/.test(path) ? [path] : filesOf(path)))
		.map((file) => relative(root, file).replaceAll('\\', '/'))
		.filter((file) => !NOT_SOURCES.test(file))
		.sort();
	for (const file of files) {
		hash
			.update(`${file}\0`)
			.update(readFileSync(join(root, file)))
			.update('\0');
	}
	return hash.digest('hex');
}

/**
 * The program behind a package's command, to be run with this very Node.
 * @param {string} packageName @param {string} [command]
 */
export function binOf(packageName, command = packageName) {
	const folder = join(root, 'node_modules', packageName);
	const { bin } = readJson(join(folder, 'package.json'));
	return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** @returns {boolean} whether what is built is what the sources say */
export function isBuilt() {
	return existsSync(join(root, 'build', 'serve.js')) && readText(BUILD_STAMP) === hashOfSources();
}

/**
 * Builds, and prints what the build said only when it failed.
 * @returns {Promise<boolean>} whether it went well
 */
export async function build() {
	const sources = hashOfSources();
	const env = { ...process.env, NODE_ENV: 'production' };
	// The application, and then the program that serves it.
	for (const config of ['vite.config.ts', 'scripts/serve.vite.ts']) {
		const vite = spawn(process.execPath, [binOf('vite'), 'build', '--config', config], {
			cwd: root,
			env
		});
		let said = '';
		for (const stream of [vite.stdout, vite.stderr]) {
			stream.setEncoding('utf8').on('data', (text) => (said += text));
		}
		const [status] = await once(vite, 'close');
		if (status !== 0) {
			console.error(said);
			return false;
		}
	}
	writeFileSync(BUILD_STAMP, sources);
	return true;
}
