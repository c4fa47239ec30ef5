import { expect, it } from 'vitest';
import { anOffer } from '../../../../tests/builders/offers.ts';
import { offerDetailsSchema } from '../../domain/offers/offer.ts';
import { offerValueText } from './offer-values.ts';

it('reads every field of an offer in words', () => {
	const offer = anOffer({
		volunteerName: 'Elio Esempio',
		phone: '+390372000000',
		skills: ['groceries', 'other'],
		otherSkill: 'Cucito',
		neighbourhoodIds: ['po'],
		availability: [{ day: 'MO', when: 'morning' }],
		languages: ['it'],
		note: 'Suonare due volte'
	});
	for (const field of Object.keys(offerDetailsSchema.entries)) {
		const value = offer[field as keyof typeof offer];
		expect(
			offerValueText(field, value, () => 'Po'),
			field
		).not.toBe('');
	}
	expect(offerValueText('availability', offer.availability, () => 'Po')).toBe('Lunedì mattina');
});
