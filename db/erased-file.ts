/**
 * The list of erased ids as a file beside the database: one `collection/key` a line, only ever added to. It is no part
 * of the database and of no backup of it, so that restoring an old one brings nobody back.
 *
 * Invariants
 * - A line is on the disk before the row it names is gone.
 * - Several processes may add to it, each within a write transaction of the database, so one at a time; each reads what
 *   the others have added.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolderOf } from './files.ts';
import { refId, type RowRef } from '../sync/protocol/json.ts';
import { createErasedIds, type ErasedList } from '../sync/server/erased.ts';

function sizeOf(file: string): number {
	return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function readFrom(file: string, offset: number, size: number): string {
	const bytes = Buffer.alloc(size - offset);
	const handle = openSync(file, 'r');
	try {
		const read = readSync(handle, bytes, 0, bytes.length, offset);
		return bytes.toString('utf8', 0, read);
	} finally {
		closeSync(handle);
	}
}

function refOf(line: string): RowRef | undefined {
	const slash = line.indexOf('/');
	return slash > 0 ? { collection: line.slice(0, slash), key: line.slice(slash + 1) } : undefined;
}

export function createErasedFile(file: string): ErasedList {
	let ids = createErasedIds();
	/** Up to here the file has been read. */
	let offset = 0;

	function read() {
		const size = sizeOf(file);
		if (size < offset) {
			ids = createErasedIds();
			offset = 0;
		}
		if (size === offset) return ids;
		const text = readFrom(file, offset, size);
		// A last line without its end was cut off by a crash, before anything depended on it.
		const whole = text.slice(0, text.lastIndexOf('\n') + 1);
		for (const line of whole.split('\n')) {
			const ref = refOf(line);
			if (ref) ids.add(ref);
		}
		offset += Buffer.byteLength(whole);
		return ids;
	}

	return {
		read,
		add(refs) {
			const known = read();
			const added = refs.filter((ref) => !known.has(ref));
			if (added.length === 0) return;
			const isNew = sizeOf(file) === 0;
			mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
			const handle = openSync(file, 'a', 0o600);
			try {
				// Ends a line that a crash has cut off.
				const start = sizeOf(file) > offset ? '\n' : '';
				writeSync(handle, start + added.map((ref) => `${refId(ref)}\n`).join(''));
				fsyncSync(handle);
			} finally {
				closeSync(handle);
			}
			if (isNew) syncFolderOf(file);
			read();
		}
	};
}
