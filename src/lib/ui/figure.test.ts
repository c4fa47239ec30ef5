import { describe, expect, it } from 'vitest';
import { centsText, parseCents, parseFigure } from './figure.ts';

describe('an amount as it is typed', () => {
	it('is read however thousands and cents are parted', () => {
		const read = (text: string) => parseFigure(text);
		expect(['8400', '8.400', '8,400', '8 400 €'].map(read)).toEqual([8400, 8400, 8400, 8400]);
		expect(['8.400,50', '8,400.50', '8400,5', '17.468,51'].map(read)).toEqual([
			8400.5, 8400.5, 8400.5, 17_468.51
		]);
	});

	it('is not guessed when it is no amount', () => {
		for (const text of ['', 'circa 8000', '8.40.0', '-5', '1,2345', '0,001', '0.500', '012.500'])
			expect(parseFigure(text), text).toBeNull();
	});
});

describe('an amount of money', () => {
	it('is whole cents, exactly, and above zero', () => {
		const typed = ['12,50', '0,01', '1.234,56 €', '19,99', '0', '0,00', '', '8.40.0'];
		expect(typed.map(parseCents)).toEqual([1250, 1, 123_456, 1999, null, null, null, null]);
	});

	it('stands in a field as it would be typed', () => {
		for (const cents of [1, 99, 100, 1250, 123_456])
			expect(parseCents(centsText(cents))).toBe(cents);
		expect(centsText(1200)).toBe('12');
		expect(centsText(1205)).toBe('12,05');
	});
});
