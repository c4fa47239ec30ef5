import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayAround, daysFrom, instantOf, wallTimeOf, weekdayOf } from './city-time.ts';

const ROME = 'Europe/Rome';
const utc = (text: string) => Date.parse(text);

describe('the clock on the city’s walls', () => {
	it('reads an agreed time in winter and in summer', () => {
		expect(instantOf({ date: '2026-11-12', time: '09:00' }, ROME)).toBe(utc('2026-11-12T08:00Z'));
		expect(instantOf({ date: '2026-07-01', time: '09:00' }, ROME)).toBe(utc('2026-07-01T07:00Z'));
	});

	it('takes an hour that spring leaves out for the one that follows', () => {
		expect(instantOf({ date: '2026-03-29', time: '02:30' }, ROME)).toBe(utc('2026-03-29T01:30Z'));
		expect(wallTimeOf(utc('2026-03-29T01:30Z'), ROME).time).toBe('03:30');
	});

	it('takes the first of an hour that autumn brings twice', () => {
		expect(instantOf({ date: '2026-10-25', time: '02:30' }, ROME)).toBe(utc('2026-10-25T00:30Z'));
	});

	it('keeps nine in the morning at nine over a change of the hour', () => {
		for (const date of ['2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25', '2026-10-26']) {
			const at = instantOf({ date, time: '09:00' }, ROME);
			expect(wallTimeOf(at ?? 0, ROME)).toEqual({ date, time: '09:00' });
		}
	});

	it.each([
		{ date: '2026-02-31', time: '09:00' },
		{ date: '2026-11-12', time: '25:00' },
		{ date: '', time: '09:00' },
		{ date: '2026-11-12', time: '' }
	])('finds no instant in %j', (wall) => {
		expect(instantOf(wall, ROME)).toBeNull();
	});

	it('shows every minute of the year as it is read again, but for the hour that comes twice', () => {
		const zones = fc.constantFrom(ROME, 'Europe/Lisbon', 'America/New_York', 'Asia/Kolkata');
		const minutes = fc
			.integer({ min: utc('2020-01-01') / 60_000, max: utc('2035-01-01') / 60_000 })
			.map((minute) => minute * 60_000);
		fc.assert(
			fc.property(minutes, zones, (at, zone) => {
				const wall = wallTimeOf(at, zone);
				const read = instantOf(wall, zone);
				expect(read === at || read === at - 3_600_000).toBe(true);
				expect(wallTimeOf(read ?? 0, zone)).toEqual(wall);
			})
		);
	});
});

describe('days of the calendar', () => {
	it('bounds the day of an instant, also where a change of the hour makes it longer or shorter', () => {
		const lengthOf = (at: string) => {
			const { from, to } = dayAround(utc(at), ROME);
			return (to - from) / 3_600_000;
		};
		expect(dayAround(utc('2026-11-12T22:59:59Z'), ROME)).toEqual({
			from: utc('2026-11-11T23:00Z'),
			to: utc('2026-11-12T23:00Z')
		});
		expect(dayAround(utc('2026-11-12T23:00Z'), ROME).from).toBe(utc('2026-11-12T23:00Z'));
		expect(['2026-03-29T12:00Z', '2026-10-25T12:00Z'].map(lengthOf)).toEqual([23, 25]);
	});

	it('counts days over a change of the hour and of the year', () => {
		expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
		expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
		expect(daysFrom('2026-10-24', '2026-10-26')).toBe(2);
		expect(daysFrom('2026-11-12', '2026-11-10')).toBe(-2);
	});

	it('calls Monday the first day and Sunday the seventh', () => {
		expect([weekdayOf('2026-11-09'), weekdayOf('2026-11-15')]).toEqual([1, 7]);
	});
});
