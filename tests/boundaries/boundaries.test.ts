import { existsSync } from 'node:fs';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import ts from 'typescript-eslint';

/** One file of each layer that another could import. */
const TARGETS = {
	domain: 'src/lib/domain/roles.ts',
	client: 'src/lib/client/sync-status.svelte.ts',
	server: 'src/lib/server/settings.ts',
	ui: 'src/lib/ui/Chip.svelte',
	messages: 'src/lib/paraglide/messages.js',
	page: 'src/routes/+layout.svelte',
	endpoint: 'src/routes/api/health/+server.ts',
	'service-worker': 'src/service-worker.ts',
	db: 'db/accounts.ts',
	'sync-protocol': 'sync/protocol/limits.ts',
	'sync-merge': 'sync/merge/model.ts',
	'sync-client': 'sync/client/ports.ts',
	'sync-server': 'sync/server/port.ts',
	scripts: 'scripts/serve.ts',
	test: 'tests/builders/city.ts'
};
type Layer = keyof typeof TARGETS;

const SYNC: Layer[] = ['sync-protocol', 'sync-merge', 'sync-client', 'sync-server'];
const NOT_TESTS = (Object.keys(TARGETS) as Layer[]).filter((layer) => layer !== 'test');

/** The import table of the project, written a second time: what a planted file may import. */
const TABLE: [file: string, mayImport: Layer[]][] = [
	['src/lib/domain/planted.ts', ['domain']],
	['src/lib/client/planted.ts', ['client', 'domain', 'sync-client', 'sync-protocol', 'messages']],
	[
		'src/lib/client/planted.svelte.ts',
		['client', 'domain', 'sync-client', 'sync-protocol', 'messages']
	],
	['src/lib/server/planted.ts', ['server', 'domain', 'db', ...SYNC]],
	['src/lib/ui/Planted.svelte', ['ui', 'domain', 'messages']],
	['src/routes/planted/+page.svelte', ['page', 'ui', 'client', 'domain', 'messages']],
	['src/routes/planted/+page.ts', ['page', 'ui', 'client', 'domain', 'messages']],
	['src/routes/planted/+server.ts', ['endpoint', 'server', 'domain', 'sync-protocol']],
	['src/routes/planted/+page.server.ts', ['endpoint', 'server', 'domain', 'sync-protocol']],
	['src/hooks.server.ts', ['endpoint', 'server', 'domain', 'sync-protocol']],
	['src/service-worker.ts', ['service-worker', 'client']],
	['db/planted.ts', ['db', 'domain', 'sync-protocol', 'sync-server']],
	['sync/protocol/planted.ts', ['sync-protocol']],
	['sync/merge/planted.ts', ['sync-merge', 'sync-protocol']],
	['sync/client/planted.ts', ['sync-client', 'sync-protocol', 'sync-merge']],
	['sync/server/planted.ts', ['sync-server', 'sync-protocol', 'sync-merge']],
	[
		'scripts/planted.ts',
		NOT_TESTS.filter((layer) => layer !== 'page' && layer !== 'service-worker')
	],
	['tests/planted.test.ts', [...NOT_TESTS, 'test']],
	['src/lib/domain/planted.test.ts', [...NOT_TESTS, 'test']]
];

// Planted files are in no TypeScript project; the boundaries need no types.
const eslint = new ESLint({ overrideConfig: [ts.configs.disableTypeChecked] });

async function lint(filePath: string, script: string) {
	const text = filePath.endsWith('.svelte') ? `<script lang="ts">\n${script}\n</script>\n` : script;
	const [result] = await eslint.lintText(text, { filePath });
	if (!result) throw new Error(`${filePath} is not linted.`);
	const fatal = result.messages.find((message) => message.fatal);
	if (fatal) throw new Error(`${filePath}: ${fatal.message}`);
	const lines = text.split('\n');
	return result.messages.map(({ ruleId, line }) => ({ ruleId, line: lines[line - 1] ?? '' }));
}

function pathTo(target: string, from: string): string {
	return '../'.repeat(from.split('/').length - 1) + target;
}

/** Layers whose import from the file is reported, when it imports one file of each. */
async function refusedLayers(from: string): Promise<string[]> {
	const imports = Object.entries(TARGETS).map(
		([layer, target]) => `import * as a from '${pathTo(target, from)}'; // ${layer}`
	);
	const messages = await lint(from, imports.join('\n'));
	return messages
		.filter(({ ruleId }) => ruleId === 'boundaries/dependencies')
		.map(({ line }) => line.split('// ')[1] ?? '')
		.sort();
}

describe('the import table', () => {
	it('is tried on files that are there', () => {
		expect(Object.values(TARGETS).filter((file) => !existsSync(file))).toEqual([]);
	});

	it.each(TABLE)('holds for %s', async (from, mayImport) => {
		const expected = Object.keys(TARGETS).filter((layer) => !mayImport.includes(layer as Layer));
		expect(await refusedLayers(from)).toEqual(expected.sort());
	});

	it('sees through the alias, types, dynamic imports and exports', async () => {
		const planted = [
			"import { getApp } from '$lib/server/current-app';",
			"import type { App } from '$lib/server/app';",
			"export { getApp as again } from '$lib/server/current-app';",
			"void import('$lib/server/app');"
		];
		for (const line of planted) {
			for (const from of ['src/routes/+page.svelte', 'src/lib/ui/Chip.svelte']) {
				// A component cannot export from another module.
				if (line.startsWith('export')) continue;
				const rules = (await lint(from, line)).map(({ ruleId }) => ruleId);
				expect(rules, `${from}: ${line}`).toContain('boundaries/dependencies');
			}
			const rules = (await lint('src/lib/client/planted.ts', line)).map(({ ruleId }) => ruleId);
			expect(rules, line).toContain('boundaries/dependencies');
		}
	});

	it('leaves no file of ours without a place in it', async () => {
		const rules = (await lint('src/lib/elsewhere/planted.ts', '')).map(({ ruleId }) => ruleId);
		expect(rules).toContain('boundaries/no-unknown-files');
	});
});

describe('rules and sync', () => {
	const PURE = ['src/lib/domain/planted.ts', 'sync/client/planted.ts', 'sync/server/planted.ts'];
	const MODULES = ['svelte', 'svelte/store', '@sveltejs/kit', '$app/environment', 'dexie'];
	const MACHINE = ['drizzle-orm', 'drizzle-orm/sqlite-core', 'better-sqlite3', 'node:fs', 'crypto'];

	it.each(PURE)('know no framework, database or machine in %s', async (from) => {
		for (const module of [...MODULES, ...MACHINE]) {
			const messages = await lint(from, `import * as a from '${module}';\nconst b = a;\nvoid b;`);
			expect(
				messages.map(({ ruleId }) => ruleId),
				module
			).toEqual(['no-restricted-imports']);
		}
	});

	it('may use a package that only computes', async () => {
		const text = "import * as v from 'valibot';\nexport const a = v.string();";
		expect(await lint('src/lib/domain/planted.ts', text)).toEqual([]);
	});
});

describe('the screen', () => {
	it.each([
		'<p>Salvata sul tablet</p>',
		'<button aria-label="Chiudi"></button>',
		'<input placeholder="Nome" />'
	])('has no text outside of the messages: %s', async (markup) => {
		const [result] = await eslint.lintText(markup, { filePath: 'src/lib/ui/Planted.svelte' });
		expect(result?.messages.map(({ ruleId }) => ruleId)).toContain('sportello/no-raw-text');
	});

	it('may show the name of the product, signs and what a component is given', async () => {
		const markup =
			'<script lang="ts">let { name }: { name: string } = $props();</script><h1 title={name}>Sportello · {name}</h1>';
		const [result] = await eslint.lintText(markup, { filePath: 'src/lib/ui/Planted.svelte' });
		expect(result?.messages).toEqual([]);
	});

	it('is not the place for the console', async () => {
		const messages = await lint('src/lib/client/planted.ts', "console.log('ciao');");
		expect(messages.map(({ ruleId }) => ruleId)).toEqual(['no-console']);
	});
});
