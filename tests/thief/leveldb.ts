/**
 * What lies in the files of a LevelDB, where Chromium keeps IndexedDB, local and session storage:
 * https://github.com/google/leveldb/tree/main/doc (log_format.md, table_format.md).
 *
 * Every byte that can be reached is given out, whatever it means: deleted entries and older versions too.
 */
import { unsnappy } from './snappy.ts';

const LOG_BLOCK = 32 * 1024;
const LOG_HEADER = 7;
const FIRST = 2;
const LAST = 4;

/** Records of a `.log` or a MANIFEST, put together again where they were cut at the end of a block. */
export function logRecords(file: Buffer): Buffer[] {
	const records: Buffer[] = [];
	let parts: Buffer[] = [];
	for (let block = 0; block < file.length; block += LOG_BLOCK) {
		const end = Math.min(block + LOG_BLOCK, file.length);
		let at = block;
		while (at + LOG_HEADER <= end) {
			const length = file.readUInt16LE(at + 4);
			const type = file[at + 6]!;
			// Zeros fill a file that was made longer than it is written.
			if (type === 0 && length === 0) break;
			const part = file.subarray(at + LOG_HEADER, Math.min(at + LOG_HEADER + length, end));
			at += LOG_HEADER + length;
			if (type <= FIRST) parts = [];
			parts.push(part);
			if (type === 1 || type === LAST) {
				records.push(Buffer.concat(parts));
				parts = [];
			}
		}
	}
	// The power went in the middle of a record: what is there of it can be read.
	if (parts.length > 0) records.push(Buffer.concat(parts));
	return records;
}

const FOOTER = 48;
const TABLE_MAGIC = Buffer.from('57fb808b247547db', 'hex');
const BLOCK_TRAILER = 5;

export function isTable(file: Buffer): boolean {
	return file.length >= FOOTER && file.subarray(-TABLE_MAGIC.length).equals(TABLE_MAGIC);
}

interface Cursor {
	bytes: Buffer;
	at: number;
}

function varint(cursor: Cursor): number {
	let value = 0;
	for (let shift = 0; shift < 64; shift += 7) {
		const byte = cursor.bytes[cursor.at++];
		if (byte === undefined) throw new Error('The table ends inside of a number');
		value += (byte & 0x7f) * 2 ** shift;
		if (byte < 0x80) return value;
	}
	throw new Error('A number of the table is too long');
}

function blockAt(file: Buffer, cursor: Cursor): Buffer {
	const offset = varint(cursor);
	const size = varint(cursor);
	if (offset + size + BLOCK_TRAILER > file.length) throw new Error('A block outside of its table');
	const stored = file.subarray(offset, offset + size);
	const compression = file[offset + size];
	if (compression === 0) return stored;
	const plain = compression === 1 ? unsnappy(stored) : null;
	if (!plain) throw new Error(`A block of the table that cannot be decompressed (${compression})`);
	return Buffer.from(plain.buffer);
}

/** Entries of a block; of a key only what differs from the one before is written, so it is put together again. */
function entriesOf(block: Buffer): { key: Buffer; value: Buffer }[] {
	if (block.length < 4) throw new Error('A block of the table without an end');
	const restarts = block.readUInt32LE(block.length - 4);
	const end = block.length - 4 - 4 * restarts;
	const cursor = { bytes: block, at: 0 };
	const entries: { key: Buffer; value: Buffer }[] = [];
	let key = Buffer.alloc(0);
	while (cursor.at < end) {
		const shared = varint(cursor);
		const unshared = varint(cursor);
		const length = varint(cursor);
		const keyEnd = cursor.at + unshared;
		key = Buffer.concat([key.subarray(0, shared), block.subarray(cursor.at, keyEnd)]);
		entries.push({ key, value: block.subarray(keyEnd, keyEnd + length) });
		cursor.at = keyEnd + length;
	}
	return entries;
}

/**
 * Keys and values of a `.ldb`, and each block whole.
 * @throws when it is damaged, or compressed in a way that is not known here
 */
export function tableParts(file: Buffer): Buffer[] {
	const cursor = { bytes: file, at: file.length - FOOTER };
	const meta = blockAt(file, cursor);
	const index = blockAt(file, cursor);
	const parts = [meta, index];
	for (const { key, value } of entriesOf(index)) {
		const block = blockAt(file, { bytes: value, at: 0 });
		parts.push(key, block, ...entriesOf(block).map((entry) => entry.key));
	}
	return parts;
}
