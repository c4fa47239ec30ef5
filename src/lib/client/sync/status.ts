/**
 * The truth about sending, in the eight kinds of the chip. "Sent" is only ever said of what the server confirmed.
 */
import type { ContactState } from '../../../../sync/client/sync-client.ts';
import type { Replica } from '../../../../sync/client/replica.ts';
import type { Exception } from '../../../../sync/client/ports.ts';
import type { Envelope } from '../../../../sync/protocol/envelope.ts';

export type ChipKind =
	| 'all-sent'
	| 'nothing-to-send'
	| 'waiting-offline'
	| 'sending'
	| 'server-silent'
	| 'captive-portal'
	| 'to-fix'
	| 'missing';

export interface SyncStatus {
	chip: ChipKind;
	unsent: number;
	toFix: number;
	/** Records the server has never seen although this device numbered them. */
	missing: number;
	/** Milliseconds since the epoch; null when nothing is unsent. */
	oldestUnsentAt: number | null;
	lastContactAt: number | null;
	online: boolean;
	clockWrong: boolean;
	signInNeeded: boolean;
	readOnly: boolean;
	/** What could not be taken over from the server, or why the device could not be written; null when all is well. */
	stopped: string | null;
}

/** Whether a person has something to do about it. */
export function needsFixing(exception: Exception): boolean {
	return exception.outcome !== 'held' && exception.supersededBy === null;
}

/** What is written of a person in one save with what is written of their request. */
const ofOneSave: { [name: string]: readonly string[] } = {
	'person.register': ['relation.register', 'request.register'],
	'relation.register': ['request.register'],
	'person.edit': ['request.edit', 'person.merge', 'person.unmerge'],
	'request.edit': ['request.edit', 'person.merge', 'person.unmerge']
};

/**
 * Whether an intent is counted and named with the one right after it: of a person and their request, written in one
 * save, the request speaks for both. Who has registered three requests has three things to send.
 */
export function goesWithNext(envelope: Envelope, outbox: ReadonlyMap<number, Envelope>): boolean {
	const next = outbox.get(envelope.seq + 1);
	if (!next || !ofOneSave[envelope.name]?.includes(next.name)) return false;
	// One save has one time; the next request of the same minute is another matter.
	return next.at === envelope.at;
}

type Counts = Pick<SyncStatus, 'unsent' | 'toFix' | 'missing'>;

export function chipKind(
	counts: Counts,
	contact: Pick<ContactState, 'last' | 'running' | 'sending'>,
	online: boolean
): ChipKind {
	if (counts.toFix > 0) return 'to-fix';
	if (counts.missing > 0) return 'missing';
	const last = contact.last?.kind ?? null;
	if (counts.unsent === 0) return online && last === 'ok' ? 'all-sent' : 'nothing-to-send';
	if (contact.sending) return 'sending';
	if (!online || last === 'offline') return 'waiting-offline';
	if (last === 'captive-portal') return 'captive-portal';
	if (last === 'ok' || last === null) return 'sending';
	return 'server-silent';
}

export function syncStatusOf(replica: Replica, contact: ContactState, online: boolean): SyncStatus {
	const { meta, outbox } = replica;
	const unsent = [...outbox.values()].filter(
		(envelope) => envelope.seq > meta.answeredSeq && !goesWithNext(envelope, outbox)
	);
	const counts: Counts = {
		unsent: unsent.length,
		toFix: [...replica.exceptions.values()].filter(needsFixing).length,
		missing: meta.missing.length
	};
	return {
		...counts,
		chip: chipKind(counts, contact, online),
		oldestUnsentAt: unsent.length > 0 ? Math.min(...unsent.map(({ at }) => at)) : null,
		lastContactAt: meta.lastContactAt,
		online,
		clockWrong: contact.clockWrong,
		signInNeeded: contact.last?.kind === 'sign-in-needed',
		readOnly: false,
		stopped: contact.stopped
	};
}
