/** What a person has to put right, each with what waits for it. */
import { mayStandBehind, needsFixing } from '../../../../sync/client/exceptions.ts';
import type { Exception } from '../../../../sync/client/ports.ts';
import type { Replica } from '../../../../sync/client/replica.ts';
import type { Envelope } from '../../../../sync/protocol/envelope.ts';

export interface ToFix {
	refused: Envelope;
	exception: Exception;
	/** Parked behind it or still unsent, in the order they were written: they follow its correction. */
	waiting: Envelope[];
}

type Records = Pick<Replica, 'outbox' | 'exceptions' | 'meta'>;

/** Oldest first. */
export function toFix({ outbox, exceptions, meta }: Records): ToFix[] {
	if (![...exceptions.values()].some(needsFixing)) return [];
	return grouped(outbox, exceptions, needsFixing, ({ seq }) => seq > meta.answeredSeq);
}

/** What was given up, each with what was given up with it; oldest first. */
export function setAside({ outbox, exceptions }: Records): ToFix[] {
	const isAside = (exception: Exception) => exception.setAsideAt !== undefined;
	if (![...exceptions.values()].some(isAside)) return [];
	return grouped(outbox, exceptions, isAside, () => false);
}

function grouped(
	outbox: Records['outbox'],
	exceptions: Records['exceptions'],
	counts: (exception: Exception) => boolean,
	/** Of what has no answer yet. */
	mayWait: (envelope: Envelope) => boolean
): ToFix[] {
	const groups: ToFix[] = [];
	const groupOf = new Map<string, ToFix>();
	for (const envelope of [...outbox.values()].sort((a, b) => a.seq - b.seq)) {
		const exception = exceptions.get(envelope.seq);
		if (exception && !counts(exception)) continue;
		const waits = exception ? mayStandBehind(exception) : mayWait(envelope);
		const group = waits ? envelope.dependsOn.map((id) => groupOf.get(id)).find(Boolean) : undefined;
		if (group) {
			group.waiting.push(envelope);
			groupOf.set(envelope.id, group);
		} else if (exception) {
			const alone = { refused: envelope, exception, waiting: [] };
			groups.push(alone);
			groupOf.set(envelope.id, alone);
		}
	}
	return groups;
}
