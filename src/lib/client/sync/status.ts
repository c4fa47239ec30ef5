/**
 * The truth about sending, in the kinds of the chip. "Sent" is only ever said of what the server confirmed.
 */
import { isUnsent } from '../../../../sync/client/again.ts';
import { isStillSealed } from '../../../../sync/client/exceptions.ts';
import type { ContactState, SyncClient } from '../../../../sync/client/sync-client.ts';
import type { Replica } from '../../../../sync/client/replica.ts';
import type { Envelope } from '../../../../sync/protocol/envelope.ts';
import { UNREADABLE } from '../../../../sync/protocol/sealed.ts';
import { toFix, type ToFix } from './to-fix.ts';

export type ChipKind =
	| 'all-sent'
	| 'nothing-to-send'
	/** Nobody knows yet whether the server answers: no contact has ended since the app was opened. */
	| 'waiting'
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
	/** Not sent because they wait for one that is to be fixed. */
	waiting: number;
	/** Both together, counted as `unsent` is: a person and the request of the same save are one. */
	stuck: number;
	/** Of the unsent, those sealed to somebody else: on a shared tablet anybody sends them, and only their people read them. */
	sealed: number;
	/** Of those to be fixed, whose the server could not open: it is for them to unlock, and each is named once. */
	unopenedOf: readonly string[];
	/** Records the server has never seen although this device numbered them, and that are not here any more. */
	missing: number;
	/** Milliseconds since the epoch; null when nothing is unsent. */
	oldestUnsentAt: number | null;
	lastContactAt: number | null;
	online: boolean;
	clockWrong: boolean;
	signInNeeded: boolean;
	readOnly: boolean;
	/** The server had lost what it had confirmed; what is kept here was sent to it again. */
	serverPutBack: boolean;
	/** What could not be taken over from the server, or why the device could not be written; null when all is well. */
	stopped: string | null;
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
	if (!next) return false;
	// What is sealed does not say what it is: whoever writes two things at once has written one.
	const isSealed = envelope.name === UNREADABLE && next.name === UNREADABLE;
	if (isSealed) return next.at === envelope.at && next.actor === envelope.actor;
	if (!ofOneSave[envelope.name]?.includes(next.name)) return false;
	// One save has one time; the next request of the same minute is another matter.
	return next.at === envelope.at;
}

/** One for each save of which something is to be sent by itself: the last of what was written in it. */
export function unsentSaves(
	replica: Pick<Replica, 'meta' | 'outbox' | 'exceptions'>,
	groups: readonly ToFix[]
): Envelope[] {
	const { outbox } = replica;
	const waiting = new Set(groups.flatMap((group) => group.waiting.map(({ seq }) => seq)));
	return [...outbox.values()].filter(
		(envelope) =>
			isUnsent(replica, envelope.seq) &&
			!waiting.has(envelope.seq) &&
			// Of one save, too, one may have gone and the other not.
			!(goesWithNext(envelope, outbox) && isUnsent(replica, envelope.seq + 1))
	);
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
	if (last === null) return 'waiting';
	if (last === 'ok') return 'sending';
	return 'server-silent';
}

/** @param besides to be sent and not in this store: of an earlier enrolment of the tablet */
export function syncStatusOf(
	{ replica, contact, readOnly }: Pick<SyncClient, 'replica' | 'contact' | 'readOnly'>,
	online: boolean,
	besides: number = 0
): SyncStatus {
	const { meta, outbox } = replica;
	const groups = toFix(replica);
	const fixing = new Set(groups.map(({ refused }) => refused.seq));
	const waiting = new Set(groups.flatMap((group) => group.waiting.map(({ seq }) => seq)));
	const unsent = unsentSaves(replica, groups);
	const counts = {
		unsent: unsent.length + besides,
		toFix: groups.length,
		waiting: waiting.size,
		sealed: unsent.filter(({ name }) => name === UNREADABLE).length,
		stuck: [...fixing, ...waiting].filter((seq) => {
			const envelope = outbox.get(seq);
			return envelope && !(goesWithNext(envelope, outbox) && waiting.has(seq + 1));
		}).length,
		// What is here is sent again: it is unsent, and not lost.
		missing: meta.missing.filter((seq) => !outbox.has(seq)).length
	};
	const unopened = groups.filter(({ exception }) => isStillSealed(exception));
	return {
		...counts,
		unopenedOf: [...new Set(unopened.map(({ refused }) => refused.actor))],
		chip: chipKind(counts, contact, online),
		oldestUnsentAt: unsent.length > 0 ? Math.min(...unsent.map(({ at }) => at)) : null,
		lastContactAt: meta.lastContactAt,
		online,
		clockWrong: contact.clockWrong,
		signInNeeded: contact.last?.kind === 'sign-in-needed',
		readOnly,
		serverPutBack: contact.serverPutBack,
		stopped: contact.stopped
	};
}
