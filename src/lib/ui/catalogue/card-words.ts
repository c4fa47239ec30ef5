/** Sentences of the card that are made of several fields. */
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import { m } from '$lib/paraglide/messages';
import { dateText, feeText, iseeText, unitText } from './words';

/** "Da 18 a 65 anni"; null when no age is said. */
export function ageText(min: number | undefined, max: number | undefined): string | null {
	if (min !== undefined && max !== undefined)
		return m.catalogue_age_between({ from: min, to: max });
	if (min !== undefined) return m.catalogue_age_from({ from: min });
	if (max !== undefined) return m.catalogue_age_to({ to: max });
	return null;
}

type PriceBand = NonNullable<CatalogueEntry['priceBands']>[number];

/** Bands that are read together: same ISEE, same unit, same validity. */
export interface BandTable {
	key: string;
	/** "all’ora, secondo l’ISEE" and, when there is one, how long it holds. */
	caption: string;
	expired: boolean;
	rows: { range: string; fee: string }[];
}

/** Price bands as tables, cheapest ISEE first. `today` is an ISO date. */
export function bandTables(bands: readonly PriceBand[], today: string): BandTable[] {
	const groups = new Map<string, PriceBand[]>();
	for (const band of bands) {
		const key = [band.iseeType, band.unit, band.currency, band.validFrom, band.validTo].join('|');
		groups.set(key, [...(groups.get(key) ?? []), band]);
	}
	return [...groups].map(([key, group]) => {
		const [first] = group;
		const expired = first?.validTo !== undefined && first.validTo < today;
		return {
			key,
			caption: captionOf(group, expired),
			expired,
			rows: [...group]
				.sort((a, b) => (a.from ?? 0) - (b.from ?? 0))
				.map((band) => ({ range: rangeText(band), fee: amountText(band.fee, band.currency) }))
		};
	});
}

function captionOf(group: readonly PriceBand[], expired: boolean): string {
	const [first] = group;
	const hasBands = group.some(({ from, to }) => from !== undefined || to !== undefined);
	const isOrdinary = first?.iseeType === undefined || first.iseeType === 'ordinario';
	const validTo = first?.validTo;
	const date = validTo === undefined ? '' : dateText(validTo);
	return [
		first?.unit === undefined ? '' : m.catalogue_bands_per({ unit: unitText(first.unit) }),
		!hasBands
			? ''
			: isOrdinary
				? m.catalogue_bands_by()
				: m.catalogue_bands_by_kind({ kind: first?.iseeType ?? '' }),
		validTo === undefined
			? ''
			: expired
				? m.catalogue_bands_expired({ date })
				: m.catalogue_bands_valid_until({ date })
	]
		.filter((part) => part !== '')
		.join(', ');
}

/** "fino a 3.000", "3.001–6.000", "oltre 20.000", in euros of ISEE. */
function rangeText({ from, to }: PriceBand): string {
	if (to === undefined) {
		return from === undefined || from === 0
			? m.catalogue_band_any()
			: m.catalogue_band_over({ from: iseeText(Math.floor(from) * 100) });
	}
	const end = iseeText(Math.round(to * 100));
	if (from === undefined || from === 0) return m.catalogue_band_up_to({ to: end });
	// A band that starts a cent above the last one reads from the next euro: "3.001–6.000".
	return `${iseeText(Math.ceil(from) * 100)}–${end}`;
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
