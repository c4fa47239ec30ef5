/**
 * Compares a tablet's database with its second copy, before anything is sent: what the database has lost is put back, and
 * what nobody has any more is counted.
 *
 * Invariants
 * - What is put back keeps its number and its id: the server knows by the id whether it has it already.
 * - A number that was given, was not answered and is in no copy is lost, until the server says that it has it.
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
	outbox: readonly { seq: number; id: string; supersedes?: string | undefined }[];
	sessionIds: ReadonlySet<string>;
}

export interface Rebuilding {
	storeId: string;
	answeredSeq: number;
	highestSeq: number;
	envelopes: SealedEnvelope[];
	sessions: SealedSession[];
	/** Of the envelopes, those that another was written in the stead of. */
	replaced: { seq: number; id: string; by: string }[];
	/** Numbers of what is in no copy, and was not known to be lost before. */
	lost: number[];
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
		.filter(({ id, seq }) => seq > answered && !inOutbox.has(id))
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
	if (meta && envelopes.length + lost.length === 0 && highestSeq === meta.highestSeq) return null;

	const sessions = new Map(
		journal.flatMap((record) =>
			record.kind === 'session' ? [[record.session.id, record.session] as const] : []
		)
	);
	const needed = new Set(envelopes.map(({ session }) => session));
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
		sessions: [...needed].flatMap((id) =>
			database.sessionIds.has(id) ? [] : (sessions.get(id) ?? [])
		),
		replaced: envelopes.flatMap(({ seq, id }) => {
			const by = replacedBy.get(id);
			return by === undefined ? [] : [{ seq, id, by }];
		}),
		lost
	};
}
