/**
 * What is sent again although the store has gone past its number: the server has nothing of it.
 *
 * Invariants
 * - What a person has decided about (written anew, given up) is never sent again by itself.
 * - What waits here for another goes only when that one goes too, or has gone.
 * - What the server could not open is tried again by and by: its key, or the session, may have come back. It may also have
 *   been sealed anew here.
 */
import type { Exception } from './ports.ts';
import type { Replica } from './replica.ts';
import {
	isDecided,
	isKeptBack,
	isStillSealed,
	neverLeft,
	standsRefused,
	waitsHere
} from './exceptions.ts';

/** Between two tries of what the server could not open: some hundred pushes a day, of a few records. */
export const TRY_SEALED_AGAIN_MS = 15 * 60_000;

type Records = Pick<Replica, 'meta' | 'outbox' | 'exceptions'>;

/**
 * The server says it has never seen it, and it is here: it is as unsent as what has no answer. A refusal of a history that is
 * no more is none.
 */
export function isStillHere({ meta, outbox, exceptions }: Records, seq: number): boolean {
	if (seq > meta.answeredSeq || !outbox.has(seq) || !meta.missing.includes(seq)) return false;
	const exception = exceptions.get(seq);
	return exception === undefined || !isKeptBack(exception);
}

/** Whether it is to be sent by itself: it has no answer, or the server never saw it. */
export function isUnsent(records: Records, seq: number): boolean {
	const { meta, exceptions } = records;
	return isStillHere(records, seq) || (seq > meta.answeredSeq && !exceptions.has(seq));
}

/**
 * Seqs of everything that is on this device and nowhere else: a tablet is not wiped before there is none. What the server
 * could not open or did not take for its size counts, given up or not; what was written in its stead counts for it.
 */
export function onlyHere(records: Records): number[] {
	return [...records.outbox.keys()].filter((seq) => {
		const exception = records.exceptions.get(seq);
		if (exception && neverLeft(exception) && standsRefused(exception)) return true;
		return isUnsent(records, seq);
	});
}

function isDue({ at }: Exception, now: number): boolean {
	// Either way: a clock that was put back must not make it wait for a year.
	return Math.abs(now - at) >= TRY_SEALED_AGAIN_MS;
}

/**
 * In order.
 * @param now milliseconds since the epoch
 */
export function dueAgain(records: Records, now: number): number[] {
	const { meta, outbox, exceptions } = records;
	const here = meta.missing.filter((seq) => isStillHere(records, seq));
	const standing = [...exceptions.values()].filter(
		(each) => neverLeft(each) && standsRefused(each)
	);
	if (standing.length === 0) return here;
	// Given up it is withheld as well.
	const withheld = new Set(standing.map(({ id }) => id));
	const due = new Set(here);
	for (const exception of standing.toSorted((a, b) => a.seq - b.seq)) {
		const { seq, id } = exception;
		const envelope = outbox.get(seq);
		if (!envelope || isDecided(exception)) continue;
		const goes = waitsHere(exception)
			? !envelope.dependsOn.some((each) => withheld.has(each))
			: isStillSealed(exception) && isDue(exception, now);
		if (!goes) continue;
		due.add(seq);
		withheld.delete(id);
	}
	return [...due].sort((a, b) => a - b);
}
