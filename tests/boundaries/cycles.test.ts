import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const FOLDERS = ['src', 'db', 'sync', 'scripts', 'tests'];
const GENERATED = join('src', 'lib', 'paraglide');
const IMPORTS =
	/(?:^|[\s;])(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

function sources(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((file) => join(folder, file))
		.filter((file) => /\.(ts|mjs|svelte)$/.test(file) && !file.startsWith(GENERATED));
}

/** The file that a module specifier names, when it is one of ours. */
function resolveImport(from: string, specifier: string): string | undefined {
	const base = specifier.startsWith('$lib/')
		? join('src', 'lib', specifier.slice('$lib/'.length))
		: specifier.startsWith('.')
			? normalize(join(dirname(from), specifier))
			: undefined;
	if (base === undefined) return undefined;
	const isFile = (file: string) => existsSync(file) && statSync(file).isFile();
	return [base, `${base}.ts`, `${base}.svelte.ts`].find(isFile);
}

function importsOf(file: string, text = readFileSync(file, 'utf8')): string[] {
	const specifiers = [...text.matchAll(IMPORTS)].map((match) => match[1] ?? match[2] ?? '');
	return specifiers.flatMap((specifier) => resolveImport(file, specifier) ?? []);
}

/** The first cycle found, as the files along it; empty when there is none. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] {
	const done = new Set<string>();
	const path: string[] = [];
	function visit(file: string): string[] {
		if (done.has(file)) return [];
		const start = path.indexOf(file);
		if (start >= 0) return [...path.slice(start), file];
		path.push(file);
		for (const imported of graph.get(file) ?? []) {
			const cycle = visit(imported);
			if (cycle.length > 0) return cycle;
		}
		path.pop();
		done.add(file);
		return [];
	}
	for (const file of graph.keys()) {
		const cycle = visit(file);
		if (cycle.length > 0) return cycle;
	}
	return [];
}

describe('imports', () => {
	const files = FOLDERS.flatMap(sources);
	const graph = new Map(files.map((file) => [file, importsOf(file)]));

	it('never go round in a circle, types included', () => {
		expect(findCycle(graph)).toEqual([]);
	});

	it('are all followed: a circle through a type and a component is found', () => {
		const a = join('src', 'lib', 'domain', 'roles.ts');
		const b = join('src', 'lib', 'domain', 'model.ts');
		const planted = new Map([
			[a, importsOf(a, "import type { Collections } from './model.ts';")],
			[b, importsOf(b, "export {\n\troles\n} from '$lib/domain/roles';")]
		]);
		expect(findCycle(planted)).toEqual([a, b, a]);
	});

	it('reach from the hooks to the database', () => {
		const reached = new Set<string>();
		const reach = (file: string) => {
			if (reached.has(file)) return;
			reached.add(file);
			for (const imported of graph.get(file) ?? []) reach(imported);
		};
		reach(join('src', 'hooks.server.ts'));
		expect(reached).toContain(join('db', 'schema', 'accounts.ts'));
	});
});
