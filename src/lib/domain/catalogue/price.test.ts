import { describe, expect, it } from 'vitest';
import { priceOf } from './price.ts';

const today = '2026-11-12';

describe('what a service costs at a glance', () => {
	it('is the span of its bands, with their unit', () => {
		const priceBands = [
			{ to: 3000, fee: 0, unit: 'hour' },
			{ from: 3001, fee: 16, unit: 'hour' }
		];
		expect(priceOf({ priceBands }, today)).toEqual({ minCents: 0, maxCents: 1600, unit: 'hour' });
	});

	it('has no unit when its bands are paid for different things', () => {
		const priceBands = [
			{ fee: 5, unit: 'hour' },
			{ fee: 30, unit: 'month' }
		];
		expect(priceOf({ priceBands }, today)?.unit).toBeNull();
	});

	it('comes from other costs when there are no bands, and only from those in euro', () => {
		const costOptions = [{ amount: 20 }, { amount: 1, currency: 'USD' }, { option: 'Tessera' }];
		expect(priceOf({ costOptions }, today)).toEqual({ minCents: 2000, maxCents: 2000, unit: null });
	});

	it('counts cents exactly', () => {
		expect(priceOf({ priceBands: [{ fee: 5.2 }] }, today)?.minCents).toBe(520);
		expect(priceOf({ priceBands: [{ fee: 1.005 * 100 }] }, today)?.minCents).toBe(10050);
	});

	it('is unknown when nothing is said, or when what is said holds no longer or not yet', () => {
		expect(priceOf({}, today)).toBeNull();
		expect(priceOf({ priceBands: [{ fee: 0, validTo: '2026-11-11' }] }, today)).toBeNull();
		expect(priceOf({ priceBands: [{ fee: 0, validFrom: '2026-11-13' }] }, today)).toBeNull();
		expect(priceOf({ priceBands: [{ fee: 0, validTo: today }] }, today)).not.toBeNull();
	});
});
