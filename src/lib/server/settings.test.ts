import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeProblems, parseSettings, settingsSchema } from './settings.ts';

function accepted(env: Record<string, string>) {
	const result = parseSettings(env);
	if (!result.ok) throw new Error(describeProblems(result.problems));
	return result.settings;
}

function refused(env: Record<string, string>) {
	const result = parseSettings(env);
	return result.ok ? [] : result.problems;
}

describe('settings', () => {
	it('starts a city on a machine where nothing is set', () => {
		expect(accepted({})).toEqual({
			port: 3000,
			host: '127.0.0.1',
			origin: 'http://localhost:3000',
			dataDir: './data',
			keysDir: 'data/keys',
			grantMs: 7 * 24 * 60 * 60 * 1000,
			idleLockMinutes: 5,
			sampleCity: true,
			samplePassphrase: undefined,
			retention: true,
			logLevel: 'info',
			maxBodyBytes: 2097152,
			addressHeader: undefined,
			headersTimeoutMs: 10_000,
			requestTimeoutMs: 120_000,
			shutdownTimeoutMs: 10_000
		});
	});

	it('erases nothing by itself when it is told not to', () => {
		expect(accepted({ RETENTION: 'off' }).retention).toBe(false);
		expect(refused({ RETENTION: 'no' })).toMatchObject([{ variable: 'RETENTION' }]);
	});

	it('lets the address follow the port', () => {
		expect(accepted({ PORT: '4100' }).origin).toBe('http://localhost:4100');
	});

	it('keeps the keys in the data folder, unless they have a folder of their own', () => {
		expect(accepted({ DATA_DIR: '/srv/sportello' }).keysDir).toBe('/srv/sportello/keys');
		expect(accepted({ KEYS_DIR: '/etc/sportello' }).keysDir).toBe('/etc/sportello');
	});

	it('treats an empty variable as one that is not set', () => {
		expect(accepted({ PORT: '', SAMPLE_CITY: ' ' })).toMatchObject({
			port: 3000,
			sampleCity: true
		});
	});

	it.each([
		['https://sportello.example.org', 'https://sportello.example.org'],
		['https://sportello.example.org/', 'https://sportello.example.org'],
		['https://Sportello.example.org:8443', 'https://sportello.example.org:8443'],
		['http://localhost:3000', 'http://localhost:3000'],
		['http://127.0.0.1:3000', 'http://127.0.0.1:3000']
	])('accepts the address %s', (text, origin) => {
		expect(accepted({ ORIGIN: text }).origin).toBe(origin);
	});

	it.each([
		'http://sportello.example.org',
		'http://localhost.example.org',
		'https://sportello.example.org/desk',
		'https://admin@sportello.example.org',
		'ftp://localhost',
		'sportello.example.org',
		'localhost:3000'
	])('stops at the address %s, where a tablet could not work offline', (text) => {
		const [problem] = refused({ ORIGIN: text });
		expect(problem?.variable).toBe('ORIGIN');
		expect(problem?.message).toContain('https://');
	});

	it('names every wrong variable, what it holds and what is accepted', () => {
		const problems = refused({ PORT: '70000', SAMPLE_CITY: 'yes', HOST: 'localhost' });
		expect(problems.map((problem) => problem.message)).toEqual([
			'PORT is "70000". It must be a whole number from 1 to 65535.',
			'HOST is "localhost". It must be an IP address, such as 127.0.0.1 or 0.0.0.0.',
			'SAMPLE_CITY is "yes". It must be on or off.'
		]);
	});

	it('does not repeat a passphrase that is too short', () => {
		const [problem] = refused({ SAMPLE_PASSPHRASE: 'segreta' });
		expect(problem?.message).toBe(
			'SAMPLE_PASSPHRASE has 7 characters. It must be at least 12 characters.'
		);
	});

	it('has every setting in the table of docs/settings.md, and none that is not', () => {
		const table = readFileSync('docs/settings.md', 'utf8');
		const documented = [...table.matchAll(/^\| `([A-Z_]+)`\s*\|/gm)].map((row) => row[1]);
		expect(documented.sort()).toEqual(Object.keys(settingsSchema.entries).sort());
	});
});
