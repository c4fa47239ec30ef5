/**
 * The commands `npm run backup` and `npm run restore`. A backup is made while the server runs; a restore wants it
 * stopped.
 */
import { dirname } from 'node:path';
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { AT_ONCE, backUp } from '../db/backup.ts';
import { erasedFile, openExistingDataDir } from '../db/data-dir.ts';
import { createErasedFile } from '../db/erased-file.ts';
import { restoreDataDir, type Restored, type RestoreError } from '../db/restore.ts';
import { typedPath, type Terminal } from './terminal.ts';

export const BACKUP_USAGE = `Usage:
  npm run backup -- <file> [--force]

  Writes the whole database to <file>, while the server runs. It holds people's records: keep it as you keep those.
  --force replaces a file that is there.
The data folder is DATA_DIR, ./data when it is not set.
`;

export const RESTORE_USAGE = `Usage:
  npm run restore -- <file>

  Puts a backup in the place of the database, which is kept aside. Stop the server first.
  Tablets then send again what they had sent since; whoever was erased stays erased; everybody signs in again.
The data folder is DATA_DIR, ./data when it is not set.
`;

function readArguments(args: string[], options: { force?: { type: 'boolean' } }) {
	try {
		const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
		const [file, ...rest] = positionals;
		return file !== undefined && rest.length === 0 ? { file, force: 'force' in values } : null;
	} catch {
		return null;
	}
}

/** @returns the exit code: 1 when nothing was written, 2 when the command was not understood */
export async function backupCommand(
	args: string[],
	dataDir: string,
	{ say, warn }: Terminal
): Promise<number> {
	const read = readArguments(args, { force: { type: 'boolean' } });
	if (!read) {
		warn(BACKUP_USAGE);
		return 2;
	}
	const file = typedPath(read.file);
	const connection = openExistingDataDir(dataDir);
	try {
		mkdirSync(dirname(file), { recursive: true });
		const erased = createErasedFile(erasedFile(dataDir));
		const options = { pagesPerStep: AT_ONCE, overwrite: read.force };
		const result = await backUp(connection, erased, file, options);
		if (result.ok) {
			say(`Saved to ${file}: ${Math.ceil(result.bytes / 1024).toLocaleString('en')} kB, checked.`);
			return 0;
		}
		switch (result.error.kind) {
			case 'file-exists':
				warn(`${file} is there already. Choose another name, or replace it with --force.`);
				return 1;
			case 'is-the-database':
				warn(
					`${file} is the database itself: a backup in its place would end it. Choose another name.`
				);
				return 1;
			case 'copy-damaged':
				warn(`Nothing was saved: the copy is damaged (${result.error.detail}). Check the disk.`);
				return 1;
		}
	} finally {
		connection.close();
	}
}

function describeError(error: RestoreError, file: string, dataDir: string): string {
	switch (error.kind) {
		case 'in-use':
			return `A server or a command is using ${dataDir}. Stop it, then try again.`;
		case 'no-such-file':
			return `There is no file ${file}.`;
		case 'not-a-database':
			return `${file} is no database. A backup is a file that npm run backup has written.`;
		case 'not-sportello':
			return `${file} is a database, but not one of Sportello.`;
		case 'damaged':
			return `${file} is damaged (${error.detail}). Take another backup.`;
		case 'newer':
			return `${file} was written by a newer version of Sportello (${error.has} migrations, this version knows ${error.knows}). Install that version first.`;
	}
}

function describeRestored({ aside, migrationsApplied, erasedRows, latestAt }: Restored): string[] {
	const moment = (at: number) => new Date(at).toLocaleString('en-GB', { timeZoneName: 'short' });
	return [
		latestAt === null
			? 'Restored. The backup holds nothing that a desk has sent.'
			: `Restored, with all that was received until ${moment(latestAt)}.`,
		...(aside === null ? [] : [`What was there is kept in ${aside}.`]),
		...(migrationsApplied > 0
			? ['The backup was of an older version: it was brought up to date.']
			: []),
		...(erasedRows > 0 ? [`Records erased since, and erased again: ${erasedRows}.`] : []),
		'Start the server: tablets send again what they had sent since.',
		'Everybody signs in again. Accounts and passphrases are those of the backup: see npm run user -- list.'
	];
}

/** @returns the exit code: 1 when nothing was restored, 2 when the command was not understood */
export async function restoreCommand(
	args: string[],
	dataDir: string,
	{ say, warn }: Terminal
): Promise<number> {
	const read = readArguments(args, {});
	if (!read) {
		warn(RESTORE_USAGE);
		return 2;
	}
	const file = typedPath(read.file);
	const result = await restoreDataDir(dataDir, file);
	if (!result.ok) {
		warn(`Nothing was changed. ${describeError(result.error, file, dataDir)}`);
		return 1;
	}
	for (const line of describeRestored(result.value)) say(line);
	return 0;
}
