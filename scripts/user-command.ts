/**
 * The command `npm run user`: the accounts of the people who sign in. It works while the server runs.
 */
import { parseArgs } from 'node:util';
import { createAccounts, type User } from '../db/accounts.ts';
import { createAudit } from '../db/audit.ts';
import { openExistingDataDir } from '../db/data-dir.ts';
import { createDevices } from '../db/devices.ts';
import { createSessions } from '../db/sessions.ts';
import { auditSubject, type AuditDetail } from '../src/lib/domain/devices/audit.ts';
import { MIN_CHARACTERS, MIN_WORDS } from '../src/lib/server/auth/passphrases.ts';
import { createUsers, type UserError, type Users } from '../src/lib/server/auth/users.ts';
import type { Terminal } from './terminal.ts';

export const USER_USAGE = `Usage:
  npm run user -- list
  npm run user -- add <username> --name <name> --role <role> [--access-point <id>]…
  npm run user -- passphrase <username>
  npm run user -- disable <username>
  npm run user -- enable <username>

  <role> is operator, volunteer, manager or administrator. An operator and a volunteer have one or more access points;
  the others have none.
  add and passphrase make a passphrase of six words and show it once. With --stdin they read one from standard input:
  at least ${MIN_CHARACTERS} characters, or ${MIN_WORDS} words.
  disable and passphrase sign the person out everywhere.
The data folder is DATA_DIR, ./data when it is not set.
`;

function describeError(error: UserError, accessPointIds: string[]): string {
	switch (error.kind) {
		case 'invalid':
			return `${error.field}: it must be ${error.accepted}.`;
		case 'username-taken':
			return 'username: somebody has it already.';
		case 'unknown-user':
			return `username: there is nobody called ${error.username}. See: npm run user -- list`;
		case 'unknown-access-point': {
			const known = accessPointIds.join(', ') || 'none yet';
			return `access-point: there is no ${error.accessPointId}. There are: ${known}.`;
		}
		case 'last-administrator':
			return 'username: nobody else administers. Add another administrator first.';
		case 'weak-passphrase':
			switch (error.problem) {
				case 'too-short':
					return `passphrase: it must have at least ${MIN_CHARACTERS} characters, or ${MIN_WORDS} words.`;
				case 'too-long':
					return 'passphrase: it must have at most 256 characters.';
				case 'too-simple':
					return 'passphrase: it has too few different characters.';
				case 'contains-username':
					return 'passphrase: it is little more than the username.';
			}
	}
}

function list(users: Users, say: Terminal['say']) {
	const rows = users.list().map(({ username, name, role, disabled, accessPointIds }) => {
		return [username, role, name, accessPointIds.join(', ') || '-', disabled ? 'disabled' : ''];
	});
	if (rows.length === 0) say('Nobody yet.');
	const widths = [0, 1, 2, 3, 4].map((i) => Math.max(0, ...rows.map((row) => row[i]!.length)));
	for (const row of rows)
		say(
			row
				.map((cell, i) => cell.padEnd(widths[i]!))
				.join('  ')
				.trimEnd()
		);
}

function readArguments(args: string[], warn: Terminal['warn']) {
	try {
		return parseArgs({
			args,
			options: {
				name: { type: 'string' },
				role: { type: 'string' },
				'access-point': { type: 'string', multiple: true },
				stdin: { type: 'boolean' }
			},
			allowPositionals: true
		});
	} catch (error) {
		warn(`${(error as Error).message}\n`);
		return null;
	}
}

type Arguments = NonNullable<ReturnType<typeof readArguments>>;

/** Options that a command does not know are a mistake, not a decoration. */
function isUnderstood({ values, positionals }: Arguments): boolean {
	const [command, username, ...rest] = positionals;
	if (rest.length > 0) return false;
	const given = Object.keys(values);
	switch (command) {
		case 'list':
			return username === undefined && given.length === 0;
		case 'add':
			return username !== undefined && 'name' in values && 'role' in values;
		case 'passphrase':
			return username !== undefined && given.every((option) => option === 'stdin');
		case 'disable':
		case 'enable':
			return username !== undefined && given.length === 0;
		default:
			return false;
	}
}

async function run(
	{ values, positionals }: Arguments,
	dataDir: string,
	{ say, warn, read }: Terminal
): Promise<number> {
	const [command = '', username = ''] = positionals;
	const connection = openExistingDataDir(dataDir);
	try {
		const accounts = createAccounts(connection);
		const users = createUsers(accounts, createSessions(connection), createDevices(connection));
		const audit = createAudit(connection);
		/** Nobody is signed in at a command line. */
		const note = ({ id }: User, detail: AuditDetail) => {
			const kind = detail === 'disabled' ? 'revocation' : 'change';
			audit.record({ kind, actor: null, subject: auditSubject('users', id), detail });
		};
		const refuse = (error: UserError) => {
			const ids = accounts.accessPoints().map(({ id }) => id);
			warn(describeError(error, ids));
			return 1;
		};
		const passphrase = values.stdin ? (await read()).trim() : undefined;
		const show = (made: string) =>
			values.stdin || say(`Passphrase, shown only now:\n\n  ${made}\n`);

		switch (command) {
			case 'add': {
				const { name = '', role = '', 'access-point': accessPointIds = [] } = values;
				const added = await users.add({ username, name, role, accessPointIds, passphrase });
				if (!added.ok) return refuse(added.error);
				note(added.value.user, 'added');
				say(`${added.value.user.username} can sign in.`);
				show(added.value.passphrase);
				return 0;
			}
			case 'passphrase': {
				const changed = await users.setPassphrase(username, passphrase);
				if (!changed.ok) return refuse(changed.error);
				note(changed.value.user, 'passphrase');
				say(`${changed.value.user.username} has a new passphrase and is signed out everywhere.`);
				show(changed.value.passphrase);
				return 0;
			}
			case 'disable': {
				const disabled = users.disable(username);
				if (!disabled.ok) return refuse(disabled.error);
				const { user, endedSessions } = disabled.value;
				note(user, 'disabled');
				say(`${user.username} cannot sign in any more. Sessions ended: ${endedSessions}.`);
				return 0;
			}
			case 'enable': {
				const enabled = users.enable(username);
				if (!enabled.ok) return refuse(enabled.error);
				note(enabled.value, 'enabled');
				say(`${enabled.value.username} can sign in again.`);
				return 0;
			}
			default:
				list(users, say);
				return 0;
		}
	} finally {
		connection.close();
	}
}

/** @returns the exit code: 1 when something was refused, 2 when the command was not understood */
export async function userCommand(
	args: string[],
	dataDir: string,
	terminal: Terminal
): Promise<number> {
	const read = readArguments(args, terminal.warn);
	if (!read || !isUnderstood(read)) {
		terminal.warn(USER_USAGE);
		return 2;
	}
	return run(read, dataDir, terminal);
}
