/** Sentences of the card that are made of several fields. */
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import {
	limitsOf,
	tableKey,
	type BandLimits,
	type PriceBand
} from '$lib/domain/catalogue/price-bands';
import { m } from '$lib/paraglide/messages';
import { dateText, feeText, iseeKindText, iseeText, perUnitText } from './words';

/** "Da 18 a 65 anni"; null when no age is said. */
export function ageText(min: number | undefined, max: number | undefined): string | null {
	if (min !== undefined && max !== undefined)
		return m.catalogue_age_between({ from: min, to: max });
	if (min !== undefined) return m.catalogue_age_from({ from: min });
	if (max !== undefined) return m.catalogue_age_to({ to: max });
	return null;
}

/** Bands that are read together: same ISEE, same unit, same household, same validity. */
export interface BandTable {
	key: string;
	/** "all’ora, secondo l’ISEE" and, when there is one, how long it holds. */
	caption: string;
	expired: boolean;
	/** `index` is the band's position in the entry; `funding` stands here only where it is not that of the whole table. */
	rows: { index: number; range: string; fee: string; funding: string | null }[];
}

type PlacedBand = PriceBand & { index: number };

/** Price bands as tables, cheapest ISEE first. `today` is an ISO date. */
export function bandTables(bands: readonly PriceBand[], today: string): BandTable[] {
	const groups = new Map<string, PlacedBand[]>();
	for (const [index, band] of bands.entries()) {
		const { validFrom, validTo, membersFrom, minorsFrom } = band;
		const key = [tableKey(band), validFrom, validTo, membersFrom, minorsFrom].join('|');
		groups.set(key, [...(groups.get(key) ?? []), { ...band, index }]);
	}
	return [...groups].map(([key, group]) => {
		const [first] = group;
		const expired = first?.validTo !== undefined && first.validTo < today;
		const limits = limitsOf(group);
		const isFundedAlike = group.every(({ funding }) => funding === first?.funding);
		return {
			key,
			caption: captionOf(group, expired, isFundedAlike ? first?.funding : undefined),
			expired,
			rows: group
				.map((band, position) => ({ band, limit: limits[position] ?? { from: 0, to: Infinity } }))
				.sort((a, b) => a.limit.from - b.limit.from)
				.map(({ band, limit }) => ({
					index: band.index,
					range: rangeText(limit),
					fee: amountText(band.fee, band.currency),
					funding: isFundedAlike ? null : (band.funding ?? null)
				}))
		};
	});
}

function captionOf(group: readonly PriceBand[], expired: boolean, funding?: string): string {
	const [first] = group;
	const hasBands = group.some(({ from, to }) => from !== undefined || to !== undefined);
	const validTo = first?.validTo;
	const date = validTo === undefined ? '' : dateText(validTo);
	return [
		first?.unit === undefined ? '' : perUnitText(first.unit),
		hasBands ? byIseeText(first?.iseeType) : '',
		first?.membersFrom === undefined ? '' : m.catalogue_bands_members({ count: first.membersFrom }),
		first?.minorsFrom === undefined ? '' : m.catalogue_bands_minors({ count: first.minorsFrom }),
		funding === undefined ? '' : m.catalogue_bands_funding({ title: funding }),
		validTo === undefined
			? ''
			: expired
				? m.catalogue_bands_expired({ date })
				: m.catalogue_bands_valid_until({ date })
	]
		.filter((part) => part !== '')
		.join(', ');
}

/** "secondo l’ISEE", and which when it is not the ordinary one. */
export function byIseeText(iseeType = 'ordinario'): string {
	return iseeType === 'ordinario'
		? m.catalogue_bands_by()
		: m.catalogue_bands_by_kind({ kind: iseeKindText(iseeType) });
}

/**
 * "fino a 3.000", "oltre 3.000 fino a 6.000", "oltre 20.000", in euros of ISEE: exact to the cent, because "oltre" begins
 * with the next cent. A band that follows no other begins with its own first figure, "da 3.502 a 6.000".
 */
function rangeText({ from, to }: BandLimits): string {
	const end = to === Infinity ? null : iseeText(to);
	if (from === 0)
		return end === null ? m.catalogue_band_any() : m.catalogue_band_up_to({ to: end });
	if (from % 100 === 1) {
		const over = iseeText(from - 1);
		return end === null
			? m.catalogue_band_over({ from: over })
			: m.catalogue_band_over_up_to({ from: over, to: end });
	}
	const start = iseeText(from);
	return end === null
		? m.catalogue_band_from({ from: start })
		: m.catalogue_band_from_to({ from: start, to: end });
}

function amountText(amount: number, currency = 'EUR'): string {
	return currency === 'EUR' ? feeText(Math.round(amount * 100)) : `${currency} ${amount}`;
}

type CostOption = NonNullable<CatalogueEntry['costOptions']>[number];

/** An option that is called so has said its price. */
const SAYS_FREE = /^\s*(gratis|gratuit[oae]|free)\s*$/i;

/** "Iscrizione: € 20, una volta l’anno": whatever of it is said, and once. */
export function costText({ option, amount, currency, amountDescription }: CostOption): string {
	const isSaid = amount === 0 && SAYS_FREE.test(option ?? '');
	const fee = amount === undefined || isSaid ? '' : amountText(amount, currency);
	const what = [fee, amountDescription ?? ''].filter((part) => part !== '').join(', ');
	return [option ?? '', what].filter((part) => part !== '').join(': ');
}
