/**
 * A copy of the database, made while it is in use: one moment of it, whole and checked, in one file.
 */
import { closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs';
import type { Connection } from './connection.ts';
import { erasedFileBeside } from './data-dir.ts';
import { Database } from './engine.ts';
import { createErasedFile } from './erased-file.ts';
import { putInPlace } from './files.ts';
import type { ErasedList } from '../sync/server/erased.ts';

/** All at once: another process may write meanwhile, and would make a copy in steps begin again each time. */
export const AT_ONCE = 0x7fffffff;

export interface BackupOptions {
	/** How much is copied before other work gets its turn. */
	pagesPerStep: number;
	/** Whether a file that is there may be replaced. */
	overwrite: boolean;
}

export type BackupResult =
	| { ok: true; bytes: number }
	| { ok: false; error: { kind: 'file-exists' } | { kind: 'copy-damaged'; detail: string } };

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
	if (!overwrite && existsSync(file)) return { ok: false, error: { kind: 'file-exists' } };
	const partial = `${file}.part`;
	rmSync(partial, { force: true });
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
