/** Requests that were passed on to somebody who has not yet taken notice. */
import type { AssistedRequest, RequestEvent } from '../requests/request.ts';
import { isOpen } from '../requests/status.ts';

export interface Handover<Request> {
	request: Request;
	fromName: string;
	note: string;
	at: number;
}

interface Trail {
	/** The last time somebody was put in charge. */
	owning: RequestEvent | undefined;
	/** The last thing the person did. */
	own: RequestEvent | undefined;
}

function later(a: RequestEvent | undefined, b: RequestEvent): RequestEvent {
	if (!a) return b;
	return b.at > a.at || (b.at === a.at && b.id > a.id) ? b : a;
}

/**
 * What was handed over to a person and waits to be noticed: it is theirs, the last change of owner is a hand-over by
 * somebody else, and they have done nothing about it since.
 */
export function handoversTo<Request extends Pick<AssistedRequest, 'id' | 'owner' | 'status'>>(
	userId: string,
	requests: readonly Request[],
	events: Iterable<RequestEvent>
): Handover<Request>[] {
	const theirs = new Map(
		requests
			.filter(({ owner, status }) => owner?.id === userId && isOpen(status))
			.map((request) => [request.id, request])
	);
	const trails = new Map<string, Trail>();
	for (const event of events) {
		if (!theirs.has(event.requestId)) continue;
		const trail = trails.get(event.requestId) ?? { owning: undefined, own: undefined };
		if (event.kind === 'handed-over' || event.kind === 'assigned') {
			trail.owning = later(trail.owning, event);
		}
		if (event.actorId === userId) trail.own = later(trail.own, event);
		trails.set(event.requestId, trail);
	}
	return [...trails].flatMap(([id, { owning, own }]) => {
		const request = theirs.get(id);
		if (!request || owning?.kind !== 'handed-over' || owning.actorId === userId) return [];
		if (own && later(owning, own) === own) return [];
		return [{ request, fromName: owning.actorName, note: owning.text, at: owning.at }];
	});
}
