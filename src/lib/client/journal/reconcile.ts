/**
 * Compares a tablet's database with its second copy, before anything is sent: what the database has lost is put back, what
 * it has damaged is made good, and what nobody has any more is counted.
 *
 * Invariants
 * - What is put back keeps its number and its id: the server knows by the id whether it has it already.
 * - A number that was given, was not answered and is in no copy is lost, until the server says that it has it.
 * - A database that is gone no longer knows what had an answer and never left. All that is copied is put back, and the
 *   server says what it lacks of it.
 * - Where the two differ the second copy is right: it has a checksum, and IndexedDB none. Unless the record was sealed anew
 *   since, under another session that is here: then the copy is the older one.
 * - What was written in another's stead keeps that other from being sent, as it did before.
 */
import type { SealedEnvelope, SealedSession } from '../../../../sync/protocol/sealed.ts';
import type { JournalRecord, StoreRecord } from './journal-format.ts';

/** What the database still knows. */
export interface InDatabase {
	/** Null when it has no store: it is new, or gone. */
	meta: {
		deviceId: string;
		storeId: string;
		answeredSeq: number;
		highestSeq: number;
		missing: readonly number[];
	} | null;
	outbox: readonly {
		seq: number;
		id: string;
		supersedes?: string | undefined;
		/** As it lies there. */
		envelope?: SealedEnvelope;
	}[];
	sessionIds: ReadonlySet<string>;
	sessions?: ReadonlyMap<string, SealedSession>;
}

export interface Rebuilding {
	storeId: string;
	answeredSeq: number;
	highestSeq: number;
	envelopes: SealedEnvelope[];
	/** As they were before they were damaged; each under the number the database has it under. */
	repaired: SealedEnvelope[];
	/** Those the database has lost or damaged. */
	sessions: SealedSession[];
	/** What did not open because of its session, and will now. */
	openable: SealedEnvelope[];
	/** Of the envelopes, those that another was written in the stead of. */
	replaced: { seq: number; id: string; by: string }[];
	/** Numbers of what is in no copy, and was not known to be lost before. */
	lost: number[];
}

/** Member by member, whatever their order. */
function isSame(one: object, other: object): boolean {
	const members = (each: object) =>
		JSON.stringify(
			Object.entries(each)
				.filter(([name]) => name !== 'seq')
				.sort()
		);
	return members(one) === members(other);
}

/** More are counted by the server alone. */
const MAX_LOST = 1000;

/**
 * @param counter what the browser's small storage says of this tablet's store
 * @returns null when the database is whole
 */
export function reconcile(
	deviceId: string,
	database: InDatabase,
	journal: readonly JournalRecord[],
	counter: StoreRecord | null
): Rebuilding | null {
	const { meta } = database;
	const stores = [...journal, ...(counter ? [counter] : [])].filter(
		(record) => record.kind === 'store' && record.deviceId === deviceId
	) as StoreRecord[];
	const ofTablet = journal.flatMap((record) =>
		record.kind === 'envelope' && record.deviceId === deviceId ? [record] : []
	);
	const newest = stores.toSorted((a, b) => b.highestSeq - a.highestSeq)[0];
	const storeId = meta?.storeId ?? newest?.storeId ?? ofTablet.at(-1)?.storeId;
	if (storeId === undefined || (meta && meta.deviceId !== deviceId)) return null;

	const own = stores.filter((store) => store.storeId === storeId);
	// After a restore of the server less is answered than the files say; the small storage is told.
	const isCounted = counter?.storeId === storeId && counter.deviceId === deviceId;
	const known = isCounted ? [counter] : own;
	const answeredSeq = meta?.answeredSeq ?? Math.max(0, ...known.map((each) => each.answeredSeq));
	const answered = Math.max(answeredSeq, ...known.map((each) => each.answeredSeq));

	const inOutbox = new Set(database.outbox.map(({ id }) => id));
	const copied = new Map(
		ofTablet
			.filter((record) => record.storeId === storeId)
			.map(({ envelope }) => [envelope.id, envelope])
	);
	const envelopes = [...copied.values()]
		.filter(({ id, seq }) => (!meta || seq > answered) && !inOutbox.has(id))
		.sort((a, b) => a.seq - b.seq);
	const highestSeq = Math.max(
		...[0, meta?.highestSeq ?? 0],
		...own.map((store) => store.highestSeq),
		...[...copied.values()].map(({ seq }) => seq)
	);

	const present = new Set([...database.outbox, ...envelopes].map(({ seq }) => seq));
	const told = new Set(meta?.missing);
	const lost: number[] = [];
	for (let seq = answered + 1; seq <= highestSeq && lost.length < MAX_LOST; seq += 1) {
		if (!present.has(seq) && !told.has(seq)) lost.push(seq);
	}
	const sessions = new Map(
		journal.flatMap((record) =>
			record.kind === 'session' ? [[record.session.id, record.session] as const] : []
		)
	);
	const repaired = database.outbox.flatMap(({ seq, envelope: here }) => {
		const copy = here && copied.get(here.id);
		if (!here || !copy || isSame(here, copy)) return [];
		const isSealedAnew = copy.session !== here.session && database.sessionIds.has(here.session);
		return isSealedAnew ? [] : [{ ...copy, seq }];
	});
	const repairedSeqs = new Set(repaired.map(({ seq }) => seq));
	const standing = database.outbox.flatMap(({ seq, envelope }) =>
		envelope && !repairedSeqs.has(seq) ? [envelope] : []
	);
	const needed = new Set([...envelopes, ...repaired, ...standing].map(({ session }) => session));
	const lostSessions = [...needed].flatMap((id) => {
		const copy = sessions.get(id);
		const here = database.sessions?.get(id);
		const isWhole = here ? !copy || isSame(here, copy) : database.sessionIds.has(id);
		return copy && !isWhole ? [copy] : [];
	});
	const isWhole = envelopes.length + lost.length + repaired.length + lostSessions.length === 0;
	if (meta && isWhole && highestSeq === meta.highestSeq) return null;

	const restored = new Set(lostSessions.map(({ id }) => id));
	const replacedBy = new Map(
		[...database.outbox, ...copied.values()].flatMap(({ id, supersedes }) =>
			supersedes ? [[supersedes, id] as const] : []
		)
	);
	return {
		storeId,
		answeredSeq,
		highestSeq,
		envelopes,
		repaired,
		sessions: lostSessions,
		openable: standing.filter(({ session }) => restored.has(session)),
		replaced: envelopes.flatMap(({ seq, id }) => {
			const by = replacedBy.get(id);
			return by === undefined ? [] : [{ seq, id, by }];
		}),
		lost
	};
}
