/** Moving files so that a power cut leaves the old or the new, never half of one. */
import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

function sync(path: string) {
	const handle = openSync(path, 'r');
	try {
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}

/** What a folder lists is on the disk only when the folder is. */
export function syncFolderOf(file: string) {
	sync(dirname(file));
}

/** Puts a finished file in its place, over what is there. */
export function putInPlace(finished: string, file: string) {
	sync(finished);
	renameSync(finished, file);
	syncFolderOf(file);
}
