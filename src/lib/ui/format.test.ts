import { describe, expect, it } from 'vitest';
import { ageWords, dayAndTime, longDate, mediumDate, shortTime, timeOrDay } from './format.ts';

const at = (day: number, hour: number, minute: number, month = 11, year = 2026) =>
	new Date(year, month - 1, day, hour, minute).getTime();
const now = at(12, 10, 24);
const minutes = (count: number) => count * 60_000;
const days = (count: number) => minutes(count * 24 * 60);

describe('when something happened', () => {
	it('names today by its hour, without a leading zero', () => {
		expect(dayAndTime(at(12, 9, 12), now, 'it')).toBe('oggi 9:12');
		expect(dayAndTime(at(12, 9, 12), now, 'en')).toBe('today 9:12');
		expect(shortTime(at(12, 8, 5))).toBe('8:05');
	});

	it('says yesterday for the calendar day before, however few hours ago', () => {
		expect(dayAndTime(at(11, 17, 40), now, 'it')).toBe('ieri, 17:40');
		expect(dayAndTime(at(11, 23, 59), at(12, 0, 1), 'it')).toBe('ieri, 23:59');
		expect(dayAndTime(at(11, 17, 40), now, 'en')).toBe('yesterday, 17:40');
	});

	it('keeps to the calendar on the night the clocks change', () => {
		expect(dayAndTime(at(25, 0, 10, 10), at(26, 0, 5, 10), 'it')).toBe('ieri, 0:10');
		expect(dayAndTime(at(28, 23, 50, 3), at(29, 23, 55, 3), 'it')).toBe('ieri, 23:50');
	});

	it('gives the date before yesterday, and the year when it is another', () => {
		expect(dayAndTime(at(10, 16, 20), now, 'it')).toBe('10 nov, 16:20');
		expect(dayAndTime(at(31, 9, 0, 12, 2025), now, 'it')).toBe('31 dic 2025, 9:00');
	});

	it('gives the date of a moment ahead of the clock rather than calling it today', () => {
		expect(dayAndTime(at(13, 8, 0), now, 'it')).toBe('13 nov, 8:00');
	});

	it('leaves out the day where today goes without saying', () => {
		expect(timeOrDay(at(12, 8, 12), now, 'it')).toBe('8:12');
		expect(timeOrDay(at(11, 17, 32), now, 'it')).toBe('ieri, 17:32');
	});

	it('opens the day with a capital letter', () => {
		expect(longDate(now, 'it')).toBe('Giovedì 12 novembre');
		expect(longDate(now, 'en')).toBe('Thursday 12 November');
		expect(mediumDate(now, 'it')).toBe('Gio 12 nov');
	});
});

describe('how long a request has been waiting', () => {
	it.each([
		[minutes(0), 'da 1 min'],
		[minutes(20), 'da 20 min'],
		[minutes(60), 'da 1 h'],
		[minutes(65), 'da 1 h 05'],
		[minutes(90), 'da 1 h 30'],
		[days(1), 'da 1 giorno'],
		[days(2) + minutes(30), 'da 2 giorni'],
		[days(13), 'da 13 giorni'],
		[days(14), 'da 2 settimane'],
		[days(23), 'da 3 settimane']
	])('after %d ms it is "%s"', (ageMs, words) => {
		expect(ageWords(now - ageMs, now, 'it')).toBe(words);
	});

	it('never counts below zero when the clock of the tablet is behind', () => {
		expect(ageWords(now + minutes(5), now, 'it')).toBe('da 1 min');
	});

	it('speaks English too', () => {
		expect(ageWords(now - minutes(90), now, 'en')).toBe('for 1 h 30');
		expect(ageWords(now - days(1), now, 'en')).toBe('for 1 day');
	});
});
