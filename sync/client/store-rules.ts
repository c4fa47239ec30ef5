/** Rules that every device store follows, whatever it is made of. */
import { formatChecksum, parseChecksum, updateChecksum } from '../merge/checksum.ts';
import type { WireEnvelope } from '../protocol/sealed.ts';
import { KEEP_ACKNOWLEDGED_MS, type BatchLimit } from '../protocol/limits.ts';
import type { Cursor } from '../protocol/pull.ts';
import { DEPENDS_ON_WITHHELD } from './exceptions.ts';
import {
	DeviceStoreError,
	type Acknowledgement,
	type BaseRow,
	type DeviceMeta,
	type Exception,
	type Replacement,
	type ScopeCursor
} from './ports.ts';

/** @throws DeviceStoreError `read-only` when a newer app has opened the store */
export function requireWritable(meta: DeviceMeta, schemaVersion: number): void {
	if (meta.schemaVersion > schemaVersion) throw new DeviceStoreError('read-only');
}

/** The scope once the server has taken something that the rows fetched before do not contain. */
export function withoutTaken(scope: ScopeCursor, takenFrom: number | undefined): ScopeCursor {
	if (takenFrom === undefined || scope.confirmedSeq < takenFrom) return scope;
	return { ...scope, confirmedSeq: takenFrom - 1 };
}

/** The longest run from the start that fits the limit; one envelope always does. */
export function takeBatch(envelopes: readonly WireEnvelope[], limit: BatchLimit): WireEnvelope[] {
	const batch: WireEnvelope[] = [];
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

/**
 * The seq up to which acknowledged envelopes may be forgotten. The device's clock has no say: one that is a year ahead would
 * have it forget what a server restored from last night's backup still needs.
 */
export function prunableThrough(
	acknowledgements: readonly Acknowledgement[],
	scopes: readonly ScopeCursor[],
	before: number
): number {
	const old = acknowledgements.filter(
		({ serverAt }) => serverAt !== undefined && serverAt < before
	);
	const answered = Math.max(0, ...old.map((entry) => entry.throughSeq));
	return Math.min(answered, ...scopes.map((scope) => scope.confirmedSeq));
}

/**
 * The moment before which acknowledged envelopes are old enough to forget.
 * @param serverNow server clock, milliseconds since the epoch
 */
export function retentionLimit(serverNow: number): number {
	return serverNow - KEEP_ACKNOWLEDGED_MS;
}

/**
 * What is known of a server that was restored: nothing of what is kept here was answered, and what is lost here it has to be
 * told too.
 * @param kept seqs of what the device still has
 * @param confirmedSeq the highest number that the server has now, where it is known
 */
export function inNewHistory(
	meta: DeviceMeta,
	epoch: string,
	kept: readonly number[],
	confirmedSeq: number
): DeviceMeta {
	const here = new Set(kept);
	const missing = meta.missing.filter((seq) => !here.has(seq));
	const first = [...kept, ...missing].reduce((a, b) => Math.min(a, b), meta.highestSeq + 1);
	return { ...meta, epoch, answeredSeq: Math.min(first - 1, confirmedSeq), missing };
}

/** Whether the person may still decide about an envelope: it is refused, parked or unsent, and nothing stands in its place. */
export function isOpen(
	seq: number,
	exception: Exception | undefined,
	answeredSeq: number
): boolean {
	return exception ? exception.supersededBy === null : seq > answeredSeq;
}

function keptBack(envelope: { seq: number; id: string }, at: number): Exception {
	const { seq, id } = envelope;
	return { seq, id, outcome: 'blocked', reason: DEPENDS_ON_WITHHELD, at, supersededBy: null };
}

/** The exception of an envelope once another has taken its place. */
export function asReplaced(
	exception: Exception | undefined,
	{ intent, ...envelope }: Replacement,
	at: number
): Exception {
	const { setAsideAt: _given, ...standing } = exception ?? keptBack(envelope, at);
	return { ...standing, supersededBy: intent.id };
}

/** The exception of an envelope put aside, or taken back when `at` is null; unsent ones are kept back from then on. */
export function asSetAside(
	exception: Exception | undefined,
	envelope: { seq: number; id: string },
	at: number | null
): Exception {
	const { setAsideAt: _given, ...standing } = exception ?? keptBack(envelope, at ?? 0);
	return at === null ? standing : { ...standing, setAsideAt: at };
}

/** What stands in the place of an envelope that was forgotten: its number is not lost, and nothing is to be put right. */
export function asForgotten(
	standing: Exception | undefined,
	{ seq, id }: { seq: number; id: string },
	at: number
): Exception {
	const supersededBy = standing?.supersededBy ?? null;
	return { seq, id, outcome: 'erased', reason: null, at, supersededBy, setAsideAt: at };
}

/** A new answer never undoes what a person has decided since the question left, be it that they took something back. */
export function withDecision(answered: Exception, stored: Exception | undefined): Exception {
	if (!stored) return answered;
	const { setAsideAt: _then, ...answer } = answered;
	const { supersededBy, setAsideAt } = stored;
	return { ...answer, supersededBy, ...(setAsideAt !== undefined && { setAsideAt }) };
}

/**
 * The scopes with their checksums over the other rows. Whoever can read fewer than the server has fetches the scope anew,
 * so that a row that was damaged on the device is whole again.
 */
export function withoutRows(
	scopes: readonly ScopeCursor[],
	unread: readonly Pick<BaseRow, 'scope' | 'collection' | 'key' | 'rev'>[]
): ScopeCursor[] {
	return scopes.map((scope) => {
		let sum = parseChecksum(scope.checksum);
		for (const row of unread)
			if (row.scope === scope.scope) sum = updateChecksum(sum, row, undefined);
		return { ...scope, checksum: formatChecksum(sum) };
	});
}
