/** What a service costs at a glance: the span of its fees. */
import type { CatalogueEntry } from './entry.ts';

/** Cents of euro. `unit` is what the fee is paid for, when every fee of the service says the same. */
export interface Price {
	minCents: number;
	maxCents: number;
	unit: string | null;
}

type Validity = { validFrom?: string; validTo?: string };

/** Whether it holds on a day, an ISO date. Both ends count. */
export function isValidOn(today: string, { validFrom, validTo }: Validity): boolean {
	return (validFrom ?? today) <= today && today <= (validTo ?? today);
}

/**
 * The lowest and highest fee of an entry: of its price bands, or else of its cost options, of those in euro
 * that hold on `today` (an ISO date). Null when there is no such figure. Fees in words are not read: a wrong figure is worse than none.
 */
export function priceOf(
	entry: Pick<CatalogueEntry, 'priceBands' | 'costOptions'>,
	today: string
): Price | null {
	const holds = (cost: Validity & { currency?: string }) =>
		isValidOn(today, cost) && (cost.currency ?? 'EUR') === 'EUR';
	const bands = entry.priceBands ?? [];
	const fees =
		bands.length > 0
			? bands.filter(holds).map(({ fee, unit }) => ({ fee, unit: unit ?? null }))
			: (entry.costOptions ?? [])
					.filter(holds)
					.flatMap(({ amount }) => (amount === undefined ? [] : [{ fee: amount, unit: null }]));
	const [first] = fees;
	if (first === undefined) return null;
	const cents = fees.map(({ fee }) => Math.round(fee * 100));
	return {
		minCents: Math.min(...cents),
		maxCents: Math.max(...cents),
		unit: fees.every(({ unit }) => unit === first.unit) ? first.unit : null
	};
}
