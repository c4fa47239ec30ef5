import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataDir } from '../db/data-dir.ts';
import { anHsdsService } from '../tests/builders/hsds.ts';
import { catalogueCommand } from './catalogue-command.ts';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'sportello-command-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const dataDir = () => join(folder, 'data');

/** As a server does that is started and stopped. */
const serveOnce = () => openDataDir(dataDir()).connection.close();

async function run(...args: string[]) {
	const read = { out: '', err: '' };
	const code = await catalogueCommand(args, dataDir(), {
		say: (line) => (read.out += `${line}\n`),
		warn: (line) => (read.err += `${line}\n`),
		read: async () => ''
	});
	return { code, ...read };
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
			out: '1 service: 1 added, 0 changed, 0 unchanged.\nDry run: nothing was written.\n',
			err: expect.stringContaining('no database')
		});
		await expect(run('import', file)).rejects.toThrow('no database');
		expect(existsSync(dataDir())).toBe(false);

		serveOnce();
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
	});

	it('names file, row, line, member and reason of what is wrong, and ends with 1', async () => {
		serveOnce();
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
	});

	it('says in one line why an export could not be written', async () => {
		serveOnce();
		const file = join(folder, 'a-file');
		await writeFile(file, '');
		const { code, out, err } = await run('export', join(file, 'services.json'));
		expect({ code, out }).toEqual({ code: 1, out: '' });
		expect(err).toMatch(/^The export failed: ENOTDIR.*\n$/);
	});

	it('explains itself when it does not understand, and ends with 2', async () => {
		const { code, err } = await run('importa', 'x');
		expect(code).toBe(2);
		expect(err).toContain('npm run catalogue -- import <file>');
	});
});
