import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccounts } from '../db/accounts.ts';
import { openDataDir } from '../db/data-dir.ts';
import { aCity } from '../tests/builders/city.ts';
import { cityCommand } from './city-command.ts';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'sportello-city-'));
	openDataDir(dataDir()).connection.close();
});

afterEach(() => rmSync(folder, { recursive: true }));

const dataDir = () => join(folder, 'data');

async function importCity(content: unknown) {
	const file = join(folder, 'city.json');
	writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
	const read = { out: '', err: '' };
	const code = await cityCommand(['import', file], dataDir(), {
		say: (line) => (read.out += `${line}\n`),
		warn: (line) => (read.err += `${line}\n`),
		read: async () => ''
	});
	return { code, ...read };
}

function entered() {
	const { connection } = openDataDir(dataDir());
	const accounts = createAccounts(connection);
	const found = { city: accounts.city(), accessPoints: accounts.accessPoints() };
	connection.close();
	return found;
}

describe('npm run city -- import', () => {
	it('enters a city with its neighbourhoods and access points, in their order', async () => {
		expect(await importCity(aCity())).toEqual({
			code: 0,
			out: 'Cremona is entered: 2 neighbourhoods, 2 access points.\n',
			err: ''
		});
		expect(entered()).toMatchObject({
			city: { id: 'cremona', neighbourhoods: [{ id: 'centro' }, { id: 'cambonino' }] },
			accessPoints: [{ id: 'cambonino' }, { id: 'centro' }]
		});
	});

	it('leaves the city that is there alone', async () => {
		await importCity(aCity());
		const again = await importCity(aCity({ id: 'mantova', name: 'Mantova' }));
		expect(again).toMatchObject({ code: 1, err: expect.stringContaining('Cremona already') });
		expect(entered().city?.name).toBe('Cremona');
	});

	const point = { id: 'a', name: 'A', neighbourhoodId: 'centro', note: '' };
	it.each([
		['what is no JSON', 'city:', 'cannot be read'],
		['a time zone that is none', aCity({ timezone: 'Roma' }), 'timezone: it must be a time zone'],
		[
			'an id that could not stand in a record',
			aCity({ id: 'Crema!' }),
			'id: it must be lower-case'
		],
		['a city without access points', aCity({ accessPoints: [] }), 'one access point or more'],
		[
			'an access point in a neighbourhood that is not there',
			aCity({ accessPoints: [{ ...point, neighbourhoodId: 'po' }] }),
			'a is in po, which is not there'
		],
		['two access points with one id', aCity({ accessPoints: [point, point] }), 'a is there twice'],
		['a member nobody knows', { ...aCity(), mayor: 'x' }, 'mayor']
	])('refuses %s', async (_what, content, message) => {
		const refused = await importCity(content);
		expect(refused).toMatchObject({ code: 1, err: expect.stringContaining(message) });
		expect(refused.err).toContain('Nothing was entered.');
		expect(entered().city).toBeUndefined();
	});
});
