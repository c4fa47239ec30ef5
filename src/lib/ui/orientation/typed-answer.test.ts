import { describe, expect, it } from 'vitest';
import { typedAnswer } from './typed-answer.ts';

describe('an answer as it is typed', () => {
	it('is in cents where it is of money, and an ISEE expires with its year', () => {
		expect(typedAnswer('isee.ordinary', '9.796,00', '2026-11-27')).toEqual({
			cents: 979_600,
			validTo: '2026-12-31'
		});
		expect(typedAnswer('householdIncome', '6500', '2026-11-27')).toBe(650_000);
		expect(typedAnswer('equivalenceScale', '1,57', '2026-11-27')).toBe(1.57);
	});

	it('is a day that there is, and that has come', () => {
		const days = ['2026-11-27', '2026-11-28', '2026-02-31', '0026-11-20', '27/11/2026', ''];
		expect(days.map((day) => typedAnswer('jobEndedOn', day, '2026-11-27'))).toEqual([
			'2026-11-27',
			...[null, null, null, null, null]
		]);
	});

	it('is none when the fact cannot be so', () => {
		expect(typedAnswer('age', '780', '2026-11-27')).toBeNull();
		expect(typedAnswer('age', '7,5', '2026-11-27')).toBeNull();
	});
});
