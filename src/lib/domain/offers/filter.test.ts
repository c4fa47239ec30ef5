import { describe, expect, it } from 'vitest';
import { anOffer } from '../../../../tests/builders/offers.ts';
import {
	byPresenceAndName,
	matchesOfferFilter,
	noOfferFilter,
	type OfferFilter
} from './filter.ts';

const label = (skill: string) => (skill === 'groceries' ? 'Spesa e commissioni' : skill);
const found = (change: Partial<OfferFilter>, offer = anOffer()) =>
	matchesOfferFilter(offer, { ...noOfferFilter, ...change }, label);

describe('finding an offer', () => {
	it.each(['piero', 'PIÉRO g', 'commissioni piero', '333 000'])('finds %j', (text) => {
		expect(found({ text }, anOffer({ phone: '+393330000001' }))).toBe(true);
	});

	it.each([{ text: 'sofia' }, { skill: 'digital' }, { day: 'MO' }, { language: 'ro' }] as const)(
		'does not find it by %j',
		(change) => {
			expect(found(change)).toBe(false);
		}
	);

	it('finds by day, language and skill', () => {
		const offer = anOffer({ availability: [{ day: 'MO', when: 'morning' }], languages: ['ro'] });
		expect(found({ day: 'MO', language: 'ro', skill: 'groceries' }, offer)).toBe(true);
	});

	it('counts who named no neighbourhood in every one', () => {
		expect(found({ neighbourhoodId: 'zaist' })).toBe(true);
		const near = anOffer({ neighbourhoodIds: ['cambonino'] });
		expect(found({ neighbourhoodId: 'zaist' }, near)).toBe(false);
		expect(found({ neighbourhoodId: 'cambonino' }, near)).toBe(true);
	});

	it('keeps withdrawn ones apart', () => {
		const gone = anOffer({ status: 'withdrawn' });
		expect([found({}, gone), found({ withdrawn: true }, gone)]).toEqual([false, true]);
		expect(found({ withdrawn: true })).toBe(false);
	});

	it('puts who is there before who is paused', () => {
		const list = [
			anOffer({ volunteerName: 'Anna', status: 'paused' }),
			anOffer({ volunteerName: 'Sofia' }),
			anOffer({ volunteerName: 'Lucia', status: 'paused', pausedUntil: '2026-11-01' })
		];
		const names = list.sort(byPresenceAndName('2026-11-12')).map((offer) => offer.volunteerName);
		expect(names).toEqual(['Lucia', 'Sofia', 'Anna']);
	});
});
