import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plainIcon } from './icons.vite.ts';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
	.filter((file) => /\.(svelte|ts)$/.test(file) && !file.includes('paraglide'))
	.map((file) => ({ file, source: readFileSync(`src/${file}`, 'utf8') }));

/** As the package of icons writes one. */
const written = (node: unknown) =>
	`<script lang="ts">import Icon from '../Icon.svelte';
let props = $props();
const iconData = { "name": "mail", "size": 24, "node": ${JSON.stringify(node)}, "aliases": [] };
</script>

<Icon {...props} icon={iconData} />`;

describe('an icon made a plain drawing', () => {
	it('has the parts of the one that was written, and is not read aloud', () => {
		const plain = plainIcon(
			written([
				['path', { d: 'm22 7-8.991 5.727a2 2 0 0 1-2.009 0L2 7' }],
				['rect', { x: '2', y: '4', width: '20', height: '16', rx: '2' }]
			])
		);
		expect(plain).toContain(
			'><path d="m22 7-8.991 5.727a2 2 0 0 1-2.009 0L2 7" /><rect x="2" y="4" width="20" height="16" rx="2" /></svg>'
		);
		expect(plain).toContain('aria-hidden="true"');
	});

	it.each([
		['something else', '<svg><path d="M0 0" /></svg>'],
		['parts that are more than words and figures', written([['path', { d: '{@html x}' }]])]
	])('leaves %s as it is', (_what, code) => {
		expect(plainIcon(code)).toBeUndefined();
	});

	it('is what every icon of the screens becomes', () => {
		const names = new Set(
			sources.flatMap(({ source }) =>
				[...source.matchAll(/'@lucide\/svelte\/icons\/([\w-]+)'/g)].map(([, name]) => name)
			)
		);
		expect(names.size).toBeGreaterThan(50);
		const icons = 'node_modules/@lucide/svelte/dist/icons';
		for (const name of names) {
			// An old name stands for a new one.
			const [, file] = /"\.\/(.*\.svelte)"/.exec(readFileSync(`${icons}/${name}.js`, 'utf8'))!;
			expect(plainIcon(readFileSync(`${icons}/${file}`, 'utf8')), name).toBeDefined();
		}
	});

	it('is given nothing but a size and a stroke, which is all that it takes', () => {
		const others: string[] = [];
		for (const { file, source } of sources) {
			const imported = [...source.matchAll(/import (\w+) from '@lucide\/svelte\/icons/g)];
			for (const name of [...imported.map(([, each]) => each!), 'Icon', 'option.icon']) {
				const tags = source.matchAll(new RegExp(`<${name}\\s((?:[^>{]|\\{[^}]*\\})*?)/?>`, 'g'));
				for (const [, attributes = ''] of tags) {
					const given = attributes.matchAll(/(?:^|\s)(?:([\w:-]+)=|\{(?:\.{3})?(\w+)\})/g);
					const isTaken = (attribute: string) =>
						['size', 'strokeWidth', 'aria-hidden'].includes(attribute);
					for (const [, attribute, shorthand = ''] of given) {
						if (!isTaken(attribute ?? shorthand)) others.push(`${file}: <${name} ${attributes}`);
					}
				}
			}
		}
		expect(others).toEqual([]);
	});
});
