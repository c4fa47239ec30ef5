/** What a person has to put right, each with what waits for it. */
import { isParked, needsFixing } from '../../../../sync/client/exceptions.ts';
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
	const groups: ToFix[] = [];
	const groupOf = new Map<string, ToFix>();
	for (const envelope of [...outbox.values()].sort((a, b) => a.seq - b.seq)) {
		const exception = exceptions.get(envelope.seq);
		const isUnsent = !exception && envelope.seq > meta.answeredSeq;
		const waitsFor = isUnsent || (exception && isParked(exception));
		const group = waitsFor
			? envelope.dependsOn.map((id) => groupOf.get(id)).find(Boolean)
			: undefined;
		if (group) {
			group.waiting.push(envelope);
			groupOf.set(envelope.id, group);
		} else if (exception && needsFixing(exception)) {
			const alone = { refused: envelope, exception, waiting: [] };
			groups.push(alone);
			groupOf.set(envelope.id, alone);
		}
	}
	return groups;
}
