/**
 * `npm run sim`: docs/simulator.md says what it plays.
 *
 * Ends with `N passed, N failed`. Of a seed that fails it prints the check, the shrunk story and how to play it again.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hunt } from './mutations.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';
import type { ServerKind } from './server.ts';
import { makeStory, type Story } from './story.ts';

const USAGE = `Usage:
  npm run sim -- [--seeds N] [--seed S] [--jobs J] [--server memory|sqlite] [--history]
  npm run sim -- --mutations [--only NAME] [--seeds N] [--seed S] [--jobs J]`;

function readOptions() {
	try {
		const { values } = parseArgs({
			options: {
				seeds: { type: 'string', default: '1000' },
				seed: { type: 'string', default: '1' },
				jobs: { type: 'string', default: '1' },
				server: { type: 'string' },
				only: { type: 'string' },
				history: { type: 'boolean', default: false },
				mutations: { type: 'boolean', default: false }
			}
		});
		return values;
	} catch {
		console.error(USAGE);
		process.exit(2);
	}
}

const values = readOptions();
const seeds = Number(values.seeds);
const first = Number(values.seed);
const jobs = Number(values.jobs);
const server = values.server as ServerKind | undefined;

/** At most so many failures of one run are shrunk; the others are named. */
const MAX_SHRUNK = 3;

function describeStory({ seed, server: kind, tablets, pageRows, faults, steps }: Story): string {
	const lines = steps.map(({ at, do: what, who, salt }) => {
		return `    ${String(at).padStart(7)} ms  ${what} (tablet ${who}, chance ${salt})`;
	});
	const head = `seed ${seed}, ${kind}, ${tablets} tablets, ${pageRows} rows a page`;
	return [`  ${head}`, `  faults: ${faults.join(' ') || 'none'}`, ...lines].join('\n');
}

async function playRange(from: number, step: number, count: number) {
	let passed = 0;
	let failed = 0;
	for (let seed = from; seed < first + count; seed += step) {
		const story = makeStory(seed, server);
		const { failure, lines } = await simulate(story, values.history);
		if (values.history) console.log(lines.join('\n'));
		if (!failure) {
			passed += 1;
			continue;
		}
		failed += 1;
		console.log(`\nseed ${seed} fails ${failure.check} after ${failure.at} ms: ${failure.detail}`);
		const again = `npm run sim -- --seeds 1 --seed ${seed}${server ? ` --server ${server}` : ''}`;
		console.log(`  again: ${again} --history`);
		if (failed > MAX_SHRUNK) continue;
		const smallest = await shrink(story, failure.check);
		console.log(`${describeStory(smallest)}\n  ${(await simulate(smallest)).failure?.detail}`);
	}
	return { passed, failed };
}

function playElsewhere(job: number): Promise<{ passed: number; failed: number }> {
	const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2), {
		env: { ...process.env, SIM_JOB: String(job) }
	});
	return new Promise((resolve, reject) => {
		child.on('message', (message) => resolve(message as { passed: number; failed: number }));
		child.on('exit', (code) => (code === 0 ? undefined : reject(new Error(`Job ${job}: ${code}`))));
	});
}

async function main() {
	const job = process.env.SIM_JOB;
	if (job !== undefined) {
		const result = await playRange(first + Number(job), jobs, seeds);
		process.send?.(result);
		process.disconnect();
		return;
	}
	if (values.mutations) {
		process.exitCode = (await hunt({ seeds, first, jobs, only: values.only })) ? 0 : 1;
		return;
	}
	const began = performance.now();
	const results =
		jobs > 1
			? await Promise.all(Array.from({ length: jobs }, (_, index) => playElsewhere(index)))
			: [await playRange(first, 1, seeds)];
	const passed = results.reduce((sum, each) => sum + each.passed, 0);
	const failed = results.reduce((sum, each) => sum + each.failed, 0);
	const seconds = (performance.now() - began) / 1000;
	console.log(
		`\nseeds ${first} to ${first + seeds - 1}: ${seconds.toFixed(1)} s, ${(seeds / seconds).toFixed(1)} seeds per second`
	);
	console.log(`${passed} passed, ${failed} failed`);
	process.exitCode = failed > 0 ? 1 : 0;
}

await main();
