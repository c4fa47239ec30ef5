import { describe, expect, it } from 'vitest';
import { anOffer } from '../../../../tests/builders/offers';
import { availabilityLines, offerLine, offerStatusText, stretchText } from './offer-words';

const NOW = new Date(2026, 10, 12).getTime();

describe('an offer in words', () => {
	it('says hours short and parts of a day in words', () => {
		expect(stretchText({ day: 'MO', when: 'hours', from: '09:00', to: '12:30' })).toBe('9–12:30');
		expect(stretchText({ day: 'MO', when: 'all-day' })).toBe('tutto il giorno');
	});

	it('puts days with the same hours on one line', () => {
		const morning = { when: 'hours', from: '09:00', to: '12:00' } as const;
		expect(
			availabilityLines([
				{ day: 'WE', ...morning },
				{ day: 'MO', ...morning },
				{ day: 'FR', when: 'evening' },
				{ day: 'FR', ...morning }
			])
		).toEqual(['Lunedì e mercoledì 9–12', 'Venerdì 9–12, sera']);
	});

	it('says in one line what they do, how they come and what else they speak', () => {
		expect(offerLine(anOffer())).toBe('Spesa e commissioni, in bici');
		const lucia = anOffer({ skills: ['company'], transport: 'none', languages: ['it', 'ro'] });
		expect(offerLine(lucia)).toBe('Compagnia; parla romeno');
		const other = anOffer({
			skills: ['digital', 'other'],
			otherSkill: 'Cucire',
			transport: 'none'
		});
		expect(offerLine(other)).toBe('Telefono, computer e SPID, cucire');
	});

	it('says when somebody paused is back, until they are', () => {
		const paused = { status: 'paused', pausedUntil: '2026-12-03' } as const;
		expect(offerStatusText(paused, '2026-11-12', NOW)).toBe('In pausa, torna il 3 dic');
		expect(offerStatusText(paused, '2026-12-03', NOW)).toBe('Disponibile');
		expect(offerStatusText({ status: 'paused', pausedUntil: null }, '2026-11-12', NOW)).toBe(
			'In pausa'
		);
	});
});
