/**
 * The second copy as the rest of the app sees it: it is written after the database, before anybody says "saved".
 *
 * Invariants
 * - It never stands in the way of a save: what it cannot do in time is given up and said, and the save is one all the same.
 * - After a failure it begins again with a new worker and a new file, and catches up from the database.
 * - A session is in the same file as what is sealed under it, and before it.
 */
import type { SealedEnvelope, SealedSession } from '../../../../sync/protocol/sealed.ts';
import { isFull } from '../room/full.ts';
import type { WithRoom } from '../room/room-maker.ts';
import type { JournalRecord, StoreRecord } from './journal-format.ts';
import type { JournalAnswers, JournalFile, JournalPort, JournalQuestion } from './journal-port.ts';
import { prunable } from './pruning.ts';

/** A save waits this long for its second copy, once: then it is failing, and nobody waits. A flush takes about 1 ms. */
const WRITE_LIMIT_MS = 2_000;
/** Starting the worker and reading what there is. */
const READ_LIMIT_MS = 5_000;
const TRY_AGAIN_MS = 30_000;

/** What is to be found in both copies. */
export interface Copied {
	store: StoreRecord;
	sessions: SealedSession[];
	envelopes: SealedEnvelope[];
}

export interface JournalOptions {
	openPort(): JournalPort;
	/** Everything in the database that has had no answer; null when there is no store yet. */
	unanswered(): Promise<Copied | null>;
	/** Milliseconds since the epoch. */
	now(): number;
	/** Calls back once after the delay; the returned function cancels. */
	after(delayMs: number, callback: () => void): () => void;
	/** Tries again where the device was full. */
	withRoom: WithRoom;
}

/** `full`: it fails because the device has no room for it. */
export type SecondCopyHealth = 'works' | 'fails' | 'full';

function uniqueById<Item extends { id: string }>(items: readonly Item[]): Item[] {
	return [...new Map(items.map((item) => [item.id, item])).values()];
}

/** Sealed anew, under another session, it is another copy. */
function copyOf({ id, session }: SealedEnvelope): string {
	return `${id} ${session}`;
}

export type Journal = ReturnType<typeof createJournal>;

export function createJournal({ openPort, unanswered, now, after, withRoom }: JournalOptions) {
	let port: JournalPort | null = null;
	let failedAt: number | null = null;
	/** Of the last failure. */
	let cause: unknown = null;
	/** Files of other tabs, and of earlier pages of this one. */
	let others: JournalFile[] = [];
	/** The envelopes that are in some file. */
	const copied = new Set<string>();
	/** Sessions in this page's own file. */
	let ownSessions = new Set<string>();
	let hasOwn = false;
	const listeners = new Set<() => void>();

	function health(): SecondCopyHealth {
		if (failedAt === null) return 'works';
		return isFull(cause) ? 'full' : 'fails';
	}

	function tell(failed: number | null, why: unknown = null) {
		const before = health();
		failedAt = failed;
		cause = why;
		if (health() !== before) for (const listener of listeners) listener();
	}

	/** Null when it could not be done, or not in time. */
	async function ask<Q extends JournalQuestion>(
		question: Q,
		limitMs: number
	): Promise<{ value: JournalAnswers[Q['kind']] } | null> {
		let cancel: () => void = () => undefined;
		try {
			const asked = (port ??= openPort()).ask(question);
			const late = new Promise<never>((_, reject) => {
				cancel = after(limitMs, () => reject(new Error('The second copy does not answer')));
			});
			const value = await Promise.race([asked, late]);
			tell(null);
			return { value };
		} catch (error) {
			// A full disk, a browser without such files, a worker that hangs: whichever, it begins anew.
			port?.end();
			port = null;
			hasOwn = false;
			ownSessions = new Set();
			tell(now(), error);
			return null;
		} finally {
			cancel();
		}
	}

	/** What is not yet where it has to be. */
	function recordsOf({ store, sessions, envelopes }: Copied): JournalRecord[] {
		const { deviceId, storeId } = store;
		return [
			...sessions
				.filter(({ id }) => !ownSessions.has(id))
				.map((session) => ({ kind: 'session' as const, session })),
			...envelopes
				.filter((each) => !copied.has(copyOf(each)))
				.map((envelope) => ({ kind: 'envelope' as const, deviceId, storeId, envelope }))
		];
	}

	/** A new file begins with how far the store had come, and with what is in no file. */
	async function firstRecords(given: Copied): Promise<JournalRecord[]> {
		const all = await unanswered();
		const uncopied = all?.envelopes.filter((each) => !copied.has(copyOf(each))) ?? [];
		const needed = new Set(uncopied.map(({ session }) => session));
		const sessions = all?.sessions.filter(({ id }) => needed.has(id)) ?? [];
		const records = recordsOf({
			store: given.store,
			sessions: uniqueById([...sessions, ...given.sessions]),
			envelopes: uniqueById([...uncopied, ...given.envelopes])
		});
		return records.length === 0 ? [] : [all?.store ?? given.store, ...records];
	}

	/** @throws what stood in the way, when the device is full */
	async function append(given: Copied): Promise<void> {
		const records = hasOwn ? recordsOf(given) : await firstRecords(given);
		if (records.length === 0) return;
		if (!(await ask({ kind: 'write', records }, WRITE_LIMIT_MS))) {
			if (isFull(cause)) throw cause;
			return;
		}
		hasOwn = true;
		for (const record of records) {
			if (record.kind === 'session') ownSessions.add(record.session.id);
			if (record.kind === 'envelope') copied.add(copyOf(record.envelope));
		}
	}

	async function write(given: Copied): Promise<void> {
		if (failedAt !== null && now() - failedAt < TRY_AGAIN_MS) return;
		try {
			await withRoom(() => append(given));
		} catch (error) {
			// The save is one all the same, and `health` says what it lacks.
			if (!isFull(error)) throw error;
		}
	}

	async function prune(
		{ storeId, answeredSeq, ...store }: StoreRecord,
		keep: readonly string[]
	): Promise<void> {
		const names = prunable(others, { storeId, answeredSeq, keep }, hasOwn);
		if (names.length === 0 || failedAt !== null) return;
		// What the files that go said is said again first.
		if (hasOwn) {
			const records: JournalRecord[] = [{ ...store, storeId, answeredSeq }];
			if (!(await ask({ kind: 'write', records }, WRITE_LIMIT_MS))) return;
		}
		const question = { kind: 'prune' as const, names, storeId, answeredSeq, keep };
		const done = await ask(question, READ_LIMIT_MS);
		// A file that could not be deleted is open in another tab: it is that tab's, or the next page's.
		if (done) others = others.filter(({ name }) => !names.includes(name));
	}

	let turn: Promise<unknown> = Promise.resolve();
	function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
		const done = turn.then(work);
		turn = done.catch(() => undefined);
		return done;
	}

	return {
		/** `works` again only when the failure has been made good. */
		get health(): SecondCopyHealth {
			return health();
		},
		/** Whether this page's own file has it; a file that is begun takes what it needs from the database. */
		hasSession: (id: string): boolean => ownSessions.has(id),
		/** What is in the files; null when they cannot be read. */
		read: () =>
			inTurn(async (): Promise<JournalFile[] | null> => {
				const done = await ask({ kind: 'read' }, READ_LIMIT_MS);
				if (!done) return null;
				others = done.value;
				for (const record of others.flatMap(({ records }) => records)) {
					if (record.kind === 'envelope') copied.add(copyOf(record.envelope));
				}
				return others;
			}),
		/** Resolves when it is on the disk, or when that was given up. */
		write: (given: Copied) => inTurn(() => write(given)),
		/** Writes what the database has and no file. */
		catchUp: () =>
			inTurn(async () => {
				const all = await unanswered();
				const envelopes = all?.envelopes.filter((each) => !copied.has(copyOf(each))) ?? [];
				if (all && envelopes.length > 0) await write({ ...all, envelopes });
			}),
		/**
		 * The server has answered: files that hold nothing else may go.
		 * @param keep ids of what it has nothing of all the same
		 */
		answered: (store: StoreRecord, keep: readonly string[] = []) =>
			inTurn(() => prune(store, keep)),
		/** Deletes files of another store, of which everything has had its answer. */
		discard: (names: string[], storeId: string, answeredSeq: number) =>
			inTurn(() => ask({ kind: 'prune', names, storeId, answeredSeq, keep: [] }, READ_LIMIT_MS)),
		/** Deletes everything, for a tablet that clears itself. */
		clear: () => inTurn(() => ask({ kind: 'clear' }, READ_LIMIT_MS)),
		/** Called whenever `health` changes. */
		subscribe(listener: () => void): () => void {
			listeners.add(listener);
			return () => listeners.delete(listener);
		}
	};
}
