/**
 * Whether the simulator sees anything: the engine is broken in one place at a time, in a copy of the project, and seeds are
 * played until a check trips. A mutation that nobody notices is a hole in the checks, or in the stories.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mutations, type Mutation } from './mutation-list.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What a run imports. */
const COPIED = ['sync', 'db', 'src/lib', 'tests/sim', 'tests/builders', 'package.json'];

function copyProject(): string {
	const folder = mkdtempSync(join(tmpdir(), 'sportello-mutations-'));
	for (const path of COPIED) {
		mkdirSync(join(folder, path, '..'), { recursive: true });
		cpSync(join(ROOT, path), join(folder, path), { recursive: true });
	}
	symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
	return folder;
}

/** Played in a process of its own, since a broken engine may never end. */
const PLAYER = `
import { makeStory } from './story.ts';
import { simulate } from './simulate.ts';
const [first, seeds] = process.argv.slice(2).map(Number);
for (let seed = first; seed < first + seeds; seed += 1) {
	const { failure } = await simulate(makeStory(seed));
	if (!failure) continue;
	console.log(JSON.stringify({ played: seed - first + 1, seed, check: failure.check }));
	process.exit(0);
}
console.log(JSON.stringify({ played: seeds, seed: null, check: null }));
process.exit(0);
`;

const MAX_MS = 300_000;

interface Caught {
	played: number;
	seed: number | null;
	check: string | null;
}

async function play(folder: string, first: number, seeds: number): Promise<Caught> {
	const child = spawn(
		process.execPath,
		['--max-semi-space-size=64', '--import', 'tsx', 'tests/sim/player.ts', `${first}`, `${seeds}`],
		{ cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }
	);
	let [out, errors] = ['', ''];
	child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
	let isCut = false;
	const timer = setTimeout(() => {
		isCut = true;
		child.kill('SIGKILL');
	}, MAX_MS);
	await once(child, 'close');
	clearTimeout(timer);
	const last = out.trim().split('\n').at(-1);
	if (last?.startsWith('{')) return JSON.parse(last) as Caught;
	// It never ended, or it fell.
	const check = isCut ? 'never-ends' : `falls: ${errors.slice(0, 200)}`;
	return { played: seeds, seed: null, check };
}

async function tryOut(
	folder: string,
	mutation: Mutation,
	first: number,
	seeds: number
): Promise<Caught> {
	const whole = new Map<string, string>();
	for (const { file, from, to } of [mutation, ...(mutation.also ?? [])]) {
		const path = join(folder, file);
		const text = readFileSync(path, 'utf8');
		if (!whole.has(path)) whole.set(path, text);
		if (text.split(from).length !== 2) throw new Error(`${file} does not hold this once: ${from}`);
		writeFileSync(
			path,
			text.replace(from, () => to)
		);
	}
	try {
		return await play(folder, first, seeds);
	} finally {
		for (const [path, text] of whole) writeFileSync(path, text);
	}
}

/** @returns whether every mutation was caught */
export async function hunt(options: {
	seeds: number;
	first: number;
	jobs: number;
	only?: string | undefined;
}): Promise<boolean> {
	const { seeds, first, jobs, only } = options;
	const chosen = mutations.filter(({ name }) => !only || name.includes(only));
	const waiting = [...chosen];
	let caught = 0;
	const work = async () => {
		const folder = copyProject();
		try {
			writeFileSync(join(folder, 'tests/sim/player.ts'), PLAYER);
			for (let mutation = waiting.shift(); mutation; mutation = waiting.shift()) {
				const { played, seed, check } = await tryOut(folder, mutation, first, seeds);
				if (check) caught += 1;
				const verdict = check
					? `caught after ${played} seeds (seed ${seed}) by ${check}`
					: 'NOT CAUGHT';
				console.log(`${mutation.name}: ${verdict}`);
			}
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	};
	await Promise.all(Array.from({ length: jobs }, work));
	console.log(`${caught} passed, ${chosen.length - caught} failed`);
	return caught === chosen.length;
}
