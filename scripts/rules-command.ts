/** The command `npm run rules`: the rules of orientation come in and go out. It works while the server runs. */
import {
	existsSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { createAccounts } from '../db/accounts.ts';
import { importRules, type GivenRule, type RuleProblem } from '../db/catalogue/import-rules.ts';
import { createRules } from '../db/catalogue/rules.ts';
import type { Connection } from '../db/connection.ts';
import { openExistingDataDir, openForDryRun } from '../db/data-dir.ts';
import { wallTimeOf } from '../src/lib/domain/follow-ups/city-time.ts';
import { statusOn } from '../src/lib/domain/orientation/orient.ts';
import { readArguments, typedPath, type Terminal } from './terminal.ts';

export const RULES_USAGE = `Usage:
  npm run rules -- import <file|folder>… [--dry-run]   JSON: a rule, or a list of rules; of a folder each .json file
  npm run rules -- list                                the rules in force, with their versions and days
  npm run rules -- export [<file>|-]                   all of them as one list; "-" or nothing: standard output
  npm run rules -- retire <id>                         takes a rule out; requests keep the version they were oriented by
All or nothing: when anything is wrong with any rule, none is imported. A rule whose days are over is refused, unless it is
here already as it stands. Rules that are in none of the files stay as they are.
The data folder is DATA_DIR, ./data when it is not set.
`;

const REASONS: Record<Exclude<RuleProblem['problem'], 'form'>, string> = {
	'nobody-fits': 'nobody can meet this',
	'changes-nothing': 'this changes nothing: whoever it lets in or keeps out is so by the rest',
	'too-many-combinations': 'this looks at too much to be checked; make two rules of it',
	'ends-before-it-begins': 'ends before it begins',
	expired: 'is over: the figures of a new year are a new rule',
	'checked-in-the-future': 'is a day that is still to come',
	twice: 'is the id of another rule of this import',
	'leaves-a-gap':
		'begins later, and the rule that holds until then would go; give it an id of its own, or import it on that day'
};

/** `regole.json, row 2, when.all.1: nobody can meet this` */
function describe({ file, row, path, ...what }: RuleProblem): string {
	const place = [file];
	if (row !== undefined) place.push(`row ${row}`);
	if (path !== '') place.push(path);
	const reason = what.problem === 'form' ? (what.detail ?? 'is wrong') : REASONS[what.problem];
	return `${place.join(', ')}: ${reason}`;
}

function filesOf(path: string): string[] {
	if (!statSync(path).isDirectory()) return [path];
	const names = readdirSync(path).filter((name) => name.endsWith('.json'));
	return names.sort().map((name) => join(path, name));
}

type Given = { ok: true; rules: GivenRule[] } | { ok: false; problems: string[] };

function readFiles(paths: readonly string[]): Given {
	const rules: GivenRule[] = [];
	const problems: string[] = [];
	const trying = (path: string, work: () => void) => {
		try {
			work();
		} catch (error) {
			problems.push(`${path}: cannot be read: ${(error as Error).message}`);
		}
	};
	for (const path of paths) {
		trying(path, () => {
			const files = filesOf(path);
			if (files.length === 0) problems.push(`${path}: there is no .json file in it`);
			for (const file of files) {
				trying(file, () => {
					const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
					if (Array.isArray(content))
						rules.push(
							...content.map((value: unknown, index) => ({ file, row: index + 1, value }))
						);
					else rules.push({ file, value: content });
				});
			}
		});
	}
	return problems.length > 0 ? { ok: false, problems } : { ok: true, rules };
}

/** In the city, or here where none is entered. */
function todayOf(connection: Connection): string {
	const timezone = createAccounts(connection).city()?.timezone;
	const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
	return wallTimeOf(Date.now(), timezone ?? here).date;
}

function plural(count: number, word: string): string {
	return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function runImport(
	paths: readonly string[],
	dataDir: string,
	dryRun: boolean,
	{ say, warn }: Terminal
): number {
	const given = readFiles(paths);
	if (!given.ok) {
		given.problems.forEach(warn);
		warn('Nothing was imported.');
		return 1;
	}
	const connection = dryRun
		? openForDryRun(dataDir, 'orientation_rule')
		: openExistingDataDir(dataDir);
	try {
		const result = importRules(connection, given.rules, {
			today: todayOf(connection),
			at: Date.now(),
			dryRun
		});
		const count = plural(given.rules.length, 'rule');
		if (!result.ok) {
			for (const problem of result.problems) warn(describe(problem));
			warn(`Nothing was imported: ${plural(result.problems.length, 'error')} in ${count}.`);
			return 1;
		}
		const { version, added, changed, unchanged } = result;
		say(`${count}: ${added} added, ${changed} changed, ${unchanged} unchanged.`);
		if (dryRun) say('Dry run: nothing was written.');
		else say(`The rules are at version ${version}.`);
		return 0;
	} finally {
		connection.close();
	}
}

const STATUSES = { valid: '', expired: ', expired', 'not-yet': ', not yet in force' };

function runList(connection: Connection, { say }: Terminal): number {
	const { version, rules } = createRules(connection).current();
	const today = todayOf(connection);
	for (const rule of rules) {
		const days = `${rule.validFrom} to ${rule.validTo}${STATUSES[statusOn(rule, today)]}`;
		say(`${rule.id} (version ${rule.version}, ${rule.level} ${rule.kind}): ${days}`);
	}
	say(`${plural(rules.length, 'rule')}, at version ${version}.`);
	return 0;
}

/** A file is written beside its place and then moved there, so that it is never half an export. */
function runExport(connection: Connection, file: string, { say, warn }: Terminal): number {
	const rules = createRules(connection).current().rules;
	// A rule that comes in again has no version yet.
	const list = rules.map((rule) => ({ ...rule, version: undefined }));
	const text = JSON.stringify(list, null, '\t');
	if (file === '-') {
		say(text);
		return 0;
	}
	const partial = `${file}.part`;
	try {
		writeFileSync(partial, `${text}\n`);
		renameSync(partial, file);
	} catch (error) {
		if (existsSync(partial)) rmSync(partial);
		warn(`The export failed: ${(error as Error).message}`);
		return 1;
	}
	say(`Exported to ${file}: ${plural(rules.length, 'rule')}.`);
	return 0;
}

function runRetire(connection: Connection, id: string, { say, warn }: Terminal): number {
	const rules = createRules(connection);
	if (!rules.retire(id, Date.now())) {
		warn(`No rule in force has the id ${id}.`);
		return 1;
	}
	say(`${id} is retired. The rules are at version ${rules.version()}.`);
	return 0;
}

function commandOn(positionals: string[]): ((on: Connection, terminal: Terminal) => number) | null {
	const [command, argument, ...rest] = positionals;
	if (rest.length > 0) return null;
	if (command === 'list' && argument === undefined) return runList;
	if (command === 'retire' && argument !== undefined) {
		return (connection, terminal) => runRetire(connection, argument, terminal);
	}
	if (command === 'export') {
		const file = argument === undefined || argument === '-' ? '-' : typedPath(argument);
		return (connection, terminal) => runExport(connection, file, terminal);
	}
	return null;
}

/** @returns the exit code: 1 when what was asked was refused or failed, 2 when the command was not understood */
export async function rulesCommand(
	args: string[],
	dataDir: string,
	terminal: Terminal
): Promise<number> {
	const read = readArguments(args, terminal.warn);
	const [command, ...paths] = read?.positionals ?? [];
	const dryRun = read?.dryRun ?? false;
	if (command === 'import' && paths.length > 0) {
		return runImport(paths.map(typedPath), dataDir, dryRun, terminal);
	}
	const run = read === null || dryRun ? null : commandOn(read.positionals);
	if (run === null) {
		terminal.warn(RULES_USAGE);
		return 2;
	}
	const connection = openExistingDataDir(dataDir);
	try {
		return run(connection, terminal);
	} finally {
		connection.close();
	}
}
