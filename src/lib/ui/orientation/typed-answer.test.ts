import { describe, expect, it } from 'vitest';
import { parseFigure, typedAnswer } from './typed-answer.ts';

describe('an amount as it is typed', () => {
	it('is read however thousands and cents are parted', () => {
		const read = (text: string) => parseFigure(text);
		expect(['8400', '8.400', '8,400', '8 400 €'].map(read)).toEqual([8400, 8400, 8400, 8400]);
		expect(['8.400,50', '8,400.50', '8400,5', '17.468,51'].map(read)).toEqual([
			8400.5, 8400.5, 8400.5, 17_468.51
		]);
	});

	it('is not guessed when it is no amount', () => {
		expect(['', 'circa 8000', '8.40.0', '-5', '1,2345'].map((text) => parseFigure(text))).toEqual([
			null,
			null,
			null,
			null,
			null
		]);
	});
});

describe('an answer as it is typed', () => {
	it('is in cents where it is of money, and an ISEE expires with its year', () => {
		expect(typedAnswer('isee.ordinary', '9.796,00', '2026-11-27')).toEqual({
			cents: 979_600,
			validTo: '2026-12-31'
		});
		expect(typedAnswer('householdIncome', '6500', '2026-11-27')).toBe(650_000);
		expect(typedAnswer('equivalenceScale', '1,57', '2026-11-27')).toBe(1.57);
	});

	it('is none when the fact cannot be so', () => {
		expect(typedAnswer('age', '780', '2026-11-27')).toBeNull();
		expect(typedAnswer('age', '7,5', '2026-11-27')).toBeNull();
	});
});
