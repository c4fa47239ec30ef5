import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataDir } from '../db/data-dir.ts';
import { aRule } from '../tests/builders/rules.ts';
import { rulesCommand } from './rules-command.ts';

/** They are tried on the day the test runs. */
const DAYS = { validFrom: '2020-01-01', validTo: '2099-12-31', checkedOn: '2020-01-02' };
const meals = aRule(DAYS);
const bonus = aRule({ ...DAYS, id: 'bonus', kind: 'benefit', level: 'national' });

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'sportello-rules-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const dataDir = () => join(folder, 'data');

/** As a server does that is started and stopped. */
const serveOnce = () => openDataDir(dataDir()).connection.close();

async function file(name: string, content: unknown) {
	const path = join(folder, name);
	await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
	return path;
}

async function run(...args: string[]) {
	const read = { out: '', err: '' };
	const code = await rulesCommand(args, dataDir(), {
		say: (line) => (read.out += `${line}\n`),
		warn: (line) => (read.err += `${line}\n`),
		read: async () => ''
	});
	return { code, ...read };
}

describe('npm run rules', () => {
	it('tries, imports a folder, lists, exports, and imports its own export as no change', async () => {
		await mkdir(join(folder, 'regole'));
		await file('regole/pasti.json', meals);
		await file('regole/bonus.json', bonus);
		await file('regole/note.txt', 'not a rule');
		const rules = join(folder, 'regole');

		expect(await run('import', rules, '--dry-run')).toEqual({
			code: 0,
			out: '2 rules: 2 added, 0 changed, 0 unchanged.\nDry run: nothing was written.\n',
			err: ''
		});
		await expect(run('import', rules)).rejects.toThrow('no database');
		expect(existsSync(dataDir())).toBe(false);

		serveOnce();
		expect((await run('import', rules)).out).toBe(
			'2 rules: 2 added, 0 changed, 0 unchanged.\nThe rules are at version 1.\n'
		);
		expect((await run('list')).out).toBe(
			'bonus (version 1, national benefit): 2020-01-01 to 2099-12-31\n' +
				'pasti (version 1, municipal service): 2020-01-01 to 2099-12-31\n' +
				'2 rules, at version 1.\n'
		);
		const copy = join(folder, 'copy.json');
		expect(await run('export', copy)).toMatchObject({ code: 0, err: '' });
		expect(JSON.parse(await readFile(copy, 'utf8'))).toEqual([bonus, meals]);
		expect((await run('import', copy)).out).toBe(
			'2 rules: 0 added, 0 changed, 2 unchanged.\nThe rules are at version 1.\n'
		);
		expect(JSON.parse((await run('export')).out)).toHaveLength(2);
	});

	it('names file, row, field and reason of what is wrong, and imports nothing', async () => {
		serveOnce();
		const list = await file('lista.json', [
			meals,
			{ ...bonus, source: '', validTo: '2019-12-31' },
			{ ...bonus, id: 'nessuno', when: { all: [meals.when, { fact: 'age', under: 3 }] } }
		]);
		const late = await file('vecchia.json', { ...bonus, validTo: '2020-12-31' });
		const { code, out, err } = await run('import', list, late);
		expect({ code, out }).toEqual({ code: 1, out: '' });
		expect(err.split('\n')).toEqual([
			expect.stringMatching(/lista\.json, row 2, source: Invalid length/),
			`${list}, row 3, when: nobody can meet this`,
			`${late}, validTo: is over: the figures of a new year are a new rule`,
			'Nothing was imported: 3 errors in 4 rules.',
			''
		]);
		expect((await run('list')).out).toBe('0 rules, at version 0.\n');
	});

	it('says of each file and folder why it cannot be read', async () => {
		serveOnce();
		const broken = await file('rotta.json', '{"id": ');
		const nothing = join(folder, 'manca.json');
		await mkdir(join(folder, 'vuota'));
		const { code, err } = await run('import', broken, nothing, join(folder, 'vuota'));
		expect(code).toBe(1);
		expect(err).toContain(`${broken}: cannot be read: `);
		expect(err).toContain(`${nothing}: cannot be read: ENOENT`);
		expect(err).toContain(`${join(folder, 'vuota')}: there is no .json file in it`);
	});

	it('retires a rule, and says so when there is none', async () => {
		serveOnce();
		await run('import', await file('pasti.json', meals));
		expect((await run('retire', 'pasti')).out).toBe(
			'pasti is retired. The rules are at version 2.\n'
		);
		expect((await run('list')).out).toBe('0 rules, at version 2.\n');
		expect(await run('retire', 'pasti')).toEqual({
			code: 1,
			out: '',
			err: 'No rule in force has the id pasti.\n'
		});
	});

	it('says in one line why an export could not be written', async () => {
		serveOnce();
		const { code, out, err } = await run('export', join(await file('a-file', ''), 'regole.json'));
		expect({ code, out }).toEqual({ code: 1, out: '' });
		expect(err).toMatch(/^The export failed: ENOTDIR.*\n$/);
	});

	it.each([[[]], [['import']], [['list', 'x']], [['retire']], [['export', '--dry-run']]])(
		'explains itself when it does not understand %j, and ends with 2',
		async (args) => {
			const { code, err } = await run(...args);
			expect(code).toBe(2);
			expect(err).toContain('npm run rules -- import <file|folder>…');
		}
	);
});
