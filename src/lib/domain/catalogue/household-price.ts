/**
 * What one household pays for a service, and which band, kind of ISEE and value decided it; or between what and what,
 * and what is missing. A missing or expired ISEE never gives a single fee, unless every household pays the same.
 *
 * A tariff that differs by household is read so: of the bands "from how many on", those of the highest number that the
 * household reaches count, and no others. Where they leave a gap, nothing is taken from the bands of other households.
 */
import type { Answers, FactId, IseeValue } from '../orientation/facts.ts';
import type { CatalogueEntry } from './entry.ts';
import type { IseeType } from './hsds.ts';
import {
	centsOf,
	gapsOf,
	householdOf,
	limitsOf,
	tableKey,
	type BandLimits,
	type PriceBand
} from './price-bands.ts';
import { isValidOn } from './price.ts';

/** Why a fee is not known. */
export type PriceDoubt =
	| { kind: 'isee-missing' }
	/** ISO date: its last day. */
	| { kind: 'isee-expired'; validTo: string }
	/** No band covers this value. */
	| { kind: 'isee-in-gap'; cents: number }
	| { kind: 'members-missing' }
	| { kind: 'minors-missing' }
	/** No band is for so small a household. */
	| { kind: 'household-in-gap' };

/**
 * Of one unit and one kind of ISEE: which of two kinds counts for a person is not ours to say. `bands` are positions in
 * the entry's `priceBands`: those the figures are taken from, one where a value has decided.
 */
export type HouseholdPrice = { unit: string | null; iseeType: string; bands: number[] } &
	/** `isee` is null when the fee is the same whatever the ISEE. */
	(
		| { kind: 'fee'; cents: number; isee: IseeValue | null }
		/** The fees it may be, or all of the tariff where none fits. */
		| { kind: 'range'; minCents: number; maxCents: number; doubts: PriceDoubt[] }
	);

/** The question that asks for each kind of ISEE. */
export const iseeFacts: Readonly<Record<IseeType, FactId>> = {
	ordinario: 'isee.ordinary',
	minorenni: 'isee.minors',
	sociosanitario: 'isee.health',
	residenze: 'isee.residential',
	università: 'isee.university',
	corrente: 'isee.current',
	'inclusione-famiglia': 'isee.benefits'
};

interface PlacedBand extends PriceBand {
	/** Position in the entry. */
	index: number;
	limits: BandLimits;
}

/** The bands of the households that have `from` or more, up to the next tier. */
interface Tier {
	from: number;
	bands: PlacedBand[];
	isWhole: boolean;
}

/** @param today an ISO date; bands count that hold on it, and are in euro. None: there is no figure. */
export function householdPrice(
	{ priceBands = [] }: Pick<CatalogueEntry, 'priceBands'>,
	answers: Answers,
	today: string
): HouseholdPrice[] {
	const tables = new Map<string, (PriceBand & { index: number })[]>();
	for (const [index, band] of priceBands.entries()) {
		if (!isValidOn(today, band) || (band.currency ?? 'EUR') !== 'EUR') continue;
		const key = tableKey(band);
		tables.set(key, [...(tables.get(key) ?? []), { ...band, index }]);
	}
	return [...tables.values()].map((bands) => priceOfTable(bands, answers, today));
}

function priceOfTable(
	bands: readonly (PriceBand & { index: number })[],
	answers: Answers,
	today: string
): HouseholdPrice {
	const [first] = bands;
	const iseeType = first?.iseeType ?? 'ordinario';
	const table = { unit: first?.unit ?? null, iseeType };
	const tiers = tiersOf(bands);
	const counts = bands.map((band) => householdOf(band).counts).find((each) => each !== null);
	const count =
		counts === undefined ? 0 : answers[counts === 'members' ? 'householdMembers' : 'minorChildren'];
	const possible =
		typeof count === 'number' ? tiers.filter(({ from }) => from <= count).slice(-1) : tiers;
	const mayBeBelow = possible.length === 0 || (typeof count !== 'number' && tiers[0]?.from !== 0);

	const said = answers[iseeFacts[iseeType as IseeType]] as IseeValue | null | undefined;
	const isee = said && said.validTo >= today ? said : null;

	/** The bands it may be; null where it may be none. */
	const whatever = possible.flatMap((tier) => [...tier.bands, ...(tier.isWhole ? [] : [null])]);
	const own = isee ? possible.map((tier) => bandAt(tier, isee.cents)) : whatever;
	for (const [options, by] of [
		[whatever, null],
		[own, isee]
	] as const) {
		const fee = mayBeBelow ? null : onlyFee(options);
		if (fee === null) continue;
		const found = options.flatMap((band) => band?.index ?? []);
		return { ...table, kind: 'fee', cents: fee, isee: by, bands: found };
	}

	const doubts: PriceDoubt[] = [];
	if (counts !== undefined && typeof count !== 'number') {
		doubts.push({ kind: `${counts}-missing` });
	} else if (possible.length === 0) doubts.push({ kind: 'household-in-gap' });
	if (isee && possible.length > 0 && own.every((band) => band === null)) {
		doubts.push({ kind: 'isee-in-gap', cents: isee.cents });
	}
	if (!isee && possible.some((tier) => !tier.isWhole || onlyFee(tier.bands) === null)) {
		doubts.push(said ? { kind: 'isee-expired', validTo: said.validTo } : { kind: 'isee-missing' });
	}
	const fitting = [own, whatever, bands].map((each) => each.filter((band) => band !== null));
	const shown = fitting.find((each) => each.length > 0) ?? [];
	const fees = shown.map(({ fee }) => centsOf(fee));
	return {
		...table,
		kind: 'range',
		minCents: Math.min(...fees),
		maxCents: Math.max(...fees),
		bands: shown.map(({ index }) => index),
		doubts
	};
}

/** Lowest first. */
function tiersOf(bands: readonly (PriceBand & { index: number })[]): Tier[] {
	const froms = [...new Set(bands.map((band) => householdOf(band).from))].sort((a, b) => a - b);
	return froms.map((from) => {
		const own = bands.filter((band) => householdOf(band).from === from);
		const limits = limitsOf(own);
		return {
			from,
			bands: own.flatMap((band, position) => {
				const limit = limits[position];
				return limit ? [{ ...band, limits: limit }] : [];
			}),
			isWhole: gapsOf(limits).length === 0
		};
	});
}

function bandAt(tier: Tier, cents: number): PlacedBand | null {
	return tier.bands.find(({ limits }) => limits.from <= cents && cents <= limits.to) ?? null;
}

/** The one fee of all of them, in cents; null when they differ or one is none. */
function onlyFee(options: readonly (PriceBand | null)[]): number | null {
	const fees = new Set(options.map((band) => (band === null ? null : centsOf(band.fee))));
	const [fee] = fees;
	return fees.size === 1 ? (fee ?? null) : null;
}
