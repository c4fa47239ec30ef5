import { describe, expect, it } from 'vitest';
import { pinProblem } from './pin.ts';

describe('a PIN', () => {
	it('is six digits and nothing else', () => {
		for (const pin of ['', '12345', '7302956', '73O295', ' 73029', '٧٣٠٢٩٥']) {
			expect(pinProblem(pin), pin).toBe('length');
		}
		expect(pinProblem('730295')).toBeNull();
	});

	it('is not one of those everybody tries first', () => {
		const simple = ['000000', '123456', '654321', '890123', '135791', '121212', '123123'];
		for (const pin of [...simple, '112233', '111222', '147258', '159753', '789456', '123321']) {
			expect(pinProblem(pin), pin).toBe('simple');
		}
	});

	it('is no birthday, and has no year in it', () => {
		for (const pin of ['310185', '850131', '198504', '041985', '200175']) {
			expect(pinProblem(pin), pin).toBe('date');
		}
	});

	it('may still be most of what there is', () => {
		// 7919 is a prime: ten thousand of them, spread over all.
		const some = Array.from({ length: 10_000 }, (_, n) =>
			String((n * 7919) % 1_000_000).padStart(6, '0')
		);
		const taken = some.filter((pin) => pinProblem(pin) === null);
		expect(taken.length).toBeGreaterThan(8_800);
	});
});
