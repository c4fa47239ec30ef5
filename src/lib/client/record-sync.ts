/** Where one record stands on its way to the server. */
import type { OpenDesk } from './desk.svelte';
import { isUnsent } from '../../../sync/client/again';
import { isDecided, needsFixing } from '../../../sync/client/exceptions';

export type RecordSync =
	| { kind: 'on-tablet' }
	| { kind: 'sending' }
	/** `at`: device clock, milliseconds; null when it was confirmed before this device kept count. */
	| { kind: 'sent'; at: number | null }
	| { kind: 'to-fix'; reason: string };

/** @param seqs the device's own intents that touched the record; none for a record that came from the server. */
export function recordSync({ client }: OpenDesk, seqs: readonly number[]): RecordSync {
	const { replica, contact } = client;
	for (const seq of seqs) {
		const exception = replica.exceptions.get(seq);
		if (exception && needsFixing(exception)) {
			return { kind: 'to-fix', reason: exception.reason ?? exception.outcome };
		}
	}
	// What was written anew or given up says nothing of the record any more.
	const last = seqs.findLast((seq) => {
		const exception = replica.exceptions.get(seq);
		return !exception || !isDecided(exception);
	});
	if (last === undefined) return { kind: 'sent', at: null };
	if (isUnsent(replica, last)) {
		const { sending } = contact;
		const isLeaving = sending && last >= sending.fromSeq && last <= sending.throughSeq;
		return { kind: isLeaving ? 'sending' : 'on-tablet' };
	}
	const answer = replica.acknowledgements.find(
		({ fromSeq, throughSeq }) => fromSeq <= last && last <= throughSeq
	);
	return { kind: 'sent', at: answer?.at ?? null };
}
