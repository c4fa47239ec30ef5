import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keysFile } from '../src/lib/server/devices/server-keys.ts';
import { keysCommand } from './keys-command.ts';

let folder: string;
let keysDir: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'sportello-keys-'));
	keysDir = join(folder, 'keys');
});

afterEach(() => rmSync(folder, { recursive: true }));

async function keys(...args: string[]) {
	const read = { out: '', err: '' };
	const code = await keysCommand(args, keysDir, {
		say: (line) => (read.out += `${line}\n`),
		warn: (line) => (read.err += `${line}\n`)
	});
	return { code, ...read };
}

describe('npm run keys', () => {
	it('makes keys only when told to, and once', async () => {
		await expect(keys('list')).rejects.toThrow(/not in/);
		const created = await keys('create');
		expect(created).toMatchObject({ code: 0, err: '' });
		expect(await keys('create')).toEqual(created);
	});

	it('adds a key before the old ones', async () => {
		const { out: before } = await keys('create');
		expect((await keys('rotate')).code).toBe(0);
		const { out: after } = await keys('list');
		expect(after.split('\n')).toHaveLength(3);
		expect(after.endsWith(before)).toBe(true);
	});

	it('exports everything to a private file, and over no other', async () => {
		await keys('create');
		const copy = join(folder, 'copy.json');
		expect((await keys('export', copy)).code).toBe(0);
		expect(readFileSync(copy, 'utf8')).toBe(readFileSync(keysFile(keysDir), 'utf8'));
		expect(statSync(copy).mode & 0o777).toBe(0o600);
		expect(await keys('export', copy)).toMatchObject({ code: 1, out: '' });
	});

	it.each([[], ['export'], ['list', 'x'], ['rotate', 'now'], ['delete'], ['export', 'a', 'b']])(
		'does not understand %j %j %j',
		async (...args) => {
			expect((await keys(...args.filter((arg) => arg !== undefined))).code).toBe(2);
		}
	);
});
