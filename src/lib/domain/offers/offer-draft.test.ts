import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { anOffer } from '../../../../tests/builders/offers.ts';
import {
	draftOfOffer,
	emptyOfferDraft,
	isBlankOffer,
	offerDetails,
	offerProblems,
	readOfferDraft,
	withDay
} from './offer-draft.ts';
import { offerDetailsSchema } from './offer.ts';

describe('an offer being written', () => {
	it('needs a desk, a name and one thing to do', () => {
		expect(offerProblems(emptyOfferDraft(''))).toEqual(['no-desk', 'no-name', 'no-skill']);
		const enough = { ...emptyOfferDraft('cambonino', 'Piero'), skills: ['digital' as const] };
		expect(offerProblems(enough)).toEqual([]);
		expect(v.is(offerDetailsSchema, offerDetails(enough))).toBe(true);
	});

	it('says what cannot be read: a telephone, hours that end before they begin', () => {
		const draft = { ...emptyOfferDraft('cambonino', 'Piero'), skills: ['company' as const] };
		const hours = (from: string, to: string) => ({
			...draft,
			stretches: [{ day: 'MO' as const, when: 'hours' as const, from, to }]
		});
		expect(offerProblems({ ...draft, phone: 'non lo so' })).toEqual(['phone-unreadable']);
		expect(offerProblems(hours('12:00', '09:00'))).toEqual(['hours-unreadable']);
		expect(offerProblems(hours('12:00', ''))).toEqual(['hours-unreadable']);
		expect(offerProblems(hours('09:00', '12:00'))).toEqual([]);
	});

	it('is the same again after it was shown in a form', () => {
		const offer = anOffer({
			phone: '+393330000001',
			skills: ['other'],
			otherSkill: 'Cucire',
			availability: [
				{ day: 'MO', when: 'hours', from: '09:00', to: '12:00' },
				{ day: 'TU', when: 'all-day' }
			]
		});
		expect(offer).toMatchObject(offerDetails(draftOfOffer(offer)));
	});

	it('keeps no other words once nothing else is offered', () => {
		const draft = { ...emptyOfferDraft('c', 'Piero'), otherSkill: 'Cucire' };
		expect(offerDetails({ ...draft, skills: ['company'] }).otherSkill).toBe('');
	});

	it('is blank until somebody writes; the name of who is signed in does not count', () => {
		expect(isBlankOffer(emptyOfferDraft('c', 'Piero'), 'Piero')).toBe(true);
		expect(isBlankOffer(emptyOfferDraft('c', 'Piero'))).toBe(false);
	});

	it('reads what an older app kept, without what it cannot read', () => {
		const kept = { ...emptyOfferDraft('c', 'Piero'), frequency: 'hourly', note: 7 };
		expect(readOfferDraft(kept)).toMatchObject({ volunteerName: 'Piero', frequency: 'weekly' });
		expect(readOfferDraft('text')).toBeNull();
	});

	it('gives a new day the hours of the one before, in the order of the week', () => {
		const wednesday = [{ day: 'WE', when: 'hours', from: '09:00', to: '12:00' } as const];
		expect(withDay(wednesday, 'MO')).toEqual([{ ...wednesday[0], day: 'MO' }, wednesday[0]]);
	});
});
