/**
 * `npm test`: every check from a fresh clone, in one command. Its last line counts: `N passed, N failed`.
 * A check that fails does not stop the others; what needs a build is counted as failed when there is none.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { binOf, build, checkNode, install, root } from './prepare.mjs';

/** @typedef {{ name: string, passed: number, failed: number, seconds: number, note?: string }} Result */

checkNode();
install();

const reports = mkdtempSync(join(tmpdir(), 'sportello-test-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

const browser = findBrowser();
if (browser) console.log(`Browser: ${browser}`);
else console.error('No browser could be found or installed: the end-to-end tests will fail.');

/** @type {NodeJS.ProcessEnv} */
const env = { ...process.env, ...(browser ? { CHROMIUM_PATH: browser } : {}) };
// Settings of this shell are no part of a test.
for (const name of ['PORT', 'HOST', 'ORIGIN', 'DATA_DIR', 'NODE_ENV']) delete env[name];

/** @param {string[]} args @param {NodeJS.ProcessEnv} [more] */
function node(args, more = {}) {
	return spawnSync(process.execPath, args, {
		cwd: root,
		env: { ...env, ...more },
		stdio: ['ignore', 'inherit', 'inherit']
	}).status;
}

/** One check that passes or fails as a whole. @param {() => boolean} run */
function check(run) {
	return () => (run() ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
}

/** @param {string} file @returns {any} */
function readReport(file) {
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** @param {string} name @param {string[]} args */
function vitest(name, args) {
	return () => {
		const file = join(reports, `${name}.json`);
		const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
		const status = node([binOf('vitest'), 'run', ...args, ...reporters]);
		const report = readReport(file);
		if (!report) return { passed: 0, failed: 1, note: 'no report' };
		// A file that could not even be loaded holds no test to count.
		const broken = report.testResults.filter(
			(/** @type {any} */ suite) => suite.status === 'failed' && suite.assertionResults.length === 0
		).length;
		const failed = report.numFailedTests + broken;
		return { passed: report.numPassedTests, failed: status === 0 ? failed : Math.max(failed, 1) };
	};
}

function playwright() {
	const file = join(reports, 'e2e.json');
	const args = ['test', '--config', 'tests/playwright.config.ts', '--reporter=list,json'];
	const status = node([binOf('@playwright/test', 'playwright'), ...args], {
		PLAYWRIGHT_JSON_OUTPUT_NAME: file
	});
	const report = readReport(file);
	if (!report) return { passed: 0, failed: 1, note: 'no report' };
	const { expected, unexpected, flaky } = report.stats;
	const failed = unexpected + flaky + report.errors.length;
	return { passed: expected, failed: status === 0 ? failed : Math.max(failed, 1) };
}

/** @type {Result[]} */
const results = [];

/** @param {string} name @param {() => { passed: number, failed: number, note?: string }} run */
function step(name, run) {
	console.log(`\n=== ${name}`);
	const startedAt = performance.now();
	const result = { name, ...run(), seconds: (performance.now() - startedAt) / 1000 };
	results.push(result);
	return result.failed === 0;
}

/** @param {string} reason */
function withoutBuild(reason) {
	return () => ({ passed: 0, failed: 1, note: reason });
}

step(
	'generated files',
	check(
		() =>
			node([
				binOf('@inlang/paraglide-js', 'paraglide-js'),
				...['compile', '--project', './project.inlang', '--outdir', './src/lib/paraglide'],
				...['--strategy', 'localStorage', 'baseLocale', '--emit-ts-declarations', '--silent']
			]) === 0 && node([binOf('@sveltejs/kit', 'svelte-kit'), 'sync']) === 0
	)
);
step(
	'format',
	check(() => node([binOf('prettier'), '--check', '--log-level', 'warn', '.']) === 0)
);
step(
	'lint',
	check(() => node([binOf('eslint'), '.', '--max-warnings', '0']) === 0)
);
step(
	'types',
	check(
		() => node([binOf('svelte-check'), '--tsconfig', './tsconfig.json', '--fail-on-warnings']) === 0
	)
);
step('unit, property and contract', vitest('unit', []));
const built = step('build', check(build));
const notBuilt = withoutBuild('not run: the build failed');
step(
	'what was built',
	built ? vitest('built', ['--config', 'tests/built/vitest.config.ts']) : notBuilt
);
step('end to end', built ? playwright : notBuilt);

console.log('\n=== results');
for (const { name, passed, failed, seconds, note } of results) {
	const counts = `${passed} passed, ${failed} failed`;
	console.log(`${name.padEnd(30)} ${counts.padEnd(24)} ${seconds.toFixed(1)} s  ${note ?? ''}`);
}
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
