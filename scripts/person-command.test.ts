import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccounts } from '../db/accounts.ts';
import type { Connection } from '../db/connection.ts';
import { erasedFile, openDataDir } from '../db/data-dir.ts';
import { createErasedFile } from '../db/erased-file.ts';
import { createSqliteServerStore } from '../db/sync-store.ts';
import { domainModel } from '../src/lib/domain/model.ts';
import { aCity } from '../tests/builders/city.ts';
import { aPersonIntent, aPushOf, operator } from '../tests/builders/pushes.ts';
import { uuid } from '../tests/builders/sync-world.ts';
import { personCommand } from './person-command.ts';

const CODE = '7K4M-29QX-3TBG';
const ANNA = { id: uuid(1, 1), name: 'Anna Esempio' };
const BRUNO = { id: uuid(1, 2), name: 'Bruno Prova' };
const REQUEST = uuid(1, 10);

let dataDir: string;
let server: Connection;

/** The server's own store, which stays open while the command runs. */
function openServer() {
	server = openDataDir(dataDir).connection;
	return createSqliteServerStore(server, domainModel, createErasedFile(erasedFile(dataDir)));
}

beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'sportello-person-'));
	const { connection } = openDataDir(dataDir);
	createAccounts(connection).addCity(aCity());
	connection.close();
});

afterEach(() => {
	server.close();
	rmSync(dataDir, { recursive: true });
});

const written = aPushOf([
	aPersonIntent(ANNA),
	aPersonIntent(BRUNO),
	['request.register', aRequestOf(ANNA)],
	['request.note', { requestId: REQUEST, kind: 'note', text: 'abita con la sorella Carla' }]
]);

function aRequestOf({ id, name }: typeof ANNA) {
	return {
		requestId: REQUEST,
		code: CODE,
		accessPointId: 'cambonino',
		personId: id,
		personName: name,
		neighbourhoodId: null,
		details: {
			needs: ['transport'],
			forWhom: 'self',
			actingFor: null,
			urgency: 'today',
			timeWindow: { days: [], parts: [] },
			words: 'deve andare in ospedale',
			services: [],
			channel: 'in-person'
		}
	};
}

async function person(...args: string[]) {
	const read = { out: '', err: '' };
	const code = await personCommand(args, dataDir, {
		say: (line) => (read.out += `${line}\n`),
		warn: (line) => (read.err += `${line}\n`),
		read: async () => ''
	});
	return { code, ...read };
}

/** Every file of the data folder as text: what a thief of the disk could read. */
function onDisk(): string {
	return readdirSync(dataDir, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
		.join('');
}

describe('npm run person -- erase', () => {
	it('shows whose record a receipt code opens, and erases nothing before it is told to', async () => {
		const store = openServer();
		await store.applyPush(written, operator, 1_700_000_000_000);
		const asked = await person('erase', '7k4m 29qx 3tbg');
		expect(asked).toMatchObject({ code: 1, err: expect.stringContaining('--yes') });
		expect(asked.out).toContain('Anna Esempio, registered on 2023-11-14 at Presidio Cambonino');
		expect(asked.out).toContain('1 request');
		expect(onDisk()).toContain('sorella Carla');
	});

	it('leaves nothing of them on the disk, and a server that is running takes nothing of them back', async () => {
		const store = openServer();
		await store.applyPush(written, operator, 1_700_000_000_000);
		const erased = await person('erase', CODE, '--yes');
		expect(erased).toMatchObject({ code: 0, err: '' });
		expect(erased.out).toContain('4 records');
		const { outcomes } = await store.applyPush(written, operator, 1_700_000_001_000);
		expect(outcomes.map(({ outcome }) => outcome)).toEqual([
			'erased',
			'accepted',
			'erased',
			'erased'
		]);
		server.close();
		for (const text of ['Anna Esempio', 'sorella Carla', 'ospedale', CODE]) {
			expect(onDisk().includes(text), text).toBe(false);
		}
		expect(onDisk()).toContain('Bruno Prova');
	});

	it('says so when they were erased before', async () => {
		const store = openServer();
		await store.applyPush(written, operator, 1_700_000_000_000);
		await person('erase', ANNA.id, '--yes');
		expect(await person('erase', ANNA.id, '--yes')).toMatchObject({
			code: 0,
			out: expect.stringContaining('erased before')
		});
	});

	it.each([
		['an id that nobody has', uuid(7, 7), 'There is no person, request or help offer'],
		['a code with a wrong letter', '7K4M-29QX-3TBX', 'neither an id nor a receipt code']
	])('refuses %s', async (_what, named, message) => {
		openServer();
		const refused = await person('erase', named, '--yes');
		expect(refused).toMatchObject({ code: 1, err: expect.stringContaining(message) });
	});

	it('shows its usage when it is not understood', async () => {
		openServer();
		expect(await person('forget')).toMatchObject({
			code: 2,
			err: expect.stringContaining('Usage')
		});
	});
});
