/**
 * Where a price band begins and ends, in whole cents of ISEE: known to the import, which refuses bands that overlap, to the
 * price of a household, and to the words of the card, so that the three never disagree.
 *
 * Both ends of a band belong to it. Tariffs are printed in whole euros, "fino a 3.000" and then "3.001–6.000", and an
 * ISEE has cents: 3.000,50 is meant to be in the second. So a band whose `from` is at most one euro above the end of the
 * band before begins one cent above that end, which a screen says as "oltre 3.000". A wider space is a gap.
 */
import type { CatalogueEntry } from './entry.ts';
import type { Hsds } from './hsds.ts';
import { unitCode } from './unit.ts';

export type PriceBand = NonNullable<CatalogueEntry['priceBands']>[number];

/** Cents; both belong to it. `to` is Infinity when there is no limit. */
export interface BandLimits {
	from: number;
	to: number;
}

const ONE_EURO = 100;

export const centsOf = (euros: number) => Math.round(euros * 100);

/**
 * @param bands that are read together: of one table and one household, holding on the same day
 * @returns their limits, in the order of the bands
 */
export function limitsOf(bands: readonly Pick<PriceBand, 'from' | 'to'>[]): BandLimits[] {
	const limits = bands.map(({ from, to }) => ({
		from: centsOf(from ?? 0),
		to: to === undefined ? Infinity : centsOf(to)
	}));
	let end = -Infinity;
	for (const band of [...limits].sort((a, b) => a.from - b.from)) {
		if (band.from > end && band.from - end <= ONE_EURO) band.from = end + 1;
		end = band.to;
	}
	return limits;
}

/** The spaces that no band covers, lowest first. `after` and `before` are the bands beside it, by their position. */
export function gapsOf(
	limits: readonly BandLimits[]
): (BandLimits & { after?: number; before?: number })[] {
	const gaps: (BandLimits & { after?: number; before?: number })[] = [];
	const order = limits.map((limit, index) => ({ ...limit, index })).sort((a, b) => a.from - b.from);
	let free = 0;
	let after: number | undefined;
	for (const { from, to, index } of order) {
		if (from > free) gaps.push({ from: free, to: from - 1, after, before: index });
		if (to >= free) [free, after] = [to + 1, index];
	}
	if (free < Infinity) gaps.push({ from: free, to: Infinity, after });
	return gaps;
}

/** Bands with one key are one table: one kind of ISEE, one unit, one currency. No kind of ISEE is the ordinary one. */
export function tableKey({ iseeType, unit, currency }: PriceBand): string {
	return JSON.stringify([iseeType ?? 'ordinario', unitCode(unit ?? ''), currency ?? 'EUR']);
}

/** From how many on a band is for a household, and of whom; every household has at least none. */
export function householdOf({ membersFrom, minorsFrom }: PriceBand): {
	counts: 'members' | 'minors' | null;
	from: number;
} {
	if (membersFrom !== undefined) return { counts: 'members', from: membersFrom };
	if (minorsFrom !== undefined) return { counts: 'minors', from: minorsFrom };
	return { counts: null, from: 0 };
}

export function toPriceBand(band: Hsds<'price_band'>): PriceBand {
	return {
		iseeType: band.isee_type,
		from: band.from,
		to: band.to,
		fee: band.fee,
		unit: band.unit,
		currency: band.currency === 'EUR' ? undefined : band.currency,
		validFrom: band.valid_from,
		validTo: band.valid_to,
		membersFrom: band.members_from,
		minorsFrom: band.minors_from,
		funding: band.funding
	};
}
