import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { erasedFile, openDataDir } from '../db/data-dir.ts';
import { createErasedFile } from '../db/erased-file.ts';
import { createSqliteServerStore } from '../db/sync-store.ts';
import { serverModel } from '../src/lib/domain/server-model.ts';
import { aPersonIntent, aPushOf, operator } from '../tests/builders/pushes.ts';
import { uuid } from '../tests/builders/sync-world.ts';
import { retentionCommand } from './retention-command.ts';

const WRITTEN = 1_700_000_000_000;
const LATER = new Date('2026-11-26');

let dataDir: string;

beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'sportello-retention-'));
});

afterEach(() => rmSync(dataDir, { recursive: true }));

async function written() {
	const { connection } = openDataDir(dataDir);
	const erased = createErasedFile(erasedFile(dataDir));
	const store = createSqliteServerStore(connection, serverModel, erased);
	const push = aPushOf([aPersonIntent({ id: uuid(1, 1), name: 'Anna Esempio' })]);
	await store.applyPush(push, operator, WRITTEN);
	connection.close();
}

async function retention(args: string[], now = LATER) {
	const read = { out: '', err: '' };
	const terminal = {
		say: (line: string) => void (read.out += `${line}\n`),
		warn: (line: string) => void (read.err += `${line}\n`),
		read: async () => ''
	};
	return { code: await retentionCommand(args, dataDir, terminal, () => now), ...read };
}

describe('npm run retention', () => {
	it('says how many records of each kind would go, and never whose they are', async () => {
		await written();
		for (const _twice of [1, 2]) {
			expect(await retention(['--dry-run'])).toEqual({
				code: 0,
				out: 'Their period is over:\n  people  1\nNothing was erased.\n',
				err: ''
			});
		}
	});

	it('erases them, and has nothing to do the next time', async () => {
		await written();
		expect(await retention([])).toMatchObject({ code: 0, out: 'Erased:\n  people  1\n' });
		const again = { code: 0, out: 'No record has been kept for too long.\n' };
		expect(await retention([])).toMatchObject(again);
		expect(await retention(['--dry-run'])).toMatchObject(again);
	});

	it('leaves alone what may still be kept', async () => {
		await written();
		expect(await retention([], new Date(WRITTEN))).toMatchObject({
			out: 'No record has been kept for too long.\n'
		});
	});

	it('asks nothing of a folder without a database, and shows its usage when it is not understood', async () => {
		await expect(retention([])).rejects.toThrow('no database');
		expect(await retention(['--all'])).toMatchObject({
			code: 2,
			err: expect.stringContaining('Usage')
		});
	});
});
