/**
 * How the second copy of what a tablet registers lies in its files: one record after the other, appended and never changed.
 *
 *     0xFF | version (1) | length (4, big-endian) | CRC-32 of version, length and payload (4) | payload: JSON, UTF-8
 *
 * Invariants
 * - Nothing but what is sealed, and counts: whoever reads a file learns what the queue in the database tells as well.
 * - A record is taken whole or not at all: its checksum covers everything but its mark.
 * - The mark is a byte that no UTF-8 text holds, so that reading finds the next record after a damaged one.
 * - A torn end costs the record it tore, which nobody was told is saved. Damage before the end is counted, and what
 *   follows it is read all the same.
 * - Every record says which store it is of. A file needs no other file, and no record the one before it.
 */
import type { SealedEnvelope, SealedSession } from '../../../../sync/protocol/sealed.ts';

/** How far a store had come: nothing that is numbered up to here is new to it. */
export interface StoreRecord {
	kind: 'store';
	deviceId: string;
	storeId: string;
	highestSeq: number;
	/** Everything up to this seq has had its answer. */
	answeredSeq: number;
}

export type JournalRecord =
	| StoreRecord
	| { kind: 'session'; session: SealedSession }
	| { kind: 'envelope'; deviceId: string; storeId: string; envelope: SealedEnvelope };

export interface JournalContents {
	records: JournalRecord[];
	/** Stretches between whole records that say nothing any more. */
	damaged: number;
	/** Whether the end is not a whole record. */
	torn: boolean;
}

const MARK = 0xff;
const VERSION = 1;
const HEAD_BYTES = 10;

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
	let crc = byte;
	for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	return crc >>> 0;
});

/** CRC-32 as ISO-HDLC has it (zlib, PNG). */
function crc32(...parts: Uint8Array[]): number {
	let crc = 0xffffffff;
	for (const part of parts) {
		for (const byte of part) crc = (crc >>> 8) ^ crcTable[(crc ^ byte) & 0xff]!;
	}
	return (crc ^ 0xffffffff) >>> 0;
}

/** The bytes to append. */
export function encodeRecords(records: readonly JournalRecord[]): Uint8Array<ArrayBuffer> {
	const payloads = records.map((record) => new TextEncoder().encode(JSON.stringify(record)));
	const total = payloads.reduce((sum, { length }) => sum + HEAD_BYTES + length, 0);
	const bytes = new Uint8Array(total);
	const view = new DataView(bytes.buffer);
	let at = 0;
	for (const payload of payloads) {
		bytes[at] = MARK;
		bytes[at + 1] = VERSION;
		view.setUint32(at + 2, payload.length);
		view.setUint32(at + 6, crc32(bytes.subarray(at + 1, at + 6), payload));
		bytes.set(payload, at + HEAD_BYTES);
		at += HEAD_BYTES + payload.length;
	}
	return bytes;
}

/** The whole record that starts here, if one does. */
function recordAt(bytes: Uint8Array, at: number): { record: JournalRecord; end: number } | null {
	if (bytes[at] !== MARK || bytes[at + 1] !== VERSION || at + HEAD_BYTES > bytes.length)
		return null;
	const view = new DataView(bytes.buffer, bytes.byteOffset + at, HEAD_BYTES);
	const end = at + HEAD_BYTES + view.getUint32(2);
	if (end > bytes.length) return null;
	const payload = bytes.subarray(at + HEAD_BYTES, end);
	if (crc32(bytes.subarray(at + 1, at + 6), payload) !== view.getUint32(6)) return null;
	return { record: JSON.parse(new TextDecoder().decode(payload)) as JournalRecord, end };
}

/** Everything whole, in its order. */
export function decodeRecords(bytes: Uint8Array): JournalContents {
	const records: JournalRecord[] = [];
	let damaged = 0;
	let at = 0;
	let damagedFrom: number | null = null;
	while (at < bytes.length) {
		const found = recordAt(bytes, at);
		if (!found) {
			damagedFrom ??= at;
			const next = bytes.indexOf(MARK, at + 1);
			at = next === -1 ? bytes.length : next;
			continue;
		}
		if (damagedFrom !== null) damaged += 1;
		damagedFrom = null;
		records.push(found.record);
		at = found.end;
	}
	return { records, damaged, torn: damagedFrom !== null };
}
