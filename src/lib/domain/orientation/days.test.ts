import { describe, expect, it } from 'vitest';
import { dayOfNumber, isOnCalendar, numberOfDay } from './days.ts';

describe('days', () => {
	it('are counted across months, leap years and the change of the clocks', () => {
		expect(numberOfDay('2026-03-31') - numberOfDay('2026-03-28')).toBe(3);
		expect(numberOfDay('2028-03-01') - numberOfDay('2028-02-28')).toBe(2);
		expect(dayOfNumber(numberOfDay('2026-12-31') + 1)).toBe('2027-01-01');
	});

	const none = ['2026-02-31', '2026-13-01', '2025-02-29', 'oggi', ''];
	it.each([...none, '0026-11-20', '1899-12-31', '2200-01-01'])('%j is none', (day) => {
		expect(isOnCalendar(day)).toBe(false);
	});

	it('has the last of February in a leap year', () => {
		expect(isOnCalendar('2028-02-29')).toBe(true);
		expect(isOnCalendar('1900-01-01')).toBe(true);
	});
});
