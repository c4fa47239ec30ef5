import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Hsds } from '../../src/lib/domain/catalogue/hsds.ts';
import { householdPrice } from '../../src/lib/domain/catalogue/household-price.ts';
import { toPriceBand } from '../../src/lib/domain/catalogue/price-bands.ts';
import { gapsAmong, overlapsAmong } from './price-band-rules.ts';

type Band = Hsds<'price_band'>;

const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'] as const;
const MOST_CENTS = 500;
const MOST_PEOPLE = 4;

/** So few values that bands meet, touch and miss each other often. */
const amount = fc.constantFrom(0, 0.99, 1, 1.01, 1.99, 2, 2.01, 3, 3.02, 4);
const band = fc
	.record({
		from: fc.option(amount, { nil: undefined }),
		to: fc.option(amount, { nil: undefined }),
		fee: fc.integer({ min: 0, max: 9 }),
		valid_from: fc.option(fc.constantFrom(...days), { nil: undefined, freq: 1 }),
		valid_to: fc.option(fc.constantFrom(...days), { nil: undefined, freq: 1 }),
		whom: fc.constantFrom({}, {}, {}, { members_from: 2 }, { members_from: 3 }, { minors_from: 2 })
	})
	.map(({ whom, ...members }): Band => ({ ...members, ...whom }))
	.filter(({ from = 0, to = Infinity }) => from <= to)
	.filter(({ valid_from = '', valid_to = '9' }) => valid_from <= valid_to);
const bands = fc.array(band, { minLength: 1, maxLength: 4 });
/** Every ISEE has its band, up to a cut and from a cent above it; by chance alone that is rare. */
const wholeBands = fc
	.uniqueArray(fc.integer({ min: 0, max: MOST_CENTS }), { minLength: 1, maxLength: 3 })
	.map((cuts) => cuts.toSorted((a, b) => a - b))
	.map((cuts): Band[] => [
		...cuts.map((cut, index) => ({
			...(index > 0 && { from: (cuts[index - 1]! + 1) / 100 }),
			...{ to: cut / 100, fee: index }
		})),
		{ from: (cuts.at(-1)! + 1) / 100, fee: cuts.length }
	]);
/** The same with one of them left out. */
const brokenBands = fc
	.tuple(wholeBands, fc.nat())
	.map(([whole, lot]) => whole.filter((_, index) => index !== lot % whole.length));

const cents = Array.from({ length: MOST_CENTS + 1 }, (_, index) => index);
const holdsOn = (day: string, { valid_from = '', valid_to = '9' }: Band) =>
	valid_from <= day && day <= valid_to;
const holds = (isee: number, { from = 0, to = Infinity }: Band) =>
	Math.round(from * 100) <= isee && isee <= Math.round(to * 100);

/** By looking at every day, pair of bands and cent. */
function clash(all: readonly Band[]): boolean {
	return days.some((day) => {
		const held = all.filter((each) => holdsOn(day, each));
		return held.some((one, index) =>
			held.slice(index + 1).some((other) => {
				const isMixed = (a: Band, b: Band) =>
					a.members_from !== undefined && b.minors_from !== undefined;
				if (isMixed(one, other) || isMixed(other, one)) return true;
				if (one.members_from !== other.members_from || one.minors_from !== other.minors_from)
					return false;
				return cents.some((isee) => holds(isee, one) && holds(isee, other));
			})
		);
	});
}

it('refuses the bands of which two hold at once for one household and one ISEE, and no others', () => {
	let refused = 0;
	fc.assert(
		fc.property(bands, (all) => {
			const problems = overlapsAmong(all);
			expect(problems.length > 0).toBe(clash(all));
			if (problems.length > 0) refused += 1;
		}),
		{ numRuns: 1000 }
	);
	expect(refused).toBeGreaterThan(100);
	expect(refused).toBeLessThan(900);
});

it('warns of a gap when some household with an ISEE has no band, and only then', () => {
	let whole = 0;
	fc.assert(
		fc.property(
			fc.oneof(
				bands.filter((all) => overlapsAmong(all).length === 0),
				wholeBands,
				brokenBands
			),
			(all) => {
				const priceBands = all.map(toPriceBand);
				const counts = Array.from({ length: MOST_PEOPLE + 1 }, (_, index) => index);
				const isInGap = days.some((day) =>
					counts.some((count) =>
						[...cents, 100_000].some((isee) => {
							const [price] = householdPrice(
								{ priceBands },
								{
									householdMembers: count,
									minorChildren: count,
									'isee.ordinary': { cents: isee, validTo: '2026-12-31' }
								},
								day
							);
							return price?.kind === 'range';
						})
					)
				);
				expect(gapsAmong(all).length > 0).toBe(isInGap);
				if (!isInGap) whole += 1;
			}
		),
		{ numRuns: 100 }
	);
	expect(whole).toBeGreaterThan(10);
	expect(whole).toBeLessThan(90);
});

it('looks past bands that are wrong in themselves, of which more is said elsewhere', () => {
	const wrong = [null, 'x', {}, { fee: 'gratis' }, { from: 10, to: 5, fee: 1 }];
	expect([overlapsAmong([...wrong, { fee: 1 }]), gapsAmong([...wrong, { fee: 1 }])]).toEqual([
		[],
		[]
	]);
	expect([overlapsAmong({}), gapsAmong(undefined)]).toEqual([[], []]);
});
