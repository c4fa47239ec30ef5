import type { Offer } from '../../src/lib/domain/offers/offer.ts';

const base: Offer = {
	id: '018f0000-0000-7000-8000-0000000000a1',
	accessPointId: 'cambonino',
	volunteerUserId: null,
	volunteerName: 'Piero G.',
	phone: '',
	skills: ['groceries'],
	otherSkill: '',
	neighbourhoodIds: [],
	availability: [],
	languages: ['it'],
	frequency: 'weekly',
	transport: 'bicycle',
	note: '',
	status: 'active',
	pausedUntil: null,
	registeredBy: 'marta',
	registeredByName: 'Marta R.',
	registeredAt: 1_700_000_000_000
};

/** A help offer that matters only in what the test names. */
export function anOffer(change: Partial<Offer> = {}): Offer {
	return { ...base, ...change };
}
