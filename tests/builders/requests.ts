import type { FollowUp } from '../../src/lib/domain/follow-ups/follow-up.ts';
import type { AssistedRequest, RequestEvent } from '../../src/lib/domain/requests/request.ts';

const base: AssistedRequest = {
	id: '018f0000-0000-7000-8000-000000000001',
	code: '7K4M-29QX-3TBW',
	accessPointId: 'cambonino',
	personId: null,
	personName: '',
	neighbourhoodId: null,
	needs: ['groceries-meals'],
	forWhom: 'self',
	actingFor: null,
	urgency: 'can-wait',
	timeWindow: { days: [], parts: [] },
	words: '',
	services: [],
	channel: 'in-person',
	status: 'requested',
	outcome: null,
	owner: null,
	registeredBy: 'marta',
	registeredByName: 'Marta R.',
	registeredAt: 1_700_000_000_000
};

/** A request that matters only in what the test names. */
export function aRequest(change: Partial<AssistedRequest> = {}): AssistedRequest {
	return { ...base, ...change };
}

/** A call agreed on, about that request. */
export function aFollowUp(change: Partial<FollowUp> = {}): FollowUp {
	return {
		id: '018f0000-0000-7000-8000-00000000f001',
		requestId: base.id,
		accessPointId: base.accessPointId,
		kind: 'callback',
		dueAt: 1_700_000_000_000,
		durationMinutes: null,
		text: '',
		provider: null,
		contactName: '',
		status: 'open',
		outcome: null,
		outcomeText: '',
		closedAt: null,
		createdBy: 'marta',
		createdByName: 'Marta R.',
		createdAt: 1_700_000_000_000,
		...change
	};
}

/** A line of that request's history. */
export function anEvent(change: Partial<RequestEvent> = {}): RequestEvent {
	return {
		id: '018f0000-0000-7000-8000-00000000e001',
		requestId: base.id,
		accessPointId: base.accessPointId,
		kind: 'note',
		actorId: 'marta',
		actorName: 'Marta R.',
		at: 1_700_000_000_000,
		text: '',
		fields: [],
		from: null,
		to: null,
		...change
	};
}
