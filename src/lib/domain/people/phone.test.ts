import { describe, expect, it } from 'vitest';
import { formatPhone, parsePhone } from './phone.ts';

describe('phone', () => {
	it.each([
		['0372 000 012', '+390372000012'],
		['0372/000012', '+390372000012'],
		['+39 333 000 0001', '+393330000001'],
		['0039 333.000.0001', '+393330000001'],
		['(0372) 000-012', '+390372000012'],
		['+40 21 000 0001', '+40210000001']
	])('reads %s', (text, e164) => {
		expect(parsePhone(text)).toBe(e164);
	});

	it.each(['', 'non ce l’ha', '12', '0372 000 0123456789'])(
		'does not take %j for a number',
		(text) => {
			expect(parsePhone(text)).toBeNull();
		}
	);

	it('shows numbers in groups that can be read aloud', () => {
		expect(formatPhone('+390372000012')).toBe('0372 000 012');
		expect(formatPhone('+393330000001')).toBe('333 000 0001');
	});
});
