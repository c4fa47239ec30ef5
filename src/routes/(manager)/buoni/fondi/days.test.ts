import { expect, it } from 'vitest';
import { validityOf } from './days';

it('lasts from the first instant of the first day to the last of the last one, as the city counts', () => {
	const rome = validityOf('2026-03-29', '2026-10-25', 'Europe/Rome');
	expect(rome).toEqual({
		validFrom: Date.parse('2026-03-28T23:00:00Z'),
		validUntil: Date.parse('2026-10-25T23:00:00Z')
	});
	expect(validityOf('2026-01-01', '2026-01-01', 'UTC')).toEqual({
		validFrom: Date.parse('2026-01-01'),
		validUntil: Date.parse('2026-01-02')
	});
});

it('is none of what is no day', () => {
	expect(validityOf('', '2026-01-01', 'UTC')).toBeNull();
	expect(validityOf('2026-01-01', '2026-02-30', 'UTC')).toBeNull();
});
