/**
 * Runs the tests of the table of faults and writes what came of them to docs/reliability.md. Started by
 * `npm run faults -- table`, which has made ready what they need. Ends with `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { TABLE, type Fault } from './table.ts';

const REPORT = 'docs/reliability.md';
const ROUNDS = {
	'server kills': Number(process.env.SERVER_ROUNDS),
	'browser kills': Number(process.env.BROWSER_ROUNDS),
	/** As tests/sim/seeds.test.ts plays them. */
	seeds: 1000
};
/** Files of tests that others share, by the file that runs them. */
const RUN_BY: Record<string, string> = {
	'tests/contract/server-store.ts': 'tests/contract/server-stores.test.ts'
};

type Verdict = 'passed' | 'failed' | 'skipped';
interface Result {
	title: string;
	verdict: Verdict;
}

const reports = mkdtempSync(join(tmpdir(), 'sportello-faults-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

const files = [...new Set(TABLE.flatMap(({ proofs }) => proofs.map(({ file }) => file)))].map(
	(file) => RUN_BY[file] ?? file
);

function readReport(name: string): unknown {
	const file = join(reports, name);
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function vitest(name: string, chosen: string[], ...args: string[]): Result[] {
	const output = join(reports, `${name}.json`);
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${output}`];
	const env = { ...process.env, KILL_ROUNDS: String(ROUNDS['server kills']) };
	spawnSync('npx', ['vitest', 'run', ...args, ...chosen, ...reporters], { stdio: 'inherit', env });
	const report = readReport(`${name}.json`) as
		{ testResults: { assertionResults: { title: string; status: string }[] }[] } | undefined;
	return (report?.testResults ?? []).flatMap(({ assertionResults }) =>
		assertionResults.map(({ title, status }) => ({
			title,
			verdict: status === 'passed' || status === 'failed' ? status : 'skipped'
		}))
	);
}

interface Suite {
	suites?: Suite[];
	specs?: { title: string; ok: boolean; tests: { status: string }[] }[];
}

function specsOf({ suites = [], specs = [] }: Suite): Result[] {
	return [
		...specs.map(({ title, ok, tests }): Result => {
			const isSkipped = tests.every(({ status }) => status === 'skipped');
			return { title, verdict: isSkipped ? 'skipped' : ok ? 'passed' : 'failed' };
		}),
		...suites.flatMap(specsOf)
	];
}

function playwright(chosen: string[]): Result[] {
	const args = ['test', '--config', 'tests/playwright.config.ts', '--reporter=list,json'];
	const env = {
		...process.env,
		PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'e2e.json'),
		KILL_ROUNDS: String(ROUNDS['browser kills'])
	};
	spawnSync('npx', ['playwright', ...args, ...chosen], { stdio: 'inherit', env });
	return specsOf((readReport('e2e.json') ?? {}) as Suite);
}

const isIn = (folder: string) => (file: string) => file.startsWith(`tests/${folder}/`);
const results = [
	...vitest(
		'unit',
		files.filter((file) => !isIn('e2e')(file) && !isIn('built')(file))
	),
	...vitest('built', files.filter(isIn('built')), '--config', 'tests/built/vitest.config.ts'),
	...playwright(files.filter(isIn('e2e')))
];

/** Whichever of its variants went worst. */
function verdictOf(test: string): Verdict | 'not run' {
	const verdicts = results
		.filter(({ title }) => title.includes(test))
		.map(({ verdict }) => verdict);
	return (
		(['failed', 'skipped', 'passed'] as const).find((each) => verdicts.includes(each)) ?? 'not run'
	);
}

function rowOf({ number, fault, promise, proofs }: Fault): string {
	const tests = proofs.map(({ file, test }) => `[${test}](../${file})`).join('; ');
	const rounds = proofs.flatMap((each) =>
		each.rounds ? [`${ROUNDS[each.rounds]} ${each.rounds}`] : []
	);
	const verdicts = proofs.map(({ test }) => verdictOf(test));
	const result = [...new Set(verdicts)].map((each) => (each === 'passed' ? each : `**${each}**`));
	return `| ${number} | ${fault} | ${promise} | ${tests} | ${rounds.join(', ')} | ${result.join(', ')} |`;
}

const processor = cpus()[0]?.model ?? 'an unknown processor';
const machine = `${cpus().length} × ${processor}, ${Math.round(totalmem() / 1024 ** 3)} GB, Node ${process.versions.node}`;
const text = `# What it survives

Made by \`npm run faults -- table\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. Every test provokes its fault for
real, in Chromium against the server's own process, or in the engine and its stores; \`npm test\` runs them with fewer kills,
and leaves out those tagged \`@faults\`, which take long and stand beside another. How often an instruction falls on a kill nobody can say: [simulator.md](simulator.md) is about the rest.

One promise stands above the others: **every record that a tablet said was saved is on the server exactly once, or still on
the tablet and shown as unsent.**

|  | fault | promise | test | rounds | result |
| --: | --- | --- | --- | --- | --- |
${TABLE.map(rowOf).join('\n')}
`;
const options = await resolveConfig(REPORT);
writeFileSync(REPORT, await format(text, { ...options, parser: 'markdown' }));

const failed = TABLE.filter(({ proofs }) =>
	proofs.some(({ test }) => verdictOf(test) !== 'passed')
);
for (const { number, fault } of failed) console.error(`${number}. ${fault}: not everything passed`);
console.log(`${TABLE.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
