import { describe, expect, it } from 'vitest';
import type { SealedEnvelope, SealedSession } from '../../../../sync/protocol/sealed.ts';
import type { JournalRecord, StoreRecord } from './journal-format.ts';
import { reconcile, type InDatabase } from './reconcile.ts';

const TABLET = 'tablet';
const STORE = 'store';

const envelope = (seq: number, changes: Partial<SealedEnvelope> = {}): SealedEnvelope => ({
	...{ v: 1, seq, id: `id-${seq}`, actor: 'marta', dependsOn: [], at: seq, session: 'morning' },
	...{ iv: '', sealed: '' },
	...changes
});
const copied = (seq: number, changes: Partial<SealedEnvelope> = {}): JournalRecord => ({
	...{ kind: 'envelope', deviceId: TABLET, storeId: STORE },
	envelope: envelope(seq, changes)
});
const session: JournalRecord = {
	kind: 'session',
	session: { id: 'morning', deviceId: TABLET } as SealedSession
};
const reached = (highestSeq: number, answeredSeq: number): StoreRecord => ({
	...{ kind: 'store', deviceId: TABLET, storeId: STORE, highestSeq, answeredSeq }
});
const database = (
	highestSeq: number,
	answeredSeq: number,
	seqs: number[],
	missing: number[] = []
): InDatabase => ({
	meta: { deviceId: TABLET, storeId: STORE, highestSeq, answeredSeq, missing },
	outbox: seqs.map((seq) => ({ seq, id: `id-${seq}` })),
	sessionIds: new Set(['morning'])
});
const gone: InDatabase = { meta: null, outbox: [], sessionIds: new Set() };
const seqsOf = (found: ReturnType<typeof reconcile>) => found?.envelopes.map(({ seq }) => seq);

describe('a tablet’s database beside its second copy', () => {
	it('is left alone when it has everything', () => {
		const journal = [reached(0, 0), session, copied(1), copied(2), copied(3)];
		expect(reconcile(TABLET, database(3, 1, [1, 2, 3]), journal, reached(3, 1))).toBeNull();
		expect(reconcile(TABLET, database(0, 0, []), [], null)).toBeNull();
		expect(reconcile(TABLET, gone, [], null)).toBeNull();
	});

	it('is made anew with its store, its numbers and its sessions when it is gone', () => {
		const journal = [reached(0, 0), session, copied(1), copied(2), copied(3)];
		const found = reconcile(TABLET, gone, journal, reached(3, 1));
		expect(found).toMatchObject({ storeId: STORE, answeredSeq: 1, highestSeq: 3, lost: [] });
		// The first has had an answer: that it did not open, perhaps.
		expect(seqsOf(found)).toEqual([1, 2, 3]);
		expect(found?.sessions.map(({ id }) => id)).toEqual(['morning']);
	});

	it('gets back what it had when it went back in time, and nothing that was answered', () => {
		const journal = [session, copied(3), copied(4), copied(5)];
		const found = reconcile(TABLET, database(2, 2, [1, 2]), journal, reached(5, 4));
		expect(seqsOf(found)).toEqual([5]);
		expect(found).toMatchObject({ highestSeq: 5, lost: [], sessions: [] });
	});

	it('gets back a record that fell out of its middle', () => {
		const journal = [session, copied(1), copied(2), copied(3)];
		expect(seqsOf(reconcile(TABLET, database(3, 0, [1, 3]), journal, null))).toEqual([2]);
	});

	it('names the numbers that were given and are in no copy', () => {
		const journal = [session, copied(9), copied(10)];
		const found = reconcile(TABLET, gone, journal, reached(12, 7));
		expect(seqsOf(found)).toEqual([9, 10]);
		expect(found).toMatchObject({ highestSeq: 12, answeredSeq: 7, lost: [8, 11, 12] });
		expect(reconcile(TABLET, gone, [], reached(12, 7))?.lost).toEqual([8, 9, 10, 11, 12]);
	});

	it('does not name again what was named before', () => {
		const before = database(12, 7, [8, 9, 10], [11, 12]);
		expect(reconcile(TABLET, before, [copied(9), copied(10)], reached(12, 7))).toBeNull();
	});

	it('keeps back what another was written in the stead of', () => {
		const journal = [session, copied(1), copied(2, { supersedes: 'id-1' })];
		const found = reconcile(TABLET, gone, journal, null);
		expect(seqsOf(found)).toEqual([1, 2]);
		expect(found?.replaced).toEqual([{ seq: 1, id: 'id-1', by: 'id-2' }]);
	});

	it('takes a number given twice for two records', () => {
		const journal = [session, copied(2, { id: 'before' })];
		const found = reconcile(TABLET, database(2, 0, [1, 2]), journal, null);
		expect(found?.envelopes.map(({ id }) => id)).toEqual(['before']);
	});

	it('takes nothing from another tablet’s files, nor from another store’s', () => {
		const journal = [
			session,
			{ ...copied(3), deviceId: 'another' } as JournalRecord,
			{ ...copied(4), storeId: 'another' } as JournalRecord
		];
		expect(reconcile(TABLET, database(2, 2, [1, 2]), journal, null)).toBeNull();
	});

	it('believes the small storage that less is answered than files say, after a server was restored', () => {
		const journal = [reached(5, 5), session, copied(4), copied(5)];
		expect(seqsOf(reconcile(TABLET, gone, journal, reached(5, 3)))).toEqual([4, 5]);
	});
});
