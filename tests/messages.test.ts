/** The message catalogue is whole in both languages, and holds nothing that no screen says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

function keysOf(locale: string): string[] {
	return readdirSync(join('messages', locale)).flatMap((file) =>
		Object.keys(JSON.parse(readFileSync(join('messages', locale, file), 'utf8')) as object).filter(
			(key) => key !== '$schema'
		)
	);
}

function sources(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return entry.name === 'paraglide' ? [] : sources(path);
		return /\.(svelte|ts)$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
	});
}

it('says everything in Italian and in English', () => {
	expect(keysOf('en').sort()).toEqual(keysOf('it').sort());
});

it('gives each message one place', () => {
	const keys = keysOf('it');
	expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

it('keeps no message that no screen says', () => {
	const used = new Set(
		sources('src')
			.join('\n')
			.match(/\bm\.[a-z0-9_]+/g)
	);
	expect(keysOf('it').filter((key) => !used.has(`m.${key}`))).toEqual([]);
});
