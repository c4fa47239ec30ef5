/**
 * Reads services from a file, a part at a time. What is wrong with the file as a whole (missing, a folder, not UTF-8, cut
 * short) is an item with a `problem` and no row; a service that is not JSON is one with its row.
 */
import { open, type FileHandle } from 'node:fs/promises';
import type { SourceItem } from './import.ts';
import { createJsonSplitter, type SplitResult } from './json-splitter.ts';

const PART_BYTES = 256 * 1024;

/** Says of a failed opening or reading what a person can do about it. */
function readProblem(error: NodeJS.ErrnoException): string {
	if (error.code === 'ENOENT') return 'there is no such file';
	if (error.code === 'EISDIR') return 'is a folder: name a file';
	if (error.code === 'EACCES' || error.code === 'EPERM') return 'may not be read by this user';
	return `cannot be read: ${error.message}`;
}

/** Where in a part, or just before it, the first wrong character begins. By halving: only ever run once, on a wrong file. */
function firstWrongByte(part: Uint8Array, carried: Uint8Array): number {
	const decodes = (length: number) => {
		const decoder = new TextDecoder('utf-8', { fatal: true });
		try {
			decoder.decode(carried, { stream: true });
			decoder.decode(part.subarray(0, length), { stream: true });
			return true;
		} catch {
			return false;
		}
	};
	let [good, bad] = [0, part.length];
	while (bad - good > 1) {
		const middle = (good + bad) >> 1;
		if (decodes(middle)) good = middle;
		else bad = middle;
	}
	// The character that went wrong may have begun before the byte that gave it away.
	return good - incompleteTail(Buffer.concat([carried, part.subarray(0, good)])).length;
}

/** Text of a file, or a problem, part by part. A byte order mark is dropped. */
async function* readText(file: FileHandle): AsyncGenerator<{ text: string } | { problem: string }> {
	// `ignoreBOM: false` is what removes the mark.
	const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
	let before = 0;
	let tail: Uint8Array = new Uint8Array();
	for (;;) {
		const { bytesRead, buffer } = await file.read(new Uint8Array(PART_BYTES), 0, PART_BYTES, null);
		const part = buffer.subarray(0, bytesRead);
		if (
			before === 0 &&
			((part[0] === 0xff && part[1] === 0xfe) || (part[0] === 0xfe && part[1] === 0xff))
		) {
			return yield { problem: 'is UTF-16: save it as UTF-8' };
		}
		try {
			yield { text: decoder.decode(part, { stream: bytesRead > 0 }) };
		} catch {
			const at = bytesRead === 0 ? before - tail.length : before + firstWrongByte(part, tail);
			return yield {
				problem: `is not UTF-8: byte ${at + 1} belongs to no character. Save it as UTF-8`
			};
		}
		if (bytesRead === 0) return;
		before += bytesRead;
		tail = incompleteTail(part);
	}
}

/** The bytes at the end of a part that begin a character which the next part ends. */
function incompleteTail(part: Uint8Array): Uint8Array {
	for (let back = 1; back <= Math.min(3, part.length); back += 1) {
		const byte = part[part.length - back] ?? 0;
		if (byte >= 0xc0) {
			const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
			return length > back ? part.slice(part.length - back) : new Uint8Array();
		}
		if (byte < 0x80) break;
	}
	return new Uint8Array();
}

function* toItems({ pieces, problem }: SplitResult): Generator<SourceItem> {
	for (const { row, line, isLine, text } of pieces) {
		const place = isLine ? { row, line } : { row };
		try {
			yield { ...place, value: JSON.parse(text) as unknown };
		} catch (error) {
			yield { ...place, problem: `is not JSON: ${(error as Error).message}` };
		}
	}
	if (problem !== undefined) yield { problem };
}

/** @param path a file of one service, a list, an API page or lines; `.ndjson` and `.jsonl` are always lines */
export async function* readServiceFile(path: string): AsyncGenerator<SourceItem> {
	let file: FileHandle;
	try {
		file = await open(path, 'r');
	} catch (error) {
		return yield { problem: readProblem(error as NodeJS.ErrnoException) };
	}
	try {
		const splitter = createJsonSplitter(/\.(ndjson|jsonl)$/i.test(path));
		for await (const part of readText(file)) {
			if ('problem' in part) return yield part;
			const result = splitter.push(part.text);
			yield* toItems(result);
			if (result.problem !== undefined) return;
		}
		yield* toItems(splitter.end());
	} catch (error) {
		yield { problem: readProblem(error as NodeJS.ErrnoException) };
	} finally {
		await file.close();
	}
}

/** Services made in code, as the sample city's, for the same way in. */
export function* asSource(services: Iterable<unknown>): Generator<SourceItem> {
	let row = 0;
	for (const value of services) yield { row: (row += 1), value };
}
