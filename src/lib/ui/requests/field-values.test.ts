import { describe, expect, it } from 'vitest';
import { aPlanItem, aStoredOrientation } from '../../../../tests/builders/orientation.ts';
import { aRequest } from '../../../../tests/builders/requests.ts';
import { requestDetailsSchema } from '../../domain/requests/request.ts';
import { fieldValueText } from './field-values.ts';

const request = aRequest({
	personName: 'Anna Esempio',
	neighbourhoodId: 'po',
	actingFor: { name: 'Ennio', relation: 'padre' },
	timeWindow: { days: ['TH', 'FR'], parts: ['morning'] },
	words: 'Non fa le scale.',
	services: [{ id: 's', name: 'Pasti a domicilio' }],
	plan: [aPlanItem()],
	orientation: aStoredOrientation()
});
const place = () => 'Po';

describe('a field two people changed', () => {
	it('is read in words, never as a code', () => {
		expect(fieldValueText('urgency', 'today', place)).toBe('Oggi');
		expect(fieldValueText('timeWindow', request.timeWindow, place)).toBe(
			'Giovedì o venerdì, mattina'
		);
		expect(fieldValueText('channel', 'phone', place)).toBe('Al telefono');
		expect(fieldValueText('forWhom', 'family', place)).toBe('Un familiare');
		expect(fieldValueText('neighbourhoodId', 'po', place)).toBe('Po');
	});

	it('has words for what is known of a person', () => {
		expect(fieldValueText('phone', '+390372000000', place)).toBe('0372 000 000');
		expect(fieldValueText('language', 'ro', place)).toBe('romeno');
		expect(fieldValueText('findAgain', 'Al mercato', place)).toBe('Al mercato');
	});

	it('has words whichever field of a request it is', () => {
		const fields = [...Object.keys(requestDetailsSchema.entries), 'personName', 'neighbourhoodId'];
		for (const field of fields) {
			const value = request[field as keyof typeof request];
			expect(fieldValueText(field, value, place)).not.toBe('');
		}
	});
});
