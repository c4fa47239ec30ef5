import { beforeEach, describe, expect, it } from 'vitest';
import type { SealedEnvelope, SealedSession } from '../../../../sync/protocol/sealed.ts';
import { fullError } from '../room/full.ts';
import { createRoomMaker } from '../room/room-maker.ts';
import type { JournalRecord, StoreRecord } from './journal-format.ts';
import { createJournal, type Copied } from './journal.ts';
import type { JournalFile, JournalPort, JournalQuestion } from './journal-port.ts';

const store = (highestSeq: number, answeredSeq = 0): StoreRecord => ({
	...{ kind: 'store', deviceId: 'tablet', storeId: 'store', highestSeq, answeredSeq }
});
const envelope = (seq: number) => ({ v: 1, seq, id: `id-${seq}`, session: 's' }) as SealedEnvelope;
const session = { id: 's' } as SealedSession;
const copyOf = (...seqs: number[]): Copied => ({
	store: store(Math.max(...seqs)),
	sessions: [session],
	envelopes: seqs.map(envelope)
});

/** What each worker was asked, what the database holds, and a clock and a limit under the test's control. */
let ports: JournalQuestion[][];
let ended: number;
let database: Copied | null;
let now: number;
/** How the next questions are met; answered when it is used up. */
let weather: ('refused' | 'full' | 'silent')[];
let limits: (() => void)[];
let files: JournalFile[];
/** What can be given up to make room. */
let spare: string[];

const openPort = (): JournalPort => {
	const asked: JournalQuestion[] = [];
	ports.push(asked);
	return {
		ask(question) {
			asked.push(question);
			const today = weather.shift();
			if (today === 'refused') return Promise.reject(new Error('refused'));
			if (today === 'full') return Promise.reject(fullError('full'));
			if (today === 'silent') return new Promise(() => undefined);
			const answers = { read: files, write: null, prune: [], clear: null };
			return Promise.resolve(answers[question.kind] as never);
		},
		end: () => (ended += 1)
	};
};
const aJournal = () =>
	createJournal({
		openPort,
		unanswered: async () => database,
		now: () => now,
		after(_, callback) {
			limits.push(callback);
			return () => (limits = limits.filter((each) => each !== callback));
		},
		withRoom: createRoomMaker([{ free: async () => Boolean(spare.pop()) }])
	});
const written = (port: number) =>
	(ports[port] ?? []).flatMap((question) => (question.kind === 'write' ? question.records : []));
const names = (records: JournalRecord[]) =>
	records.map((record) => (record.kind === 'envelope' ? record.envelope.seq : record.kind));

beforeEach(() => {
	[ports, ended, database, now, weather, limits, files] = [[], 0, null, 0, [], [], []];
	spare = [];
});

describe('the second copy', () => {
	it('begins a file with the store and the session, and says each once', async () => {
		const journal = aJournal();
		await journal.write(copyOf(1, 2));
		await journal.write(copyOf(3));
		expect(names(written(0))).toEqual(['store', 'session', 1, 2, 3]);
	});

	it('says which sessions its file has, and a file begun anew has them from the database', async () => {
		const journal = aJournal();
		expect(journal.hasSession('s')).toBe(false);
		await journal.write(copyOf(1));
		expect([journal.hasSession('s'), journal.hasSession('another')]).toEqual([true, false]);
		weather = ['refused'];
		database = copyOf(1, 2, 3);
		await journal.write({ ...copyOf(2), sessions: [] });
		expect(journal.hasSession('s')).toBe(false);
		now = 60 * 60_000;
		await journal.write({ ...copyOf(3), sessions: [] });
		expect(names(written(1))).toEqual(['store', 'session', 2, 3]);
	});

	it('says that it is full, stands in no save’s way, and makes it good when there is room', async () => {
		const journal = aJournal();
		const heard: string[] = [];
		journal.subscribe(() => heard.push(journal.health));
		weather = ['full'];
		await journal.write(copyOf(1));
		expect(journal.health).toBe('full');
		database = copyOf(1);
		now = 60_000;
		await journal.catchUp();
		expect(names(written(1))).toEqual(['store', 'session', 1]);
		expect(heard).toEqual(['full', 'works']);
	});

	it('is written at once, in a new file, where room could be made', async () => {
		spare = ['catalogue'];
		weather = ['full'];
		const journal = aJournal();
		await journal.write(copyOf(1));
		expect(names(written(1))).toEqual(['store', 'session', 1]);
		expect(journal.health).toBe('works');
	});

	it('has in a new file what the database has and no other file', async () => {
		const records: JournalRecord[] = [
			{ kind: 'envelope', deviceId: 'tablet', storeId: 'store', envelope: envelope(1) }
		];
		files = [{ name: 'before', records, damaged: 0, torn: false }];
		database = copyOf(1, 2, 3);
		const journal = aJournal();
		await journal.read();
		await journal.catchUp();
		expect(names(written(0))).toEqual(['store', 'session', 2, 3]);
	});

	it('does not hold up a save for longer than its limit, and holds up no other', async () => {
		const journal = aJournal();
		weather = ['silent'];
		const saved = journal.write(copyOf(1));
		await expect.poll(() => limits.length).toBe(1);
		limits[0]?.();
		await saved;
		expect(journal.health).toBe('fails');
		expect(ended).toBe(1);
		await journal.write(copyOf(2));
		expect(ports).toHaveLength(1);
	});

	it('begins again after a failure, in a new file, with what it did not write', async () => {
		const journal = aJournal();
		let told = 0;
		journal.subscribe(() => (told += 1));
		await journal.write(copyOf(1));
		weather = ['refused'];
		await journal.write(copyOf(2));
		now += 60_000;
		database = copyOf(1, 2, 3);
		await journal.write(copyOf(3));
		expect(names(written(1))).toEqual(['store', 'session', 2, 3]);
		expect(journal.health).toBe('works');
		expect(told).toBe(2);
	});

	it('lets go of files in which everything is answered, once its own says how far the store had come', async () => {
		const file = (name: string, ...seqs: number[]): JournalFile => ({
			...{ name, damaged: 0, torn: false },
			records: seqs.map((seq) => ({
				...{ kind: 'envelope', deviceId: 'tablet', storeId: 'store' },
				envelope: envelope(seq)
			}))
		});
		files = [file('1', 1, 2), file('2', 3, 4)];
		const journal = aJournal();
		await journal.read();
		await journal.answered(store(4, 2));
		expect(ports[0]?.at(-1)).toMatchObject({ kind: 'prune', names: ['1'] });
		await journal.answered(store(4, 4));
		// The last one stays: nothing else says that four numbers were given.
		expect(ports[0]).toHaveLength(2);
		await journal.write(copyOf(5));
		await journal.answered(store(5, 5));
		expect(ports[0]?.slice(-2)).toEqual([
			{ kind: 'write', records: [store(5, 5)] },
			{ kind: 'prune', names: ['2'], storeId: 'store', answeredSeq: 5, keep: [] }
		]);
	});
});
