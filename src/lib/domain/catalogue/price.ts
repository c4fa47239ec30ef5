/** What a service costs at a glance: the span of its fees. */
import type { CatalogueEntry } from './entry.ts';

/** Cents of euro. `unit` is what the fee is paid for, when every fee of the service says the same. */
export interface Price {
	minCents: number;
	maxCents: number;
	unit: string | null;
}

/**
 * The lowest and highest fee of an entry: of its price bands, or else of its cost options in euro. Null when it
 * names no figure. Fees in words are not read: a wrong figure is worse than none.
 */
export function priceOf(entry: Pick<CatalogueEntry, 'priceBands' | 'costOptions'>): Price | null {
	const bands = entry.priceBands ?? [];
	const fees =
		bands.length > 0
			? bands.map(({ fee, unit }) => ({ fee, unit: unit ?? null }))
			: (entry.costOptions ?? []).flatMap(({ amount, currency }) =>
					amount === undefined || (currency ?? 'EUR') !== 'EUR' ? [] : [{ fee: amount, unit: null }]
				);
	const [first] = fees;
	if (first === undefined) return null;
	const cents = fees.map(({ fee }) => Math.round(fee * 100));
	return {
		minCents: Math.min(...cents),
		maxCents: Math.max(...cents),
		unit: fees.every(({ unit }) => unit === first.unit) ? first.unit : null
	};
}
