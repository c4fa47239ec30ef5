/** What SQLite and Node call a disk with no room, or a user with none left of what they may have. */
const FULL = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT']);

/** Whether it could not be written for want of room: it passes by itself, and reading goes on meanwhile. */
export function isDiskFull(error: unknown): boolean {
	return FULL.has(String((error as { code?: unknown } | null)?.code));
}
