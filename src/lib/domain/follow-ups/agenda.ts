/**
 * What this day holds: what is late, what was handed over, then everything else by the hour.
 */
import type { AssistedRequest } from '../requests/request.ts';
import { dayAround } from './city-time.ts';
import { dueOf, isStanding, type Due } from './due.ts';
import type { FollowUp } from './follow-up.ts';
import type { Handover } from './handovers.ts';

export type AgendaEntry<Request, Step> =
	| { kind: 'new'; at: number; request: Request }
	| { kind: 'handover'; at: number; request: Request; handover: Handover<Request> }
	| {
			kind: 'step';
			at: number;
			request: Request;
			step: Step;
			due: Exclude<Due, 'later'>;
	  };

export interface AgendaInput<Request, Step> {
	requests: readonly Request[];
	followUps: readonly Step[];
	handovers: readonly Handover<Request>[];
	/** Milliseconds since the epoch. */
	now: number;
	/** Of the city, IANA name. */
	timezone: string;
}

function rankOf(entry: AgendaEntry<unknown, unknown>): number {
	if (entry.kind === 'handover') return 2;
	if (entry.kind === 'new') return 3;
	return { late: 0, now: 1, today: 3 }[entry.due];
}

export function agendaOf<
	Request extends Pick<AssistedRequest, 'id' | 'status' | 'registeredAt'>,
	Step extends FollowUp
>(input: AgendaInput<Request, Step>): AgendaEntry<Request, Step>[] {
	const { requests, followUps, handovers, now, timezone } = input;
	const requestsById = new Map(requests.map((request) => [request.id, request]));
	const handed = new Set(handovers.map(({ request }) => request.id));
	const today = dayAround(now, timezone);
	const entries: AgendaEntry<Request, Step>[] = handovers.map((handover) => {
		const { request, at } = handover;
		return { kind: 'handover', at, request, handover };
	});
	for (const request of requests) {
		const isNew = today.from <= request.registeredAt && request.registeredAt < today.to;
		// Whoever is handed a request of today reads it once.
		if (!isNew || handed.has(request.id)) continue;
		entries.push({ kind: 'new', at: request.registeredAt, request });
	}
	for (const step of followUps) {
		const request = requestsById.get(step.requestId);
		if (!request || !isStanding(step, request)) continue;
		const due = dueOf(step, now, timezone);
		if (due !== 'later') entries.push({ kind: 'step', at: step.dueAt, request, step, due });
	}
	return entries.sort((a, b) => rankOf(a) - rankOf(b) || a.at - b.at);
}
