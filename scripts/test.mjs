/**
 * `npm test`: every check from a fresh clone, in one command. Its last line counts: `N passed, N failed`.
 * A check that fails does not stop the others; what needs a build is counted as failed when there is none.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser, findWholeBrowser } from './browser.mjs';
import {
	binOf,
	build,
	checkNode,
	compileDatabaseEngine,
	installPackages,
	root
} from './prepare.mjs';

/** @typedef {{ name: string, passed: number, failed: number, seconds: number, note?: string }} Result */

checkNode();
await installPackages();

const reports = mkdtempSync(join(tmpdir(), 'sportello-test-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

// Installing one takes a minute, in which nothing needs it.
const browserFound = findBrowser();

/** @type {NodeJS.ProcessEnv} */
const env = { ...process.env };
// Settings of this shell are no part of a test.
for (const name of ['PORT', 'HOST', 'ORIGIN', 'DATA_DIR', 'NODE_ENV']) delete env[name];

/** Databases and browsers flush what they write, thousands of times; what tests write outlives none of them. */
const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 4 * 1024 ** 3;
if (existsSync(MEMORY)) {
	const { bavail, bsize } = statfsSync(MEMORY);
	if (bavail * bsize > ENOUGH_BYTES) env.TMPDIR = MEMORY;
}

/** Where what a check prints goes; without it, straight to the terminal. @typedef {(text: string) => void} Say */

/** @param {string[]} args @param {Say} [say] @param {NodeJS.ProcessEnv} [more] */
async function node(args, say, more = {}) {
	const child = spawn(process.execPath, args, {
		cwd: root,
		env: { ...env, ...more },
		stdio: ['ignore', say ? 'pipe' : 'inherit', say ? 'pipe' : 'inherit']
	});
	child.stdout?.setEncoding('utf8').on('data', (text) => say?.(text));
	child.stderr?.setEncoding('utf8').on('data', (text) => say?.(text));
	const [status] = await once(child, 'close');
	return status;
}

/** Checks read much and keep little: with more room for what is young, less of their time goes to collecting it. */
const ROOMY = { NODE_OPTIONS: '--max-semi-space-size=64' };

/** @typedef {{ passed: number, failed: number, note?: string }} Outcome */

/** One check that passes or fails as a whole: these commands, up to the first that fails. @param {...string[]} commands */
function commands(...commands) {
	return async (/** @type {Say | undefined} */ say) => {
		for (const args of commands) {
			if ((await node(args, say, ROOMY)) !== 0) return { passed: 0, failed: 1 };
		}
		return { passed: 1, failed: 0 };
	};
}

/** @param {string} file @returns {any} */
function readReport(file) {
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** @param {string} name @param {string[]} args */
function vitest(name, args) {
	return async (/** @type {Say | undefined} */ say) => {
		const file = join(reports, `${name}.json`);
		const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
		const status = await node([binOf('vitest'), 'run', ...args, ...reporters], say, ROOMY);
		const report = readReport(file);
		if (!report) return { passed: 0, failed: 1, note: 'no report' };
		// A file that could not even be loaded holds no test to count.
		const broken = report.testResults.filter(
			(/** @type {any} */ suite) => suite.status === 'failed' && suite.assertionResults.length === 0
		).length;
		const failed = report.numFailedTests + broken;
		const skipped = report.testResults
			.flatMap((/** @type {any} */ suite) => suite.assertionResults)
			.filter((/** @type {any} */ test) => ['skipped', 'pending', 'todo'].includes(test.status))
			.map((/** @type {any} */ test) => test.fullName);
		const note = skipped.length > 0 ? `skipped: ${skipped.join('; ')}` : undefined;
		return {
			passed: report.numPassedTests,
			failed: status === 0 ? failed : Math.max(failed, 1),
			note
		};
	};
}

async function playwright() {
	const browser = await browserFound;
	const whole = findWholeBrowser();
	if (browser) console.log(`Browser: ${browser}`);
	else console.error('No browser could be found or installed: the end-to-end tests will fail.');
	const file = join(reports, 'e2e.json');
	const args = ['test', '--config', 'tests/playwright.config.ts', '--reporter=list,json'];
	// They take long, and what they provoke is tried here in a cheaper way: on the engine, its stores or a route.
	args.push('--grep-invert', '@faults');
	const status = await node([binOf('@playwright/test', 'playwright'), ...args], undefined, {
		PLAYWRIGHT_JSON_OUTPUT_NAME: file,
		...(browser && { CHROMIUM_PATH: browser }),
		...(whole && { WHOLE_CHROMIUM_PATH: whole })
	});
	const report = readReport(file);
	if (!report) return { passed: 0, failed: 1, note: 'no report' };
	const { expected, unexpected, flaky } = report.stats;
	const failed = unexpected + flaky + report.errors.length;
	const note = 'without @faults, which npm run e2e plays too';
	return { passed: expected, failed: status === 0 ? failed : Math.max(failed, 1), note };
}

/** @type {Result[]} */
const results = [];

/** @param {string} name @param {() => Outcome | Promise<Outcome>} run */
async function measured(name, run) {
	const startedAt = performance.now();
	const result = { name, ...(await run()), seconds: (performance.now() - startedAt) / 1000 };
	results.push(result);
	return result.failed === 0;
}

/** @param {string} name @param {() => Outcome | Promise<Outcome>} run */
function step(name, run) {
	console.log(`\n=== ${name}`);
	return measured(name, run);
}

/** Beside other steps: what it prints is shown when it has ended. @param {string} name @param {(say: Say) => Promise<Outcome>} run */
async function stepBeside(name, run) {
	let output = '';
	const say = (/** @type {string} */ text) => (output += text);
	await measured(name, () => run(say));
	console.log(`\n=== ${name}\n${output}`);
}

/** What everything else reads, and the build writes anew. */
function generate() {
	const paraglide = ['--project', './project.inlang', '--outdir', './src/lib/paraglide'];
	return stepBeside(
		'generated files',
		commands(
			[
				...[binOf('@inlang/paraglide-js', 'paraglide-js'), 'compile', ...paraglide],
				...['--strategy', 'localStorage', 'baseLocale', '--emit-ts-declarations', '--silent']
			],
			[binOf('@sveltejs/kit', 'svelte-kit'), 'sync']
		)
	);
}

/** Reads the sources alone. */
const checkFormat = () =>
	stepBeside('format', commands([binOf('prettier'), '--check', '--log-level', 'warn', '.']));

/** What reads the sources, and the generated files, and runs nothing of them. */
async function checkSources() {
	const svelteCheck = ['--tsconfig', './tsconfig.json', '--fail-on-warnings'];
	await stepBeside('lint', commands([binOf('eslint'), '.', '--max-warnings', '0']));
	await stepBeside('types', commands([binOf('svelte-check'), ...svelteCheck]));
}

const notBuilt = async () => ({ passed: 0, failed: 1, note: 'not run: the build failed' });
const config = ['--config', 'tests/built/vitest.config.ts'];

// As much at once as keeps two processors busy. The build imports the driver, and needs none that is compiled.
const [, , built] = await Promise.all([
	compileDatabaseEngine(),
	checkFormat(),
	generate().then(() =>
		step('build', async () =>
			(await build()) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
		)
	)
]);
await Promise.all([
	checkSources(),
	stepBeside('unit, property and contract', vitest('unit', [])).then(() =>
		stepBeside('what was built', built ? vitest('built', config) : notBuilt)
	)
]);
await step('end to end', built ? playwright : notBuilt);

console.log('\n=== results');
for (const { name, passed, failed, seconds, note } of results) {
	const counts = `${passed} passed, ${failed} failed`;
	console.log(`${name.padEnd(30)} ${counts.padEnd(24)} ${seconds.toFixed(1)} s  ${note ?? ''}`);
}
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
