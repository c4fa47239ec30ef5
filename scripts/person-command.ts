/**
 * The command `npm run person`: what the law gives a person over their record. It works while the server runs.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createAccounts } from '../db/accounts.ts';
import { createAudit } from '../db/audit.ts';
import { erasedFile, openExistingDataDir } from '../db/data-dir.ts';
import { createErasedFile } from '../db/erased-file.ts';
import { gatherPersonFile } from '../db/person-file.ts';
import { createPersonRecords, type FoundRecord, type PersonRecords } from '../db/person-records.ts';
import { createSqliteServerStore } from '../db/sync-store.ts';
import { auditSubject } from '../src/lib/domain/devices/audit.ts';
import { serverModel } from '../src/lib/domain/server-model.ts';
import { personFile } from '../src/lib/domain/privacy/person-file.ts';
import { parseReceiptCode } from '../src/lib/domain/requests/receipt-code.ts';
import type { Connection } from '../db/connection.ts';
import type { ServerStore } from '../sync/server/port.ts';
import { typedPath, type Terminal } from './terminal.ts';

export const PERSON_USAGE = `Usage:
  npm run person -- export <id or receipt code> <file>
  npm run person -- erase <id or receipt code> [--yes]

  The id is a person's, a request's or a help offer's. An account to sign in with is apart: npm run user.
  export writes all that is kept about them to <file>, as JSON with words beside the names of the fields. Only its owner
  may read the file, and a file that is there is not replaced. Read it before you hand it over: it may name others.
  erase shows whose it is; with --yes it erases it: the person, their requests, and everything written about them; or the
  offer. Tablets forget them at their next contact. There is no way back.
The data folder is DATA_DIR, ./data when it is not set.
`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An id or a code as it is stored, or null. */
function parseNamed(text: string): string | null {
	const id = text.trim().toLowerCase();
	return UUID.test(id) ? id : parseReceiptCode(text);
}

const nameFields: { readonly [collection: string]: string } = {
	requests: 'personName',
	offers: 'volunteerName'
};

const headings: { readonly [collection: string]: string } = {
	people: 'This person:',
	requests: 'This request of nobody known:',
	offers: 'The help offered by:'
};

/** `Anna B., registered on 2025-11-03 at Presidio Cambonino` */
function describe(record: FoundRecord, connection: Connection): string {
	const { fields } = record;
	const name = fields[nameFields[record.collection] ?? 'name'];
	const place = createAccounts(connection)
		.accessPoints()
		.find(({ id }) => id === fields.accessPointId);
	const day = new Date(Number(fields.registeredAt)).toISOString().slice(0, 10);
	const at = place ? ` at ${place.name}` : '';
	return `${String(name) || 'somebody without a name'}, registered on ${day}${at}`;
}

function plural(count: number, word: string): string {
	return `${count} ${count === 1 ? word : `${word}s`}`;
}

interface Found {
	connection: Connection;
	store: ServerStore;
	people: PersonRecords;
	/** The records of one person, the one that stands first; or a request or an offer that stands for itself. */
	records: FoundRecord[];
}

/** Does something with whomever an id or a code names, if there is anybody. */
async function withFound(
	named: string,
	dataDir: string,
	{ say, warn }: Terminal,
	{ code, whenErased }: { code: number; whenErased: string },
	act: (found: Found) => number | Promise<number>
): Promise<number> {
	const connection = openExistingDataDir(dataDir);
	try {
		const erased = createErasedFile(erasedFile(dataDir));
		const store = createSqliteServerStore(connection, serverModel, erased);
		const people = createPersonRecords(connection);
		const record = people.find(named);
		if (record) {
			const records = record.collection === 'people' ? people.recordsOf(record) : [record];
			return await act({ connection, store, people, records });
		}
		if (erased.read().names(named)) {
			say(whenErased);
			return code;
		}
		warn(`There is no person, request or help offer with ${named}.`);
		return 1;
	} finally {
		connection.close();
	}
}

function describeAll({ connection, people, records }: Found): string[] {
	const [first] = records as [FoundRecord];
	return [
		headings[first.collection] ?? 'This record:',
		...records.map((each) => `  ${describe(each, connection)}`),
		...(first.collection === 'people'
			? [`  with ${plural(people.countRequests(records), 'request')}`]
			: [])
	];
}

/** Whoever answers a person's request is told what the program cannot decide. */
function warnOfMentions(
	{ people, records }: Found,
	warn: Terminal['warn'],
	knownIds: readonly string[] = []
) {
	const count = people.countMentions(records, knownIds);
	if (count === 0) return;
	warn(
		`${plural(count, 'message')} in quarantine with the same name, number or code: look whether they are about them.`
	);
}

async function erase(named: string, isSure: boolean, dataDir: string, terminal: Terminal) {
	const { say, warn } = terminal;
	const before = { code: 0, whenErased: 'This was erased before: nothing of it is left.' };
	return withFound(named, dataDir, terminal, before, async (found) => {
		describeAll(found).forEach(say);
		if (!isSure) {
			warn('Nothing was erased. To erase it for good, say so with --yes.');
			return 1;
		}
		const { rows, intents } = await found.store.erase(found.records);
		// Without its id: nothing is to lead back to what was erased.
		const audit = createAudit(found.connection);
		audit.record({ kind: 'erasure', actor: null, detail: found.records[0]?.collection ?? null });
		say(`Erased: ${plural(rows, 'record')}, and what was sent in ${plural(intents, 'message')}.`);
		say('Copies of the database made before now still hold it. Restoring one erases it again.');
		warnOfMentions(found, warn);
		return 0;
	});
}

async function exportTo(named: string, typed: string, dataDir: string, terminal: Terminal) {
	const { say, warn } = terminal;
	const file = typedPath(typed);
	const before = { code: 1, whenErased: 'This was erased: nothing of it is left to export.' };
	return withFound(named, dataDir, terminal, before, (found) => {
		const { connection, records } = found;
		const accounts = createAccounts(connection);
		const nameOf = (userId: string) => accounts.userById(userId)?.name ?? null;
		const held = gatherPersonFile(connection, records, nameOf);
		const text = `${JSON.stringify(personFile(held, Date.now()), null, '\t')}\n`;
		try {
			// Made anew or not at all, and readable by its owner from the first byte.
			writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
		} catch (error) {
			if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
			warn(`${file} is there already. Choose another name.`);
			return 1;
		}
		const [first] = records as [FoundRecord];
		const subject = auditSubject(first.collection, first.key);
		createAudit(connection).record({ kind: 'export', actor: null, subject });
		describeAll(found).forEach(say);
		say(
			`Saved to ${file}: ${plural(held.records.length, 'record')}, ${plural(held.messages.length, 'message')}, ${plural(held.quarantined.length, 'message')} in quarantine, ${plural(held.log.length, 'line')} of the log.`
		);
		const knownIds = held.quarantined.map(({ id }) => id);
		warnOfMentions(found, warn, knownIds);
		return 0;
	});
}

function readArguments(args: string[], warn: Terminal['warn']) {
	try {
		return parseArgs({ args, options: { yes: { type: 'boolean' } }, allowPositionals: true });
	} catch (error) {
		warn(`${(error as Error).message}\n`);
		return null;
	}
}

/** @returns the exit code: 1 when nothing was erased or exported, 2 when the command was not understood */
export async function personCommand(
	args: string[],
	dataDir: string,
	terminal: Terminal
): Promise<number> {
	const read = readArguments(args, terminal.warn);
	const [command, named, file, ...rest] = read?.positionals ?? [];
	const isErase = command === 'erase' && file === undefined;
	const isExport = command === 'export' && file !== undefined && !read?.values.yes;
	if (!read || named === undefined || !(isErase || isExport) || rest.length > 0) {
		terminal.warn(PERSON_USAGE);
		return 2;
	}
	const parsed = parseNamed(named);
	if (parsed === null) {
		terminal.warn(`${named} is neither an id nor a receipt code: check it letter by letter.`);
		return 1;
	}
	return isExport
		? exportTo(parsed, file, dataDir, terminal)
		: erase(parsed, read.values.yes ?? false, dataDir, terminal);
}
