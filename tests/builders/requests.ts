import type { AssistedRequest } from '../../src/lib/domain/requests/request.ts';

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
