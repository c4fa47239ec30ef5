/**
 * The command `npm run person`: what the law gives a person over their record. It works while the server runs.
 */
import { parseArgs } from 'node:util';
import { createAccounts } from '../db/accounts.ts';
import { createAudit } from '../db/audit.ts';
import { erasedFile, openDataDir } from '../db/data-dir.ts';
import { createErasedFile } from '../db/erased-file.ts';
import { createPersonRecords, type FoundRecord } from '../db/person-records.ts';
import { createSqliteServerStore } from '../db/sync-store.ts';
import { domainModel } from '../src/lib/domain/model.ts';
import { parseReceiptCode } from '../src/lib/domain/requests/receipt-code.ts';
import type { Connection } from '../db/connection.ts';
import type { Terminal } from './terminal.ts';

const USAGE = `Usage:
  npm run person -- erase <id or receipt code> [--yes]

  The id is a person's, a request's or a help offer's. Shows whose it is; with --yes it erases it: the person, their
  requests, and everything written about them; or the offer. An account to sign in with is apart: npm run user.
  Tablets forget them at their next contact. There is no way back.
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

async function erase(named: string, isSure: boolean, dataDir: string, terminal: Terminal) {
	const { say, warn } = terminal;
	const { connection } = openDataDir(dataDir);
	try {
		const erased = createErasedFile(erasedFile(dataDir));
		const store = createSqliteServerStore(connection, domainModel, erased);
		const people = createPersonRecords(connection);
		const record = people.find(named);
		if (!record) {
			if (erased.read().names(named)) {
				say('This was erased before: nothing of it is left.');
				return 0;
			}
			warn(`There is no person, request or help offer with ${named}.`);
			return 1;
		}
		const isPerson = record.collection === 'people';
		const records = isPerson ? people.recordsOf(record) : [record];
		say(headings[record.collection] ?? 'This record:');
		for (const each of records) say(`  ${describe(each, connection)}`);
		if (isPerson) say(`  with ${plural(people.countRequests(records), 'request')}`);
		if (!isSure) {
			warn('Nothing was erased. To erase it for good, say so with --yes.');
			return 1;
		}
		const { rows, intents } = await store.erase(records);
		// Without its id: nothing is to lead back to what was erased.
		createAudit(connection).record({ kind: 'erasure', actor: null, detail: record.collection });
		say(`Erased: ${plural(rows, 'record')}, and what was sent in ${plural(intents, 'message')}.`);
		say('Copies of the database made before now still hold it. Restoring one erases it again.');
		return 0;
	} finally {
		connection.close();
	}
}

function readArguments(args: string[], warn: Terminal['warn']) {
	try {
		return parseArgs({ args, options: { yes: { type: 'boolean' } }, allowPositionals: true });
	} catch (error) {
		warn(`${(error as Error).message}\n`);
		return null;
	}
}

/** @returns the exit code: 1 when nothing was erased, 2 when the command was not understood */
export async function personCommand(
	args: string[],
	dataDir: string,
	terminal: Terminal
): Promise<number> {
	const read = readArguments(args, terminal.warn);
	const [command, named, ...rest] = read?.positionals ?? [];
	if (!read || command !== 'erase' || named === undefined || rest.length > 0) {
		terminal.warn(USAGE);
		return 2;
	}
	const parsed = parseNamed(named);
	if (parsed === null) {
		terminal.warn(`${named} is neither an id nor a receipt code: check it letter by letter.`);
		return 1;
	}
	return erase(parsed, read.values.yes ?? false, dataDir, terminal);
}
