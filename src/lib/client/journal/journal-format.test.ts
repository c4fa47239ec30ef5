import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRecords, encodeRecords, type JournalRecord } from './journal-format.ts';

/** Texts of every kind, so that lengths differ and no byte but the mark is foreign to a payload. */
const record: fc.Arbitrary<JournalRecord> = fc
	.record({ highestSeq: fc.nat(), answeredSeq: fc.nat(), storeId: fc.string({ unit: 'grapheme' }) })
	.map((parts) => ({ kind: 'store', deviceId: 'tablet', ...parts }));
const records = fc.array(record, { minLength: 1, maxLength: 8 });

/** Where each record begins, and the end. */
function bounds(all: readonly JournalRecord[]): number[] {
	let at = 0;
	return [0, ...all.map((each) => (at += encodeRecords([each]).length))];
}

describe('a file of the second copy', () => {
	it('is read as it was written', () => {
		fc.assert(
			fc.property(fc.array(record, { maxLength: 8 }), (all) => {
				const read = decodeRecords(encodeRecords(all));
				expect(read).toEqual({ records: all, damaged: 0, torn: false });
			})
		);
	});

	it('loses the record that a torn end tore, and no other', () => {
		fc.assert(
			fc.property(records, fc.nat(), (all, cut) => {
				const bytes = encodeRecords(all);
				const length = cut % bytes.length;
				const whole = bounds(all).filter((end) => end <= length);
				const read = decodeRecords(bytes.slice(0, length));
				expect(read.records).toEqual(all.slice(0, whole.length - 1));
				expect(read).toMatchObject({ damaged: 0, torn: !whole.includes(length) });
			})
		);
	});

	it('loses the record that a flipped byte is in, says so, and reads those after it', () => {
		fc.assert(
			fc.property(records, fc.nat(), fc.integer({ min: 1, max: 255 }), (all, place, flip) => {
				const bytes = encodeRecords(all);
				const at = place % bytes.length;
				bytes[at] = bytes[at]! ^ flip;
				const hit = bounds(all).findLastIndex((begin) => begin <= at);
				const read = decodeRecords(bytes);
				expect(read.records).toEqual(all.toSpliced(hit, 1));
				const isLast = hit === all.length - 1;
				expect(read).toMatchObject({ damaged: isLast ? 0 : 1, torn: isLast });
			})
		);
	});

	it('reads what follows a stretch that was overwritten', () => {
		fc.assert(
			fc.property(records, fc.uint8Array({ minLength: 1, maxLength: 40 }), records, (...given) => {
				const [before, noise, after] = given;
				const bytes = new Uint8Array([...encodeRecords(before), ...noise, ...encodeRecords(after)]);
				const read = decodeRecords(bytes);
				expect(read.records).toEqual([...before, ...after]);
				expect(read).toMatchObject({ damaged: 1, torn: false });
			})
		);
	});

	it('takes an empty file, and one of another kind, for holding nothing', () => {
		expect(decodeRecords(new Uint8Array())).toEqual({ records: [], damaged: 0, torn: false });
		const text = new TextEncoder().encode('nothing of ours');
		expect(decodeRecords(text)).toEqual({ records: [], damaged: 0, torn: true });
	});
});
