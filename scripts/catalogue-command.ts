/** The command `npm run catalogue`: what the city offers comes in and goes out. It works while the server runs. */
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportPage } from '../db/catalogue/export.ts';
import { importServices, type ImportMessage, type ImportMessages } from '../db/catalogue/import.ts';
import { readServiceFile } from '../db/catalogue/service-file.ts';
import type { Connection } from '../db/connection.ts';
import { databaseFile, openExistingDataDir, openForDryRun } from '../db/data-dir.ts';
import { createCatalogueService } from '../src/lib/server/catalogue/catalogue-service.ts';
import { readArguments, typedPath, type Terminal } from './terminal.ts';

export const CATALOGUE_USAGE = `Usage:
  npm run catalogue -- import <file> [--dry-run]   HSDS 3.0 JSON: a service, a list, an API page, or a service a line
  npm run catalogue -- export [<file>|-]           all services as an HSDS API page; "-" or nothing: standard output
  npm run catalogue -- publish                     prepares for the devices what has changed
The data folder is DATA_DIR, ./data when it is not set.
`;

/** Imports shorter than this say nothing on the way. */
const QUIET_MS = 2000;

/** `file.json, row 12, line 13, organization.name: is missing` */
function describe(file: string, { row, line, path, reason }: ImportMessage): string {
	const place = [file];
	if (row !== undefined) place.push(`row ${row}`);
	if (line !== undefined) place.push(`line ${line}`);
	if (path !== '') place.push(path);
	return `${place.join(', ')}: ${reason}`;
}

function list(
	file: string,
	{ first, count }: ImportMessages,
	what: string,
	warn: Terminal['warn']
) {
	for (const message of first) warn(describe(file, message));
	if (count > first.length) warn(`… and ${count - first.length} more ${what}.`);
}

function createProgress(warn: Terminal['warn']) {
	const startedAt = performance.now();
	let shownAt = startedAt + QUIET_MS - 1000;
	return (read: number, step: 'reading' | 'writing') => {
		const now = performance.now();
		if (step === 'writing' ? now - startedAt < QUIET_MS : now - shownAt < 1000) return;
		shownAt = now;
		const count = read.toLocaleString('en');
		warn(step === 'writing' ? `${count} services read, writing…` : `${count} services read…`);
	};
}

async function runImport(
	file: string,
	dataDir: string,
	dryRun: boolean,
	{ say, warn }: Terminal
): Promise<number> {
	const connection = dryRun ? openForDryRun(dataDir, 'service') : openExistingDataDir(dataDir);
	try {
		const result = await importServices(connection, readServiceFile(file), {
			dryRun,
			onProgress: createProgress(warn)
		});
		if (!result.ok) {
			const { messages, read } = result.error;
			list(file, messages, 'errors', warn);
			warn(
				`Nothing was imported: ${plural(messages.count, 'error')} in ${plural(read, 'service')}.`
			);
			return 1;
		}
		const { read, added, changed, unchanged, warnings, unknownMembers } = result.summary;
		list(file, warnings, 'warnings', warn);
		if (unknownMembers.length > 0) {
			warn(`Kept, though HSDS 3.0 does not know them: ${unknownMembers.join(', ')}.`);
		}
		say(`${plural(read, 'service')}: ${added} added, ${changed} changed, ${unchanged} unchanged.`);
		if (!dryRun) {
			say(await publishChanges(connection, dataDir));
			return 0;
		}
		if (!existsSync(databaseFile(dataDir))) {
			warn(`There is no database in ${dataDir}: compared with an empty catalogue.`);
		}
		say('Dry run: nothing was written.');
		return 0;
	} finally {
		connection.close();
	}
}

/** A running server gives out what is published here from the next request on. */
async function publishChanges(connection: Connection, dataDir: string): Promise<string> {
	const { isNew, publication, upserts, removed } = await createCatalogueService(
		connection,
		dataDir
	).publish();
	const { version, entries, transferSize } = publication;
	if (!isNew) return `Devices have all of it: version ${version}, ${plural(entries, 'entry')}.`;
	const size = `${Math.ceil(transferSize / 1024)} kB`;
	return `Published as version ${version}: ${plural(entries, 'entry')}, ${upserts} new or changed, ${removed} removed, ${size}.`;
}

async function runPublish(dataDir: string, { say }: Terminal): Promise<number> {
	const connection = openExistingDataDir(dataDir);
	try {
		say(await publishChanges(connection, dataDir));
		return 0;
	} finally {
		connection.close();
	}
}

function plural(count: number, word: string): string {
	const words = word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
	return `${count.toLocaleString('en')} ${count === 1 ? word : words}`;
}

/** A file is written beside its place and then moved there, so that it is never half an export. */
async function runExport(file: string, dataDir: string, { say, warn }: Terminal): Promise<number> {
	const connection = openExistingDataDir(dataDir);
	const partial = `${file}.part`;
	try {
		connection.sqlite.exec('begin');
		const pages = Readable.from(exportPage(connection));
		if (file === '-') await pipeline(pages, process.stdout, { end: false });
		else {
			await pipeline(pages, createWriteStream(partial));
			await rename(partial, file);
			say(`Exported to ${file}.`);
		}
		return 0;
	} catch (error) {
		// It is not there either when its folder cannot be written.
		if (file !== '-') await rm(partial, { force: true }).catch(() => undefined);
		// Whoever reads standard output may have seen enough.
		if (file === '-' && (error as NodeJS.ErrnoException).code === 'EPIPE') return 0;
		warn(`The export failed: ${(error as Error).message}`);
		return 1;
	} finally {
		if (connection.sqlite.inTransaction) connection.sqlite.exec('rollback');
		connection.close();
	}
}

/** @returns the exit code: 1 when the import was refused or the export failed, 2 when the command was not understood */
export async function catalogueCommand(
	args: string[],
	dataDir: string,
	terminal: Terminal
): Promise<number> {
	const read = readArguments(args, terminal.warn);
	const [command, file, ...rest] = read?.positionals ?? [];
	const dryRun = read?.dryRun ?? false;
	if (rest.length === 0) {
		if (command === 'import' && file !== undefined) {
			return runImport(typedPath(file), dataDir, dryRun, terminal);
		}
		if (command === 'publish' && file === undefined && !dryRun) {
			return runPublish(dataDir, terminal);
		}
		if (command === 'export' && !dryRun) {
			const target = file === undefined || file === '-' ? '-' : typedPath(file);
			return runExport(target, dataDir, terminal);
		}
	}
	terminal.warn(CATALOGUE_USAGE);
	return 2;
}
