/** What lies compressed inside of other bytes: streams of gzip, zlib and brotli, and values of IndexedDB. */
import { brotliDecompressSync, constants, inflateRawSync, inflateSync } from 'node:zlib';
import { unsnappy } from './snappy.ts';

const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);
/** CMF and FLG of RFC 1950 as zlib writes them at its four levels. */
const ZLIB = [0x01, 0x5e, 0x9c, 0xda].map((flags) => Buffer.from([0x78, flags]));
/** V8's mark of a value that is wrapped, and of one that is wrapped in Snappy (Blink, idb_value_wrapping.cc). */
const V8_SNAPPY = Buffer.from([0xff, 0x11, 0x02]);

const MAX_LENGTH = 256 * 1024 * 1024;
/** So that a stream that was cut off, or that something else follows, is still read as far as it goes. */
const ZLIB_OPTIONS = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_LENGTH };
const BROTLI_OPTIONS = {
	finishFlush: constants.BROTLI_OPERATION_FLUSH,
	maxOutputLength: MAX_LENGTH
};

type Decompress = (bytes: Buffer) => Uint8Array | null;

/** Null when the bytes are no such stream, which most of those are that only begin as one. */
function attempt(decompress: Decompress, bytes: Buffer): Buffer | null {
	try {
		const plain = decompress(bytes);
		return plain && plain.length > 0 ? Buffer.from(plain) : null;
	} catch {
		return null;
	}
}

function* placesOf(bytes: Buffer, mark: Buffer) {
	for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + 1)) yield at;
}

/** Flags of RFC 1952, 2.3.1. */
const GZIP_FLAGS = { headerCrc: 2, extra: 4, name: 8, comment: 16 };

/** Node's own `gunzip` throws everything away when something follows that is no gzip. */
function gunzip(bytes: Buffer): Buffer {
	const flags = bytes[3] ?? 0;
	let at = 10;
	if (flags & GZIP_FLAGS.extra) at += 2 + bytes.readUInt16LE(at);
	for (const text of [GZIP_FLAGS.name, GZIP_FLAGS.comment]) {
		if (flags & text) at = bytes.indexOf(0, at) + 1;
	}
	if (flags & GZIP_FLAGS.headerCrc) at += 2;
	return inflateRawSync(bytes.subarray(at), ZLIB_OPTIONS);
}

/** Every stream that announces itself by its first bytes, wherever it begins. */
export function streamsIn(bytes: Buffer): Buffer[] {
	const found: (Buffer | null)[] = [];
	const inflate: Decompress = (part) => inflateSync(part, ZLIB_OPTIONS);
	for (const at of placesOf(bytes, GZIP)) found.push(attempt(gunzip, bytes.subarray(at)));
	for (const mark of ZLIB) {
		for (const at of placesOf(bytes, mark)) found.push(attempt(inflate, bytes.subarray(at)));
	}
	for (const at of placesOf(bytes, V8_SNAPPY)) {
		found.push(attempt(unsnappy, bytes.subarray(at + V8_SNAPPY.length)));
	}
	return found.filter((plain) => plain !== null);
}

/** Brotli does not announce itself: null when these bytes, from the first on, are none. */
export function unbrotli(bytes: Buffer): Buffer | null {
	return attempt((part) => brotliDecompressSync(part, BROTLI_OPTIONS), bytes);
}

/** Chromium, net/disk_cache/simple/simple_entry_format.h. */
const CACHE_ENTRY = Buffer.from('305c72a71b6dfbfc', 'hex');
const CACHE_END = Buffer.from('d8410d97456ffaf4', 'hex');
const CACHE_HEADER = 24;

/** The streams of an entry of the browser's cache, as they came from the network. Empty for any other file. */
export function cacheStreams(file: Buffer): Buffer[] {
	if (!file.subarray(0, CACHE_ENTRY.length).equals(CACHE_ENTRY)) return [];
	let start = CACHE_HEADER + file.readUInt32LE(12);
	const streams: Buffer[] = [];
	for (const end of placesOf(file, CACHE_END)) {
		streams.push(file.subarray(start, end));
		start = end + CACHE_HEADER;
	}
	return streams;
}
