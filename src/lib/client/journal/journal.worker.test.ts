/**
 * The worker of the second copy, on a folder of files that loses what was not flushed. Seen to fail with the defence taken
 * out, one at a time:
 * - `flush` left out: nothing is on the disk when the write is answered;
 * - a write that ended short not taken back: half a record stands before the next.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeRecords, encodeRecords, type JournalRecord } from './journal-format.ts';
import type { FromJournal, JournalQuestion, ToJournal } from './journal-port.ts';

const record = (highestSeq: number): JournalRecord => ({
	...{ kind: 'store', deviceId: 'tablet', storeId: 'store', highestSeq, answeredSeq: 0 }
});

/** A file as a crash leaves it: what was written is the operating system's until it is flushed. */
class LosingFile {
	written = new Uint8Array();
	onDisk = new Uint8Array();
	/** How many bytes the next write takes. */
	takes = Infinity;

	getSize() {
		return this.written.length;
	}
	write(bytes: Uint8Array, { at }: { at: number }) {
		const taken = bytes.slice(0, this.takes);
		this.takes = Infinity;
		this.written = new Uint8Array([...this.written.slice(0, at), ...taken]);
		return taken.length;
	}
	truncate(size: number) {
		this.written = this.written.slice(0, size);
	}
	flush() {
		this.onDisk = this.written;
	}
	close() {}
}

const files = new Map<string, LosingFile>();
const folder = {
	async getFileHandle(name: string) {
		const file = files.get(name) ?? new LosingFile();
		files.set(name, file);
		return { createSyncAccessHandle: async () => file };
	}
};
const root = { getDirectoryHandle: async () => folder, removeEntry: async () => files.clear() };

const recordsOf = (bytes: Uint8Array<ArrayBuffer>) => decodeRecords(bytes).records;
const only = () => [...files.values()][0]!;

let hear: (event: { data: ToJournal }) => void = () => undefined;
let answered: (answer: FromJournal) => void = () => undefined;

beforeAll(async () => {
	vi.stubGlobal('navigator', { storage: { getDirectory: async () => root } });
	vi.stubGlobal('addEventListener', (_: string, listener: typeof hear) => (hear = listener));
	vi.stubGlobal('postMessage', (answer: FromJournal) => answered(answer));
	await import('./journal.worker.ts');
});
beforeEach(async () => void (await ask({ kind: 'clear' })));
afterAll(() => {
	vi.unstubAllGlobals();
});

/** @returns the answer, and what a crash at the moment of it would leave */
function ask(question: JournalQuestion): Promise<{ answer: FromJournal; onDisk: JournalRecord[] }> {
	return new Promise((resolve) => {
		answered = (answer) =>
			resolve({ answer, onDisk: [...files.values()].flatMap(({ onDisk }) => recordsOf(onDisk)) });
		hear({ data: { id: 1, question } });
	});
}

describe('the second copy', () => {
	it('is on the disk before a write is answered, each time', async () => {
		const first = await ask({ kind: 'write', records: [record(1)] });
		expect(first).toEqual({ answer: { id: 1, ok: true, value: null }, onDisk: [record(1)] });
		const second = await ask({ kind: 'write', records: [record(2), record(3)] });
		expect(second.onDisk).toEqual([record(1), record(2), record(3)]);
		expect(files.size).toBe(1);
	});

	it('takes a write back that ended short, and the next is read', async () => {
		await ask({ kind: 'write', records: [record(1)] });
		only().takes = encodeRecords([record(2)]).length - 1;
		const short = await ask({ kind: 'write', records: [record(2)] });
		expect(short.answer).toMatchObject({ ok: false, name: 'QuotaExceededError' });
		const { onDisk } = await ask({ kind: 'write', records: [record(3)] });
		expect(onDisk).toEqual([record(1), record(3)]);
		expect(decodeRecords(only().onDisk)).toMatchObject({ damaged: 0, torn: false });
	});
});
