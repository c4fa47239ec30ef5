import { describe, expect, it } from 'vitest';
import { dueColumn, dueWords } from './due-words.ts';

const at = (time: string) => Date.parse(`2026-11-${time}+01:00`);
const clock = { now: at('12T10:24'), timezone: 'Europe/Rome' };
const call = (time: string) => ({ kind: 'callback' as const, dueAt: at(time) });
const referral = (time: string) => ({ kind: 'referral' as const, dueAt: at(time) });

describe('agreed times in words', () => {
	it.each([
		['12T15:00', 'oggi 15:00', 'today 15:00'],
		['13T09:05', 'domani, 9:05', 'tomorrow, 9:05'],
		['11T17:40', 'ieri, 17:40', 'yesterday, 17:40'],
		['16T09:00', 'lunedì, 9:00', 'Monday, 9:00'],
		['19T09:00', '19 nov, 9:00', '19 Nov, 9:00'],
		['02T09:00', '2 nov, 9:00', '2 Nov, 9:00']
	])('on the %s: %s', (time, it, en) => {
		expect(dueWords(call(time), clock, 'it')).toBe(it);
		expect(dueWords(call(time), clock, 'en')).toBe(en);
	});

	it('says only the day of a referral', () => {
		expect(dueWords(referral('16T12:00'), clock, 'it')).toBe('lunedì');
	});

	it('goes by the city’s clock, wherever the device thinks it is', () => {
		const lisbon = { ...clock, timezone: 'Europe/Lisbon' };
		expect(dueWords(call('12T15:00'), lisbon, 'it')).toBe('oggi 14:00');
	});

	it('says in the list of today only the hour, and the day of what is late', () => {
		expect(dueColumn(call('12T09:00'), clock, 'it')).toBe('9:00');
		expect(dueColumn(call('11T09:00'), clock, 'it')).toBe('ieri, 9:00');
		expect(dueColumn(referral('12T12:00'), clock, 'it')).toBe('oggi');
	});
});
