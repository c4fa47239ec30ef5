import { describe, expect, it } from 'vitest';
import { anOffer } from '../../../../tests/builders/offers.ts';
import { calendarDay, statusOn, thereOn } from './availability.ts';

const thursday = { date: '2026-11-12', weekday: 'TH' } as const;

describe('who is there today', () => {
	it('knows the day of the week from Monday to Sunday', () => {
		const days = [9, 10, 11, 12, 13, 14, 15].map((day) =>
			calendarDay(new Date(2026, 10, day, 23, 59).getTime())
		);
		expect(days.map(({ weekday }) => weekday)).toEqual(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);
		expect(days[3]).toEqual(thursday);
	});

	it('names them by the hour they come, with every stretch of the day', () => {
		const piero = anOffer({
			volunteerName: 'Piero',
			availability: [
				{ day: 'TH', when: 'afternoon' },
				{ day: 'TH', when: 'hours', from: '09:00', to: '12:00' },
				{ day: 'FR', when: 'all-day' }
			]
		});
		const omar = anOffer({ volunteerName: 'Omar', availability: [{ day: 'TH', when: 'all-day' }] });
		const friday = anOffer({ availability: [{ day: 'FR', when: 'morning' }] });
		const there = thereOn([piero, omar, friday, anOffer()], thursday);
		expect(there.map(({ offer }) => offer.volunteerName)).toEqual(['Omar', 'Piero']);
		expect(there[1]?.stretches.map(({ when }) => when)).toEqual(['hours', 'afternoon']);
	});

	it('leaves out who is paused or has withdrawn, until the day they are back', () => {
		const availability = [{ day: 'TH', when: 'all-day' }] as const;
		const away = (status: 'paused' | 'withdrawn', pausedUntil: string | null) =>
			thereOn([anOffer({ status, pausedUntil, availability: [...availability] })], thursday).length;
		expect(away('paused', null)).toBe(0);
		expect(away('paused', '2026-11-13')).toBe(0);
		expect(away('paused', '2026-11-12')).toBe(1);
		expect(away('withdrawn', null)).toBe(0);
		expect(statusOn({ status: 'paused', pausedUntil: '2026-11-12' }, '2026-11-11')).toBe('paused');
	});
});
