import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keysFile, openServerKeys } from './server-keys.ts';

const NOW = 1_800_000_000_000;

let folder: string;
let file: string;

beforeEach(() => {
	folder = join(mkdtempSync(join(tmpdir(), 'sportello-keys-')), 'keys');
	file = keysFile(folder);
});

afterEach(() => rmSync(dirname(folder), { recursive: true }));

const open = (mayCreate = true, onTrouble?: (error: unknown) => void) =>
	openServerKeys(folder, { mayCreate, now: NOW, onTrouble });

describe('the keys of the server', () => {
	it('are made at the first start, for the owner alone, and are the same at the next', () => {
		const first = open();
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		const second = open(false);
		expect(second.list()).toEqual(first.list());
		expect(second.vaultSecret()).toEqual(first.vaultSecret());
		expect(first.vaultSecret()).toHaveLength(32);
	});

	it('show their public points and nothing else', () => {
		const [key] = open().list();
		expect(Object.keys(key!).sort()).toEqual(['createdAt', 'kid', 'publicKey']);
		expect(Buffer.from(key!.publicKey, 'base64url')).toHaveLength(65);
	});

	it('are used newest first after a rotation, by a server that is running too', () => {
		const running = open();
		const old = running.current();
		const added = open().rotate(NOW + 1);
		expect(running.current().kid).toBe(added.kid);
		expect(running.byKid(old.kid)).toEqual(old);
		expect(running.list().map(({ kid }) => kid)).toEqual([added.kid, old.kid]);
	});

	it('are not made again where tablets need the ones that are gone', () => {
		open();
		rmSync(file);
		expect(() => open(false)).toThrow(/Put back the copy/);
	});

	it.each([
		['cut off', (text: string) => text.slice(0, 100)],
		['empty', () => ''],
		['of another shape', () => '{}'],
		['without a key', (text: string) => JSON.stringify({ ...JSON.parse(text), keys: [] })]
	])('stop the start when the file is %s, and are left as they are', (_how, damage) => {
		open();
		const damaged = damage(readFileSync(file, 'utf8'));
		writeFileSync(file, damaged);
		expect(() => open()).toThrow(new RegExp(`${file} (are damaged|cannot be read)`));
		expect(readFileSync(file, 'utf8')).toBe(damaged);
	});

	it('never stand in an error about them', () => {
		const { d } = open().current().sealing;
		writeFileSync(file, readFileSync(file, 'utf8').replace(/\}\s*$/, `"${d}`));
		let said = '';
		try {
			open();
		} catch (error) {
			said = inspect(error, { showHidden: true });
		}
		expect(said).toContain(file);
		expect(said).not.toContain(d.slice(0, 8));
	});

	it('stop the start when others could read them', () => {
		open();
		chmodSync(file, 0o640);
		expect(() => open()).toThrow(/chmod 600/);
		chmodSync(file, 0o600);
		chmodSync(folder, 0o755);
		expect(() => open()).toThrow(/chmod 700/);
	});

	it('stay in use when their file is damaged under a running server, which says so', () => {
		const onTrouble = vi.fn();
		const running = open(true, onTrouble);
		const before = running.current();
		writeFileSync(file, 'x');
		expect(running.current()).toEqual(before);
		rmSync(file);
		expect(running.current()).toEqual(before);
		running.list();
		expect(onTrouble).toHaveBeenCalledTimes(2);
	});
});
