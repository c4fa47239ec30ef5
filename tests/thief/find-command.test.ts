import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findCommand } from './find-command.ts';

let folder: string;
let words: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'sportello-find-'));
	words = `${folder}.words`;
	writeFileSync(words, 'Quercioli\n\n  3330007141 \r\nQuercioli\n');
});
afterEach(() => {
	rmSync(folder, { recursive: true });
	rmSync(words);
});

function run(...args: string[]) {
	const said: string[] = [];
	const warned: string[] = [];
	const code = findCommand(args, {
		say: (line) => said.push(line),
		warn: (line) => warned.push(line)
	});
	return { code, said, warned };
}

it('names each word that it found, and where', () => {
	writeFileSync(join(folder, 'History'), 'Wanda Quercioli');
	expect(run(folder, words)).toEqual({
		code: 1,
		said: ['Quercioli  History  (UTF-8, raw)', '1 of 2 words found in 1 files, 15 bytes.'],
		warned: []
	});
});

it('says that there is nothing only when it has read everything', () => {
	expect(run(folder, words).code).toBe(2);
	writeFileSync(join(folder, 'History'), 'nothing');
	expect(run(folder, words)).toMatchObject({ code: 0, warned: [] });
	writeFileSync(join(folder, 'Cookies'), 'SQLite format 3\0 and no more');
	const { code, warned } = run(folder, words);
	expect(code).toBe(2);
	expect(warned.join()).toContain('Not read: Cookies: ');
});

it('refuses what it cannot search, and says why', () => {
	expect(run()).toMatchObject({ code: 2, warned: [expect.stringContaining('Usage:')] });
	expect(run(folder, words, 'more').warned.join()).toContain('Usage:');
	expect(run(words, words).warned).toEqual([`${words} is no folder.`]);
	expect(run(folder, folder).warned).toEqual([`${folder} is no file.`]);
	writeFileSync(words, 'Quercioli\nZoe\n');
	expect(run(folder, words).warned).toEqual(['Too short, 4 letters are needed: Zoe']);
	writeFileSync(words, '\n');
	expect(run(folder, words).warned).toEqual([`${words} has no words in it.`]);
});
