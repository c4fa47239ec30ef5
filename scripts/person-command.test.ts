import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccounts } from '../db/accounts.ts';
import { createAudit } from '../db/audit.ts';
import type { Connection } from '../db/connection.ts';
import { erasedFile, openDataDir } from '../db/data-dir.ts';
import { createErasedFile } from '../db/erased-file.ts';
import { createSqliteServerStore } from '../db/sync-store.ts';
import { SCHEMA_VERSION } from '../src/lib/domain/model.ts';
import { serverModel } from '../src/lib/domain/server-model.ts';
import type { personFile } from '../src/lib/domain/privacy/person-file.ts';
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
	return createSqliteServerStore(server, serverModel, createErasedFile(erasedFile(dataDir)));
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

describe('npm run person -- export', () => {
	const NOW = 1_700_000_000_000;
	type PersonFile = ReturnType<typeof personFile>;
	let file: string;

	beforeEach(() => {
		file = join(dataDir, 'anna.json');
	});

	const read = () => JSON.parse(readFileSync(file, 'utf8')) as PersonFile;

	/** Her record and request, a refused and an unreadable message about her, and that somebody read it. */
	async function aHistory() {
		const store = openServer();
		await store.applyPush(written, operator, NOW);
		const move = { requestId: REQUEST, to: 'completed', reason: 'ha trovato un passaggio' };
		const refused = aPushOf([['request.move', move]], { store: 2 });
		await store.applyPush(refused, operator, NOW + 1000);
		const change = { personId: ANNA.id, changes: { findAgain: 'al bar Stadio' } };
		const future = { store: 3, schemaVersion: SCHEMA_VERSION + 1 };
		await store.applyPush(aPushOf([['person.edit', change]], future), operator, NOW);
		const read = { kind: 'case-read', actor: 'marta', at: NOW } as const;
		createAudit(server).recordNoted([
			{ ...read, id: uuid(8, 1), subject: `requests/${REQUEST}` },
			{ ...read, id: uuid(8, 2), subject: `people/${BRUNO.id}` }
		]);
		return store;
	}

	it('writes all that is kept about somebody, and nothing that is about others', async () => {
		await aHistory();
		expect(await person('export', CODE, file)).toMatchObject({
			code: 0,
			err: '',
			out: expect.stringContaining(
				'4 records, 4 messages, 1 message in quarantine, 1 line of the log'
			)
		});
		const text = readFileSync(file, 'utf8');
		for (const hers of [
			'Anna Esempio',
			'ospedale',
			'sorella Carla',
			'un passaggio',
			'bar Stadio'
		]) {
			expect(text.includes(hers), hers).toBe(true);
		}
		expect(text).not.toContain('Bruno Prova');
		expect(text).not.toContain(BRUNO.id);
	});

	it('says in words what each field is, why it is kept, who wrote it and when', async () => {
		await aHistory();
		await person('export', ANNA.id, file);
		const { records, messages, log } = read();
		const hers = records.items.find(({ record }) => record === `people/${ANNA.id}`)!;
		expect(hers).toMatchObject({ it: 'Scheda della persona' });
		expect(hers.fields.find(({ field }) => field === 'registeredAt')).toMatchObject({
			it: 'Registrato il',
			value: NOW,
			readable: '2023-11-14T22:13:20.000Z',
			legalBasis: expect.stringContaining('art. 5(2)')
		});
		expect(messages.items.map(({ name, outcome, by }) => [name, outcome, by.id])).toEqual([
			['person.register', 'accepted', 'marta'],
			['request.register', 'accepted', 'marta'],
			['request.note', 'accepted', 'marta'],
			['request.move', 'rejected', 'marta']
		]);
		expect(log.items).toEqual([
			{
				...{ at: '2023-11-14T22:13:20.000Z', kind: 'case-read', subject: `requests/${REQUEST}` },
				...{ it: 'Ha aperto la scheda', en: 'Opened the record' },
				by: { id: 'marta', name: null }
			}
		]);
	});

	it('writes what an erasure then removes, to the last record and message', async () => {
		const store = await aHistory();
		await person('export', ANNA.id, file);
		const { records, messages, quarantined } = read();
		const erased = await store.erase([{ collection: 'people', key: ANNA.id }]);
		expect(erased).toEqual({
			rows: records.items.length,
			intents: messages.items.length + quarantined.items.length
		});
		expect(await person('export', ANNA.id, join(dataDir, 'again.json'))).toMatchObject({
			code: 1,
			out: expect.stringContaining('nothing of it is left to export')
		});
	});

	it('lets only its owner read the file, and replaces none that is there', async () => {
		await aHistory();
		await person('export', ANNA.id, file);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		writeFileSync(file, 'something else');
		expect(await person('export', ANNA.id, file)).toMatchObject({
			code: 1,
			err: expect.stringContaining('there already')
		});
		expect(readFileSync(file, 'utf8')).toBe('something else');
	});

	it('says when a message in quarantine has the same name and no id to tell by', async () => {
		const store = await aHistory();
		const lost = { ...aPushOf([], { store: 4 }), intents: [{ note: 'per Anna Esempio' }] };
		await store.applyPush(lost, operator, NOW);
		for (const command of [
			['export', ANNA.id, file],
			['erase', ANNA.id, '--yes']
		]) {
			const told = await person(...command);
			expect(told.err).toContain('1 message in quarantine with the same name');
		}
	});

	it('shows its usage when there is no file to write to', async () => {
		openServer();
		expect(await person('export', ANNA.id)).toMatchObject({ code: 2 });
		expect(await person('erase', ANNA.id, file)).toMatchObject({ code: 2 });
	});
});
