import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answers } from '../orientation/facts.ts';
import { householdPrice, iseeFacts, type HouseholdPrice } from './household-price.ts';
import { iseeTypes } from './hsds.ts';
import { gapsOf, limitsOf, type PriceBand } from './price-bands.ts';

const today = '2026-11-12';
const validTo = '2026-12-31';
const withIsee = (cents: number): Answers => ({ 'isee.ordinary': { cents, validTo } });

/** A tariff as it is printed: each band begins a euro after the end of the one before. */
const printed: PriceBand[] = [
	{ to: 3000, fee: 0, unit: 'ora' },
	{ from: 3001, to: 6000, fee: 2.5, unit: 'ora' },
	{ from: 6001, to: 20000, fee: 5.2, unit: 'ora' },
	{ from: 20001, fee: 16, unit: 'ora' }
];

/** The price of an entry that has one. */
function only(priceBands: PriceBand[], answers: Answers): HouseholdPrice {
	const prices = householdPrice({ priceBands }, answers, today);
	expect(prices).toHaveLength(1);
	return prices[0]!;
}
function feeAt(cents: number, bands = printed) {
	const price = only(bands, withIsee(cents));
	return price.kind === 'fee' ? price.cents : price.doubts.map(({ kind }) => kind);
}

describe('the price of a household', () => {
	it.each([
		[0, 0],
		[299_999, 0],
		[300_000, 0],
		[300_001, 250],
		[300_050, 250],
		[300_099, 250],
		[300_100, 250],
		[600_000, 250],
		[600_001, 520],
		[820_000, 520],
		[2_000_000, 520],
		[2_000_001, 1600],
		[10_000_000, 1600]
	])('with an ISEE of %d cents is %d cents', (isee, fee) => {
		expect(feeAt(isee)).toBe(fee);
	});

	it('says which band, kind of ISEE and value decided it', () => {
		expect(only(printed, withIsee(820_000))).toEqual({
			kind: 'fee',
			unit: 'ora',
			iseeType: 'ordinario',
			cents: 520,
			isee: { cents: 820_000, validTo },
			bands: [2]
		});
	});

	it.each([
		['a cent', 3000.01, 250],
		['a euro', 3001, 250],
		['a euro and a cent', 3001.01, ['isee-in-gap']],
		['two euros', 3002, ['isee-in-gap']]
	])('in a band that begins %s after the one before', (_, from, outcome) => {
		const bands = [
			{ to: 3000, fee: 0 },
			{ from, fee: 2.5 }
		];
		expect(feeAt(300_000, bands)).toBe(0);
		expect(feeAt(300_001, bands)).toEqual(outcome);
		expect(feeAt(300_100, bands)).toEqual(outcome);
		expect(feeAt(300_200, bands)).toBe(250);
	});

	it('is the same in whatever order the bands stand', () => {
		const bands = [...printed].reverse();
		expect(only(bands, withIsee(300_050))).toMatchObject({ cents: 250, bands: [2] });
	});

	it('is a range, with the reason, when the ISEE is missing, not known, or expired', () => {
		const range = { kind: 'range', minCents: 0, maxCents: 1600, bands: [0, 1, 2, 3] };
		const missing = { ...range, doubts: [{ kind: 'isee-missing' }] };
		expect(only(printed, {})).toMatchObject(missing);
		expect(only(printed, { 'isee.ordinary': null })).toMatchObject(missing);
		expect(only(printed, { 'isee.health': { cents: 1, validTo } })).toMatchObject(missing);
		expect(only(printed, { 'isee.ordinary': { cents: 1, validTo: '2026-11-11' } })).toMatchObject({
			...range,
			doubts: [{ kind: 'isee-expired', validTo: '2026-11-11' }]
		});
		expect(only(printed, { 'isee.ordinary': { cents: 1, validTo: today } }).kind).toBe('fee');
	});

	it('is a range over all bands when the ISEE falls in none', () => {
		const bands = [
			{ to: 3000, fee: 0 },
			{ from: 4000, to: 6000, fee: 5 }
		];
		const inGap = (cents: number) => ({
			kind: 'range',
			minCents: 0,
			maxCents: 500,
			doubts: [{ kind: 'isee-in-gap', cents }]
		});
		for (const cents of [300_001, 399_999, 600_001])
			expect(only(bands, withIsee(cents))).toMatchObject(inGap(cents));
		expect(feeAt(400_000, bands)).toBe(500);
	});

	it('needs no ISEE where every household pays the same', () => {
		const same = { kind: 'fee', cents: 500, isee: null };
		expect(only([{ fee: 5 }], {})).toMatchObject(same);
		expect(
			only(
				[
					{ to: 3000, fee: 5 },
					{ from: 3001, fee: 5 }
				],
				{}
			)
		).toMatchObject(same);
		expect(only([{ to: 3000, fee: 5 }], {})).toMatchObject({
			kind: 'range',
			doubts: [{ kind: 'isee-missing' }]
		});
	});

	it('is said for each unit, and for each kind of ISEE with its own value', () => {
		const priceBands: PriceBand[] = [
			{ fee: 2, unit: 'hour' },
			{ fee: 40, unit: 'mese', iseeType: 'sociosanitario', to: 9000 },
			{ fee: 90, unit: 'month', iseeType: 'sociosanitario', from: 9000.01 },
			{ fee: 70, unit: 'month', to: 9000 }
		];
		const answers: Answers = { 'isee.health': { cents: 900_001, validTo } };
		expect(householdPrice({ priceBands }, answers, today)).toMatchObject([
			{ kind: 'fee', unit: 'hour', iseeType: 'ordinario', cents: 200 },
			{ kind: 'fee', unit: 'mese', iseeType: 'sociosanitario', cents: 9000, bands: [2] },
			{ kind: 'range', unit: 'month', iseeType: 'ordinario', bands: [3] }
		]);
	});

	it('asks every kind of ISEE with a question of its own', () => {
		expect(new Set(iseeTypes.map((type) => iseeFacts[type])).size).toBe(iseeTypes.length);
		for (const iseeType of iseeTypes) {
			const bands = [
				{ iseeType, to: 10, fee: 1 },
				{ iseeType, from: 10.01, fee: 2 }
			];
			const answers = { [iseeFacts[iseeType]]: { cents: 1001, validTo } };
			expect(only(bands, answers)).toMatchObject({ kind: 'fee', cents: 200 });
		}
	});

	it('takes only what holds today, and is in euro', () => {
		const priceBands: PriceBand[] = [
			{ fee: 1, validTo: '2026-11-11' },
			{ fee: 2, validFrom: today, validTo: today },
			{ fee: 3, validFrom: '2026-11-13' },
			{ fee: 4, currency: 'CHF' }
		];
		expect(only(priceBands, {})).toMatchObject({ cents: 200, bands: [1] });
		expect(householdPrice({ priceBands: [priceBands[0]!, priceBands[3]!] }, {}, today)).toEqual([]);
		expect(householdPrice({}, withIsee(1), today)).toEqual([]);
	});

	it('counts cents exactly', () => {
		expect(feeAt(0, [{ fee: 1.15 }])).toBe(115);
		expect(feeAt(8_20, [{ to: 8.2, fee: 1 }])).toBe(100);
		expect(feeAt(8_21, [{ to: 8.2, fee: 1 }])).toEqual(['isee-in-gap']);
	});
});

describe('a tariff by household', () => {
	const byMinors: PriceBand[] = [
		{ to: 6000, fee: 4 },
		{ from: 6001, fee: 8 },
		{ to: 6000, fee: 2, minorsFrom: 2 },
		{ from: 6001, fee: 4, minorsFrom: 2 },
		{ fee: 0, minorsFrom: 4 }
	];
	it.each([
		[0, 600_000, 400],
		[1, 600_001, 800],
		[2, 600_000, 200],
		[3, 600_001, 400],
		[4, 600_001, 0],
		[9, 0, 0]
	])('with %d minors and an ISEE of %d cents is %d cents', (minorChildren, isee, cents) => {
		expect(only(byMinors, { ...withIsee(isee), minorChildren })).toMatchObject({
			kind: 'fee',
			cents
		});
	});

	it('is a range over the households it may be, until they are counted', () => {
		expect(only(byMinors, withIsee(1))).toMatchObject({
			kind: 'range',
			minCents: 0,
			maxCents: 400,
			bands: [0, 2, 4],
			doubts: [{ kind: 'minors-missing' }]
		});
		expect(only(byMinors, {})).toMatchObject({
			minCents: 0,
			maxCents: 800,
			doubts: [{ kind: 'minors-missing' }, { kind: 'isee-missing' }]
		});
	});

	it('needs neither count nor ISEE that make no difference', () => {
		expect(only(byMinors, { minorChildren: 5 })).toMatchObject({ kind: 'fee', isee: null });
		const bands = [
			{ to: 10, fee: 1 },
			{ from: 11, fee: 5 },
			{ to: 20, fee: 1, membersFrom: 5 },
			{ from: 21, fee: 3, membersFrom: 5 }
		];
		expect(only(bands, withIsee(10_00))).toMatchObject({ kind: 'fee', cents: 100 });
	});

	it('has nothing for smaller households than its smallest', () => {
		const bands = [{ fee: 3, membersFrom: 4 }];
		expect(only(bands, { householdMembers: 4 })).toMatchObject({ kind: 'fee', cents: 300 });
		expect(only(bands, { householdMembers: 3 })).toMatchObject({
			kind: 'range',
			doubts: [{ kind: 'household-in-gap' }]
		});
		expect(only(bands, {})).toMatchObject({
			kind: 'range',
			doubts: [{ kind: 'members-missing' }]
		});
	});
});

/**
 * Tariffs that an import accepts: ascending bands that share no cent, printed to the cent or to the euro. One that is not
 * whole may have gaps.
 */
const tariffOf = (isWhole: boolean) =>
	fc
		.record({
			start: isWhole ? fc.constant(0) : fc.constantFrom(0, 1, 100, 50_000),
			steps: fc.array(
				fc.record({
					width: fc.integer({ min: 0, max: 3_000_000 }),
					space: isWhole ? fc.constantFrom(1, 50, 99, 100) : fc.integer({ min: 1, max: 300 }),
					fee: fc.integer({ min: 0, max: 100_000 })
				}),
				{ minLength: 1, maxLength: 6 }
			),
			isOpen: isWhole ? fc.constant(true) : fc.boolean()
		})
		.map(({ start, steps, isOpen }) => {
			let from = start;
			return steps.map(({ width, space, fee }, index): PriceBand => {
				const band = {
					...(from > 0 ? { from: from / 100 } : {}),
					...(isOpen && index === steps.length - 1 ? {} : { to: (from + width) / 100 }),
					fee: fee / 100
				};
				from += width + space;
				return band;
			});
		});

const tariff = fc.boolean().chain(tariffOf);

describe('of any accepted tariff', () => {
	it.each([
		['exactly one band where there is no gap', true],
		['at most one band, and in none only in the gaps that are said', false]
	])(
		'every ISEE from 0 to 100.000,00 € falls in %s',
		(_, isWhole) => {
			const last = 10_000_000;
			const counts = new Int8Array(last + 2);
			fc.assert(
				fc.property(tariffOf(isWhole), (bands) => {
					/** How many bands more or fewer than at the cent before. */
					counts.fill(0);
					const limits = limitsOf(bands);
					for (const { from, to } of limits) {
						counts[Math.min(from, last + 1)]! += 1;
						counts[Math.min(to, last) + 1]! -= 1;
					}
					let covering = 0;
					let uncovered = 0;
					for (let cents = 0; cents <= last; cents += 1) {
						covering += counts[cents]!;
						if (covering < 0 || covering > 1) throw new Error(`${cents} is in ${covering} bands`);
						if (covering === 0) uncovered += 1;
					}
					const inGaps = gapsOf(limits).map(({ from, to }) => Math.min(to, last) - from + 1);
					expect(uncovered).toBe(inGaps.reduce((sum, cents) => sum + Math.max(0, cents), 0));
					if (isWhole) expect(uncovered).toBe(0);
				}),
				{ numRuns: 10 }
			);
		},
		60_000
	);

	it('the price is the fee of the one band whose printed ends hold the ISEE, or that follows it within a euro', () => {
		fc.assert(
			fc.property(tariff, fc.integer({ min: 0, max: 10_000_000 }), (bands, anywhere) => {
				const ends = bands.flatMap(({ from = 0, to = 0 }) => [from * 100, to * 100]);
				const close = ends.flatMap((end) =>
					[-101, -100, -99, -1, 0, 1, 99, 100, 101].map((by) => Math.round(end) + by)
				);
				for (const cents of [anywhere, ...close.filter((each) => each >= 0)]) {
					const printedIn = bands.findIndex(
						({ from = 0, to = Infinity }) =>
							Math.round(from * 100) <= cents && cents <= Math.round(to * 100)
					);
					const next = bands.findIndex(({ from = 0 }) => Math.round(from * 100) > cents);
					const before = bands[next - 1];
					const isBetween =
						printedIn < 0 &&
						before?.to !== undefined &&
						Math.round(bands[next]!.from! * 100) - Math.round(before.to * 100) <= 100;
					const expected = printedIn >= 0 ? printedIn : isBetween ? next : null;
					const price = only(bands, withIsee(cents));
					if (expected === null) {
						expect(price).toMatchObject({ kind: 'range' });
						expect(price.bands).toHaveLength(bands.length);
					} else {
						expect(price).toMatchObject({
							kind: 'fee',
							cents: Math.round(bands[expected]!.fee * 100)
						});
					}
				}
			}),
			{ numRuns: 100 }
		);
	}, 60_000);

	it('an answer never makes the range wider', () => {
		const household = fc.constantFrom('membersFrom', 'minorsFrom');
		const tariffs = fc
			.tuple(
				household,
				fc.array(tariff, { minLength: 1, maxLength: 3 }),
				fc.integer({ min: 0, max: 3 })
			)
			.map(([member, tiers, first]) =>
				tiers.flatMap((bands, index) =>
					bands.map((band): PriceBand => {
						const from = first + index * 2;
						return from === 0 ? band : { ...band, [member]: from };
					})
				)
			);
		const span = (price: HouseholdPrice) =>
			price.kind === 'fee' ? [price.cents, price.cents] : [price.minCents, price.maxCents];
		fc.assert(
			fc.property(tariffs, fc.nat(10_000_000), fc.nat(8), (bands, cents, count) => {
				const counted = { householdMembers: count, minorChildren: count };
				const [low = NaN, high = NaN] = span(only(bands, {}));
				for (const answers of [withIsee(cents), counted, { ...withIsee(cents), ...counted }]) {
					const [min = NaN, max = NaN] = span(only(bands, answers));
					expect(min).toBeGreaterThanOrEqual(low);
					expect(max).toBeLessThanOrEqual(high);
				}
			}),
			{ numRuns: 500 }
		);
	});
});
