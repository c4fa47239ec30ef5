/** Rules that every device store follows, whatever it is made of. */
import type { Envelope } from '../protocol/envelope.ts';
import { KEEP_ACKNOWLEDGED_MS } from '../protocol/limits.ts';
import type { Cursor } from '../protocol/pull.ts';
import type { Acknowledgement, ScopeCursor } from './ports.ts';

/** The longest run from the start that fits the limit; one envelope always does. */
export function takeBatch(
	envelopes: readonly Envelope[],
	limit: { intents: number; bytes: number }
): Envelope[] {
	const batch: Envelope[] = [];
	let bytes = 0;
	for (const envelope of envelopes) {
		bytes += JSON.stringify(envelope).length;
		if (batch.length > 0 && (batch.length >= limit.intents || bytes > limit.bytes)) break;
		batch.push(envelope);
	}
	return batch;
}

export function sameCursor(a: Cursor | null, b: Cursor | null): boolean {
	return a?.epoch === b?.epoch && a?.version === b?.version && a?.scopeHash === b?.scopeHash;
}

/** The seq up to which acknowledged envelopes may be forgotten. */
export function prunableThrough(
	acknowledgements: readonly Acknowledgement[],
	scopes: readonly ScopeCursor[],
	before: number
): number {
	const old = acknowledgements.filter((entry) => entry.at < before);
	const answered = Math.max(0, ...old.map((entry) => entry.throughSeq));
	return Math.min(answered, ...scopes.map((scope) => scope.confirmedSeq));
}

/** The moment before which acknowledged envelopes are old enough to forget. */
export function retentionLimit(now: number): number {
	return now - KEEP_ACKNOWLEDGED_MS;
}
