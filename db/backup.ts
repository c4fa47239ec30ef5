/**
 * A copy of the database, made while it is in use: one moment of it, whole and checked, in one file.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Connection } from './connection.ts';
import { erasedFileBeside } from './data-dir.ts';
import { Database } from './engine.ts';
import { createErasedFile } from './erased-file.ts';
import { putInPlace } from './files.ts';
import type { ErasedList } from '../sync/server/erased.ts';

/** All at once: another process may write meanwhile, and would make a copy in steps begin again each time. */
export const AT_ONCE = 0x7fffffff;

/** Nothing has been written to it for so long. */
const ABANDONED_MS = 60 * 60 * 1000;

export interface BackupOptions {
	/** How much is copied before other work gets its turn. */
	pagesPerStep: number;
	/** Whether a file that is there may be replaced. */
	overwrite: boolean;
}

export type BackupResult =
	| { ok: true; bytes: number }
	| {
			ok: false;
			error:
				| { kind: 'file-exists' }
				/** The database itself, or one of the files beside it, by whatever name. */
				| { kind: 'is-the-database' }
				| { kind: 'copy-damaged'; detail: string };
	  };

function isSameFile(a: string, b: string): boolean {
	const [one, other] = [a, b].map((file) => statSync(file, { throwIfNoEntry: false }));
	return one !== undefined && one.dev === other?.dev && one.ino === other.ino;
}

function isOfDatabase(file: string, database: string): boolean {
	return ['', '-wal', '-shm', '-journal'].some((end) => {
		const own = `${database}${end}`;
		return resolve(file) === resolve(own) || isSameFile(file, own);
	});
}

/** @returns what is wrong with a database, or nothing */
export function findDamage(sqlite: Database): string | undefined {
	const result = sqlite.prepare('pragma integrity_check(1)').pluck().get() as string;
	return result === 'ok' ? undefined : result;
}

/** The copy as one file that needs no other, and what is wrong with it. */
function finish(file: string): string | undefined {
	const copy = new Database(file);
	try {
		copy.pragma('journal_mode = DELETE');
		return findDamage(copy);
	} finally {
		copy.close();
	}
}

/** What a backup that was killed has left. Another may be under way. */
function dropAbandoned(file: string) {
	const folder = dirname(file);
	for (const name of readdirSync(folder)) {
		if (!name.startsWith(`${basename(file)}.`) || !name.endsWith('.part')) continue;
		const path = join(folder, name);
		const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Infinity };
		if (mtimeMs < Date.now() - ABANDONED_MS) rmSync(path, { force: true });
	}
}

/**
 * Writes a backup to `file`, which only its owner may read, and beside it the list of what was erased, so that a restore
 * onto another machine erases it again.
 * @throws when the disk is full or the folder cannot be written
 */
export async function backUp(
	{ sqlite }: Pick<Connection, 'sqlite'>,
	erased: ErasedList,
	file: string,
	{ pagesPerStep, overwrite }: BackupOptions
): Promise<BackupResult> {
	if (isOfDatabase(file, sqlite.name)) return { ok: false, error: { kind: 'is-the-database' } };
	if (!overwrite && existsSync(file)) return { ok: false, error: { kind: 'file-exists' } };
	dropAbandoned(file);
	// Two may be at it.
	const partial = `${file}.${randomUUID()}.part`;
	closeSync(openSync(partial, 'wx', 0o600));
	try {
		await sqlite.backup(partial, { progress: () => pagesPerStep });
		const damage = finish(partial);
		if (damage !== undefined) return { ok: false, error: { kind: 'copy-damaged', detail: damage } };
		const bytes = statSync(partial).size;
		putInPlace(partial, file);
		createErasedFile(erasedFileBeside(file)).add(erased.read().all());
		return { ok: true, bytes };
	} finally {
		rmSync(partial, { force: true });
	}
}
