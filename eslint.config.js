/**
 * Lint: TypeScript, Svelte, and the import table of the project. The table is `LAYERS` below; that each line of it
 * holds is tested in tests/boundaries.
 */
import { builtinModules } from 'node:module';
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import boundaries from 'eslint-plugin-boundaries';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const SYNC = ['sync-protocol', 'sync-merge', 'sync-client', 'sync-server'];
const CODE = ['domain', 'client', 'server', 'ui', 'messages', 'db', ...SYNC];

/**
 * The first pattern that matches a file names its layer. `mayImport` is besides itself; packages are free, but for
 * the pure layers below.
 * @type {{ layer: string, pattern: string | string[], mayImport: string[] }[]}
 */
const LAYERS = [
	{
		layer: 'test',
		pattern: ['tests/**', '**/*.test.ts'],
		mayImport: [...CODE, 'scripts', 'page', 'endpoint', 'service-worker', 'config']
	},
	{ layer: 'config', pattern: ['*.{js,ts}', 'scripts/*.vite.ts'], mayImport: [] },
	{ layer: 'scripts', pattern: 'scripts/**', mayImport: [...CODE, 'endpoint'] },
	{ layer: 'messages', pattern: 'src/lib/paraglide/**', mayImport: [] },
	{ layer: 'domain', pattern: 'src/lib/domain/**', mayImport: [] },
	{
		layer: 'client',
		pattern: 'src/lib/client/**',
		mayImport: ['domain', 'sync-client', 'sync-protocol', 'messages']
	},
	{ layer: 'server', pattern: 'src/lib/server/**', mayImport: ['domain', ...SYNC, 'db'] },
	{ layer: 'ui', pattern: 'src/lib/ui/**', mayImport: ['domain', 'messages'] },
	{ layer: 'service-worker', pattern: 'src/service-worker.ts', mayImport: ['client'] },
	{
		layer: 'endpoint',
		pattern: ['src/**/+server.ts', 'src/**/*.server.ts', 'src/app.d.ts'],
		mayImport: ['server', 'domain', 'sync-protocol']
	},
	{
		layer: 'page',
		pattern: ['src/routes/**', 'src/hooks*.ts'],
		mayImport: ['ui', 'client', 'domain', 'messages']
	},
	{ layer: 'sync-protocol', pattern: 'sync/protocol/**', mayImport: [] },
	{ layer: 'sync-merge', pattern: 'sync/merge/**', mayImport: ['sync-protocol'] },
	{ layer: 'sync-client', pattern: 'sync/client/**', mayImport: ['sync-protocol', 'sync-merge'] },
	{ layer: 'sync-server', pattern: 'sync/server/**', mayImport: ['sync-protocol', 'sync-merge'] },
	{ layer: 'db', pattern: 'db/**', mayImport: ['domain', 'sync-protocol', 'sync-server'] }
];

/** Rules and sync run on every side and in every test: no framework, no database, no machine. */
const NOT_PURE = {
	patterns: [
		{
			group: [
				'svelte',
				'svelte/*',
				'@sveltejs/*',
				'$app/*',
				'$env/*',
				'dexie',
				'drizzle-orm',
				'drizzle-orm/*',
				'better-sqlite3'
			],
			message: 'lib/domain and sync know no framework and no database.'
		},
		{
			group: [
				'node:*',
				...builtinModules.filter((name) => !name.startsWith('_') && name !== 'punycode')
			],
			message: 'lib/domain and sync do no input or output of their own: take it as a parameter.'
		}
	]
};

const LETTERS = /\p{L}{2,}/u;
const READ_ATTRIBUTES = [
	'alt',
	'aria-label',
	'aria-description',
	'aria-roledescription',
	'placeholder',
	'title'
];

/** What people read comes from messages/, in every language. The product's name is the same in all. */
const noRawText = {
	meta: {
		type: 'problem',
		schema: [],
		messages: { raw: 'Text on the screen comes from messages/.' }
	},
	create(context) {
		const isRaw = (text) => LETTERS.test(text.replaceAll('Sportello', ''));
		return {
			SvelteText(node) {
				if (['SvelteStyleElement', 'SvelteScriptElement'].includes(node.parent.type)) return;
				if (isRaw(node.value)) context.report({ node, messageId: 'raw' });
			},
			SvelteAttribute(node) {
				if (!READ_ATTRIBUTES.includes(node.key.name)) return;
				for (const part of node.value) {
					if (part.type === 'SvelteLiteral' && isRaw(part.value))
						context.report({ node: part, messageId: 'raw' });
				}
			}
		};
	}
};

export default ts.config(
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'node_modules/',
			'src/lib/paraglide/',
			'data/',
			'db/migrations/',
			'test-results/',
			'playwright-report/'
		]
	},
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	prettier,
	...svelte.configs.prettier,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			// A warning to whoever looks into a device is no output of the program.
			'no-console': ['error', { allow: ['warn', 'error'] }],
			'no-undef': 'off',
			eqeqeq: 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' }
			],
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }]
		}
	},
	{
		files: ['**/*.ts'],
		languageOptions: {
			parserOptions: {
				projectService: { allowDefaultProject: ['src/service-worker.ts'] },
				extraFileExtensions: ['.svelte'],
				tsconfigRootDir: import.meta.dirname
			}
		},
		// In components as well they would take as long as everything else: the types of each are worked out anew.
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true }
			]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } }
	},
	{
		files: ['**/*.svelte'],
		plugins: { sportello: { rules: { 'no-raw-text': noRawText } } },
		rules: { 'sportello/no-raw-text': 'error' }
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		rules: {
			// A space between two inline elements can be said in no other way.
			'svelte/no-useless-mustaches': 'off',
			// The application stands at the root of its host: there is no base to resolve.
			'svelte/no-navigation-without-resolve': 'off',
			// There are no stores, and looking for them takes longest.
			'svelte/require-store-reactive-access': 'off',
			// It also means dates and searches that live for one function call.
			'svelte/prefer-svelte-reactivity': 'off',
			// It takes half of the time of all rules together.
			'svelte/no-unused-props': 'off'
		}
	},
	{
		files: ['src/lib/domain/**/*.ts', 'sync/**/*.ts'],
		ignores: ['**/*.test.ts'],
		rules: { 'no-restricted-imports': ['error', NOT_PURE] }
	},
	{
		files: ['**/*.ts', '**/*.svelte'],
		ignores: ['db/engine.ts', 'src/lib/domain/**', 'sync/**'],
		rules: {
			'@typescript-eslint/no-restricted-imports': [
				'error',
				{
					paths: ['better-sqlite3', 'better-sqlite3-node20'].map((name) => ({
						name,
						allowTypeImports: true,
						message: 'db/engine.ts chooses the one that this Node can run.'
					}))
				}
			]
		}
	},
	{ files: ['scripts/**', 'tests/**', '**/*.test.ts'], rules: { 'no-console': 'off' } },
	{
		plugins: { boundaries },
		settings: {
			'import/resolver': { typescript: { project: 'tsconfig.json' } },
			'boundaries/files': LAYERS.map(({ layer, pattern }) => ({ category: layer, pattern })),
			'boundaries/files-single-match': true
		},
		rules: {
			'boundaries/no-unknown-files': 'error',
			'boundaries/dependencies': [
				'error',
				{
					default: 'disallow',
					policies: LAYERS.map(({ layer, mayImport }) => ({
						from: { file: { categories: layer } },
						allow: { to: { file: { categories: { anyOf: [layer, ...mayImport] } } } }
					}))
				}
			]
		}
	}
);
