/**
 * What the price bands of one service may not do together: two that hold at once for the same household would be two
 * prices, and are refused; an ISEE that no band covers has no price, and is worth a warning.
 */
import type { Hsds } from '../../src/lib/domain/catalogue/hsds.ts';
import {
	centsOf,
	gapsOf,
	householdOf,
	limitsOf,
	tableKey,
	toPriceBand,
	type PriceBand
} from '../../src/lib/domain/catalogue/price-bands.ts';
import type { Problem } from './hsds-formats.ts';

interface PlacedBand extends PriceBand {
	/** Position in the service. */
	index: number;
}

const pathOf = (index: number, member: string) => `price_bands[${index}].${member}`;
const euros = (cents: number) => String(cents / 100);

/** Those that are sound in themselves, by table. What is wrong with the others has been said. */
function tablesOf(value: unknown): PlacedBand[][] {
	const tables = new Map<string, PlacedBand[]>();
	for (const [index, item] of (Array.isArray(value) ? value : []).entries()) {
		if (item === null || typeof item !== 'object') continue;
		const band = toPriceBand(item as Hsds<'price_band'>);
		if (typeof band.fee !== 'number' || (band.to ?? Infinity) < (band.from ?? 0)) continue;
		const key = tableKey(band);
		const table = tables.get(key);
		if (table) table.push({ ...band, index });
		else tables.set(key, [{ ...band, index }]);
	}
	return [...tables.values()];
}

function holdTogether(a: PriceBand, b: PriceBand): boolean {
	const startsBeforeEnd = (one: PriceBand, other: PriceBand) =>
		one.validFrom === undefined || other.validTo === undefined || one.validFrom <= other.validTo;
	return startsBeforeEnd(a, b) && startsBeforeEnd(b, a);
}

function conflict(before: PlacedBand, band: PlacedBand): Problem | null {
	if (!holdTogether(before, band)) return null;
	const [first, second] = [householdOf(before), householdOf(band)];
	if (first.counts !== null && second.counts !== null && first.counts !== second.counts) {
		const reason = `counts ${second.counts}, and price_bands[${before.index}] counts ${first.counts}: a household could be in both`;
		return { path: pathOf(band.index, `${second.counts}_from`), reason };
	}
	if (first.from !== second.from) return null;
	const from = Math.max(centsOf(before.from ?? 0), centsOf(band.from ?? 0));
	const to = Math.min(centsOf(before.to ?? Infinity), centsOf(band.to ?? Infinity));
	if (from > to) return null;
	const where =
		to === Infinity
			? `from ${euros(from)} on`
			: from === to
				? `at ${euros(from)}, because both ends belong to a band`
				: `from ${euros(from)} to ${euros(to)}`;
	const reason = `overlaps with price_bands[${before.index}] ${where}`;
	return { path: pathOf(band.index, 'from'), reason };
}

/** Each band that overlaps with one before it in the file. */
export function overlapsAmong(bands: unknown): Problem[] {
	return tablesOf(bands).flatMap((table) =>
		table.flatMap((band, position) => {
			for (const before of table.slice(0, position)) {
				const problem = conflict(before, band);
				if (problem) return [problem];
			}
			return [];
		})
	);
}

function dayAfter(isoDate: string): string {
	return new Date(Date.parse(isoDate) + 86_400_000).toISOString().slice(0, 10);
}

/** Bands come and go: the gaps of every stretch of time in which the same ones hold. */
function gapsOfHousehold(bands: readonly PlacedBand[]): Problem[] {
	const starts = new Set(
		bands.flatMap(({ validFrom, validTo }) => [
			validFrom ?? '',
			...(validTo === undefined ? [] : [dayAfter(validTo)])
		])
	);
	const found = new Map<string, Problem>();
	for (const day of [...starts].sort()) {
		const held = bands.filter(
			({ validFrom = '', validTo }) => validFrom <= day && (validTo === undefined || day <= validTo)
		);
		if (held.length === 0) continue;
		const isAll = held.length === bands.length;
		for (const gap of gapsOf(limitsOf(held))) {
			const beside = held[gap.before ?? gap.after ?? 0];
			const path = pathOf(beside?.index ?? 0, gap.before === undefined ? 'to' : 'from');
			const where =
				gap.to === Infinity
					? `over ${euros(gap.from - 1)}`
					: `from ${euros(gap.from)} to ${euros(gap.to)}`;
			const when = isAll || day === '' ? '' : `, on ${day}`;
			if (!found.has(path + where))
				found.set(path + where, { path, reason: `no band covers an ISEE ${where}${when}` });
		}
	}
	return [...found.values()];
}

export function gapsAmong(bands: unknown): Problem[] {
	return tablesOf(bands).flatMap((table) => {
		const households = new Map<number, PlacedBand[]>();
		for (const band of table) {
			const { from } = householdOf(band);
			households.set(from, [...(households.get(from) ?? []), band]);
		}
		const fewest = Math.min(...households.keys());
		const [smallest] = households.get(fewest) ?? [];
		const { counts } = smallest ? householdOf(smallest) : { counts: null };
		const problems = [...households.values()].flatMap(gapsOfHousehold);
		if (!smallest || counts === null) return problems;
		const reason = `no band is for a household of fewer than ${fewest} ${counts}`;
		return [{ path: pathOf(smallest.index, `${counts}_from`), reason }, ...problems];
	});
}
