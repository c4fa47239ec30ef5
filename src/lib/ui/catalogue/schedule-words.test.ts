import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { scheduleText } from './schedule-words';

overwriteGetLocale(() => 'it');

describe('opening hours in words', () => {
	it.each([
		[
			{ days: 'MO,TU,WE,TH,FR', opensAt: '08:30', closesAt: '12:30' },
			'da lunedì a venerdì 8:30–12:30'
		],
		[
			{ days: 'SA,MO,WE', opensAt: '09:00', closesAt: '11:00' },
			'lunedì, mercoledì e sabato 9:00–11:00'
		],
		[{ days: 'MO,TU', opensAt: '14:00' }, 'lunedì e martedì dalle 14:00'],
		[{ days: 'MO,TU,WE,TH,FR,SA,SU' }, 'tutti i giorni'],
		[
			{ days: 'TH', interval: 2, opensAt: '15:00', closesAt: '17:00' },
			'giovedì, ogni 2 settimane 15:00–17:00'
		],
		[{ days: '1SA', freq: 'MONTHLY', opensAt: '09:00' }, 'primo sabato del mese dalle 9:00'],
		[{ days: '-1SU', freq: 'MONTHLY' }, 'ultima domenica del mese'],
		[{ description: 'Su appuntamento' }, 'Su appuntamento'],
		[{ days: 'MO', place: 'PoIS', description: 'Suonare' }, 'PoIS: lunedì. Suonare'],
		[{ days: 'XX', opensAt: 'presto' }, '']
	])('%j', (schedule, words) => {
		expect(scheduleText(schedule)).toBe(words);
	});
});
