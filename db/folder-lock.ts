/**
 * Who is using a data folder: everybody who opens it, together, or one who replaces it, alone. The lock is SQLite's own
 * on a file beside the database, so the system lets go of it when a process ends, however it ends.
 */
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from './engine.ts';

export interface FolderLock {
	release(): void;
}

/** @returns null when somebody else's use does not allow it */
export function lockFolder(dataDir: string, use: 'together' | 'alone'): FolderLock | null {
	const file = join(dataDir, 'in-use.lock');
	closeSync(openSync(file, 'a', 0o600));
	const lock = new Database(file, { timeout: 0 });
	try {
		if (use === 'alone') lock.exec('begin exclusive');
		else {
			lock.exec('begin');
			// The lock is taken by the first reading, and held until the transaction ends.
			lock.prepare('select count(*) from sqlite_master').get();
		}
	} catch (error) {
		lock.close();
		if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return null;
		throw error;
	}
	return { release: () => void lock.close() };
}
