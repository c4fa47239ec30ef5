/**
 * The command `npm run city`: enters the city that a server serves, where no sample city is wanted. It works while the
 * server runs.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { createAccounts, type NewCity } from '../db/accounts.ts';
import { openExistingDataDir } from '../db/data-dir.ts';
import type { Terminal } from './terminal.ts';

export const CITY_USAGE = `Usage:
  npm run city -- import <file.json>

  Enters a city with its neighbourhoods and access points, once, into a server started with SAMPLE_CITY=off:
  {
    "id": "cremona", "name": "Cremona", "timezone": "Europe/Rome",
    "neighbourhoods": [{ "id": "centro", "name": "Centro" }],
    "accessPoints": [{ "id": "centro", "name": "Presidio Centro", "neighbourhoodId": "centro", "note": "" }]
  }
  Ids are kept in every record: short, lower case, and never to be changed. Then add people: npm run user -- add.
The data folder is DATA_DIR, ./data when it is not set.
`;

const ID = 'lower-case letters, digits and dashes, at most 64';
const idSchema = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, ID));
const nameSchema = v.pipe(
	v.string(),
	v.trim(),
	v.minLength(1, 'not empty'),
	v.maxLength(120, 'at most 120 characters')
);

function isTimezone(text: string): boolean {
	try {
		return Boolean(new Intl.DateTimeFormat('en', { timeZone: text }));
	} catch {
		return false;
	}
}

const citySchema = v.strictObject({
	id: idSchema,
	name: nameSchema,
	timezone: v.pipe(v.string(), v.check(isTimezone, 'a time zone such as Europe/Rome')),
	neighbourhoods: v.array(v.strictObject({ id: idSchema, name: nameSchema })),
	accessPoints: v.pipe(
		v.array(
			v.strictObject({
				id: idSchema,
				name: nameSchema,
				neighbourhoodId: idSchema,
				note: v.optional(v.pipe(v.string(), v.maxLength(500, 'at most 500 characters')), '')
			})
		),
		v.minLength(1, 'one access point or more')
	)
});

function repeated(ids: readonly string[]): string | undefined {
	return ids.find((id, index) => ids.indexOf(id) !== index);
}

/** What the schema cannot say: ids are of one thing, and name what is there. */
function complaints({ neighbourhoods, accessPoints }: NewCity): string[] {
	const known = new Set(neighbourhoods.map(({ id }) => id));
	const twice = repeated(neighbourhoods.map(({ id }) => id));
	const pointTwice = repeated(accessPoints.map(({ id }) => id));
	return [
		...(twice === undefined ? [] : [`neighbourhoods: ${twice} is there twice`]),
		...(pointTwice === undefined ? [] : [`accessPoints: ${pointTwice} is there twice`]),
		...accessPoints
			.filter(({ neighbourhoodId }) => !known.has(neighbourhoodId))
			.map(
				({ id, neighbourhoodId }) =>
					`accessPoints: ${id} is in ${neighbourhoodId}, which is not there`
			)
	];
}

type ReadCity = { ok: true; city: NewCity } | { ok: false; problems: string[] };

function readCity(file: string): ReadCity {
	let content: unknown;
	try {
		content = JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		return { ok: false, problems: [`it cannot be read: ${(error as Error).message}`] };
	}
	const parsed = v.safeParse(citySchema, content);
	if (!parsed.success) {
		const problems = parsed.issues.map(
			(issue) => `${v.getDotPath(issue) ?? 'the file'}: it must be ${issue.message}`
		);
		return { ok: false, problems };
	}
	const problems = complaints(parsed.output);
	return problems.length > 0 ? { ok: false, problems } : { ok: true, city: parsed.output };
}

function importCity(file: string, dataDir: string, { say, warn }: Terminal): number {
	const read = readCity(file);
	if (!read.ok) {
		for (const problem of read.problems) warn(`${file}: ${problem}.`);
		warn('Nothing was entered.');
		return 1;
	}
	const connection = openExistingDataDir(dataDir);
	try {
		const accounts = createAccounts(connection);
		const present = accounts.city();
		if (present) {
			warn(
				`This server serves ${present.name} already. Another city needs a data folder of its own.`
			);
			return 1;
		}
		accounts.addCity(read.city);
		const { name, neighbourhoods, accessPoints } = read.city;
		say(
			`${name} is entered: ${neighbourhoods.length} neighbourhoods, ${accessPoints.length} access points.`
		);
		return 0;
	} finally {
		connection.close();
	}
}

/** @returns the exit code: 1 when nothing was entered, 2 when the command was not understood */
export async function cityCommand(
	[command, file, ...rest]: string[],
	dataDir: string,
	terminal: Terminal
): Promise<number> {
	if (command !== 'import' || file === undefined || rest.length > 0) {
		terminal.warn(CITY_USAGE);
		return 2;
	}
	// As it was typed: npm runs its commands in the project's folder, not where the person is.
	return importCity(resolve(process.env.INIT_CWD ?? '.', file), dataDir, terminal);
}
