/**
 * Whether the simulator sees anything: the engine is broken in one place at a time, in a copy of the project, and seeds are
 * played until a check trips. A mutation that nobody notices is a hole in the checks, or in the stories.
 */
import { spawnSync } from 'node:child_process';
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

function play(folder: string, first: number, seeds: number): Caught {
	const { stdout, stderr, error } = spawnSync(
		process.execPath,
		['--import', 'tsx', join(folder, 'tests/sim/player.ts'), String(first), String(seeds)],
		{ cwd: folder, encoding: 'utf8', timeout: MAX_MS }
	);
	const last = stdout?.trim().split('\n').at(-1);
	if (last?.startsWith('{')) return JSON.parse(last) as Caught;
	// It never ended, or it fell.
	const check = error ? 'never-ends' : `falls: ${stderr.slice(0, 200)}`;
	return { played: seeds, seed: null, check };
}

function tryOut(
	folder: string,
	{ file, from, to }: Mutation,
	first: number,
	seeds: number
): Caught {
	const path = join(folder, file);
	const whole = readFileSync(path, 'utf8');
	if (whole.split(from).length !== 2) throw new Error(`${file} does not hold this once: ${from}`);
	writeFileSync(
		path,
		whole.replace(from, () => to)
	);
	try {
		return play(folder, first, seeds);
	} finally {
		writeFileSync(path, whole);
	}
}

/** @returns whether every mutation was caught */
export async function hunt(options: {
	seeds: number;
	first: number;
	only?: string | undefined;
}): Promise<boolean> {
	const { seeds, first, only } = options;
	const chosen = mutations.filter(({ name }) => !only || name.includes(only));
	const folder = copyProject();
	let caught = 0;
	try {
		writeFileSync(join(folder, 'tests/sim/player.ts'), PLAYER);
		const whole = play(folder, first, seeds);
		if (whole.check) throw new Error(`Unbroken, seed ${whole.seed} already fails ${whole.check}`);
		for (const mutation of chosen) {
			const { played, seed, check } = tryOut(folder, mutation, first, seeds);
			if (check) caught += 1;
			const verdict = check
				? `caught after ${played} seeds (seed ${seed}) by ${check}`
				: 'NOT CAUGHT';
			console.log(`${mutation.name}: ${verdict}`);
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	console.log(`${caught} passed, ${chosen.length - caught} failed`);
	return caught === chosen.length;
}
