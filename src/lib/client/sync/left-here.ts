/**
 * What has not reached the server, as it can be named to anybody: by whom and when, and nothing of what. A locked tablet
 * can say no more, and need not.
 */
import { isStillSealed } from '../../../../sync/client/exceptions.ts';
import type { Replica } from '../../../../sync/client/replica.ts';
import { unsentSaves } from './status.ts';
import { toFix } from './to-fix.ts';

/** Of one save. */
export interface LeftHere {
	seq: number;
	/** A person, or the tablet itself. */
	actor: string;
	/** Device clock, milliseconds since the epoch. */
	at: number;
}

/** Oldest first: what is to be sent, and what the server has not been able to open. */
export function leftHere(replica: Pick<Replica, 'meta' | 'outbox' | 'exceptions'>): LeftHere[] {
	const groups = toFix(replica);
	const unopened = groups
		.filter(({ exception }) => isStillSealed(exception))
		.map(({ refused }) => refused);
	return [...unsentSaves(replica, groups), ...unopened]
		.sort((a, b) => a.seq - b.seq)
		.map(({ seq, actor, at }) => ({ seq, actor, at }));
}
