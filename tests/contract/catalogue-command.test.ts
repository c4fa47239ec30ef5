import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anHsdsService } from '../builders/hsds.ts';

const command = fileURLToPath(new URL('../../scripts/catalogue.ts', import.meta.url));

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'sportello-command-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
	return new Promise((resolve) => {
		const env = { ...process.env, DATA_DIR: join(folder, 'data') };
		execFile(
			process.execPath,
			['--import', 'tsx', command, ...args],
			{ env },
			(error, out, err) => {
				resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
			}
		);
	});
}

describe('npm run catalogue', () => {
	it('tries, imports, publishes, exports, and imports its own export as no change', async () => {
		const file = join(folder, 'services.json');
		const copy = join(folder, 'copy.json');
		const service = anHsdsService();
		await writeFile(file, JSON.stringify(service));

		const tried = await run('import', file, '--dry-run');
		expect(tried).toMatchObject({
			code: 0,
			out: '1 service: 1 added, 0 changed, 0 unchanged.\nDry run: nothing was written.\n'
		});
		expect(existsSync(join(folder, 'data'))).toBe(false);

		const imported = await run('import', file);
		expect(imported.code).toBe(0);
		expect(imported.out).toMatch(
			/^1 service: 1 added.*\nPublished as version 1: 1 entry, 1 new or changed/
		);

		expect(await run('export', copy)).toMatchObject({ code: 0, err: '' });
		expect(JSON.parse(await readFile(copy, 'utf8'))).toMatchObject({
			total_items: 1,
			contents: [service]
		});
		expect((await run('import', copy)).out).toBe(
			'1 service: 0 added, 0 changed, 1 unchanged.\nDevices have all of it: version 1, 1 entry.\n'
		);
	}, 60_000);

	it('names file, row, line, member and reason of what is wrong, and ends with 1', async () => {
		const file = join(folder, 'services.ndjson');
		const lines = [anHsdsService(), { ...anHsdsService(), status: 'aperto' }];
		await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
		expect(await run('import', file)).toEqual({
			code: 1,
			out: '',
			err:
				`${file}, row 2, line 2, status: "aperto" is not one of active, inactive, defunct, temporarily closed\n` +
				'Nothing was imported: 1 error in 2 services.\n'
		});
	}, 60_000);

	it('says in one line why an export could not be written', async () => {
		const file = join(folder, 'a-file');
		await writeFile(file, '');
		const { code, out, err } = await run('export', join(file, 'services.json'));
		expect({ code, out }).toEqual({ code: 1, out: '' });
		expect(err).toMatch(/^The export failed: ENOTDIR.*\n$/);
	}, 60_000);

	it('explains itself when it does not understand, and ends with 2', async () => {
		const { code, err } = await run('importa', 'x');
		expect(code).toBe(2);
		expect(err).toContain('npm run catalogue -- import <file>');
	}, 60_000);
});
