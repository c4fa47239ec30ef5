/** The words of a row: composed here so that rows and cards say the same thing the same way. */
import {
	areas,
	deliveries,
	kinds,
	providerKinds,
	termLabel,
	type Vocabulary
} from '$lib/domain/catalogue/vocabularies';
import type { Price } from '$lib/domain/catalogue/price';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { numberFormat } from '../intl';
import { feeText, unitText } from './words';

/** The label of a vocabulary's term in the language of the screen. */
export function termText(vocabulary: Vocabulary, code: string): string {
	return termLabel(vocabulary, code, getLocale());
}

export const providerKindText = (code: string) => termText(providerKinds, code);

/** "Anziani, disabilità · a casa": where it belongs, then where it happens, or what kind it is. */
export function placeInCatalogue(entry: {
	areas?: readonly string[];
	kinds?: readonly string[];
	deliveries?: readonly string[];
}): string {
	const first = (entry.areas ?? []).map((code) => termText(areas, code));
	// "In sede" is what one expects: only the other two are worth a word.
	const away = (entry.deliveries ?? []).filter((code) => code !== 'on-site');
	const second =
		away.length > 0
			? away.map((code) => termText(deliveries, code))
			: (entry.kinds ?? []).map((code) => termText(kinds, code));
	return [capitalOnlyFirst(first), second.join(', ').toLocaleLowerCase(getLocale())]
		.filter((part) => part !== '')
		.join(' · ');
}

/** "Anziani, disabilità": a capital at the start only. */
export function capitalOnlyFirst(labels: readonly string[]): string {
	return labels
		.map((label, index) => (index === 0 ? label : label.toLocaleLowerCase(getLocale())))
		.join(', ');
}

/** A provider who writes "Sospese d’inverno" has said it: the word is not put before it again. */
const SAYS_SUSPENDED = /^\s*(sospes|suspend)/i;

/** Why a service cannot be asked for now, or null when it can. */
export function hindranceText(entry: { status: string; alert?: string | null }): string | null {
	switch (entry.status) {
		case 'temporarily closed':
			if (!entry.alert) return m.catalogue_suspended();
			return SAYS_SUSPENDED.test(entry.alert)
				? entry.alert
				: m.catalogue_suspended_because({ reason: entry.alert });
		case 'inactive':
			return m.catalogue_inactive();
		case 'defunct':
			return m.catalogue_defunct();
		default:
			return null;
	}
}

/** "gratis", "€ 5/ora", "da 0 a 16 €/ora"; null when the entry does not say. */
export function priceText(price: Price | null): string | null {
	if (price === null) return null;
	if (price.maxCents === 0) return m.catalogue_free();
	const unit = price.unit === null ? null : unitText(price.unit);
	const fee =
		price.minCents === price.maxCents
			? feeText(price.minCents)
			: m.catalogue_fee_range({
					from: amountText(price.minCents),
					to: feeText(price.maxCents)
				});
	return unit === null ? fee : m.catalogue_fee_per({ fee, unit });
}

/** An amount without its sign, for the lower end of a range. */
export function amountText(cents: number): string {
	return numberFormat(getLocale(), {
		minimumFractionDigits: cents % 100 === 0 ? 0 : 2
	}).format(cents / 100);
}
