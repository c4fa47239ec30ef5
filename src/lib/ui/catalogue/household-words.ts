/** What a household pays, in one sentence, and why it is not known better. */
import type { HouseholdPrice, PriceDoubt } from '$lib/domain/catalogue/household-price';
import { m } from '$lib/paraglide/messages';
import { byIseeText } from './card-words';
import { amountText } from './row-words';
import { dateText, feeText, iseeKindText, iseeText, perUnitText } from './words';

/** "Costo con ISEE 8.200: 5,20 € all’ora", or "Da 0 a 16 € all’ora, secondo l’ISEE". */
export function householdPriceText(price: HouseholdPrice): string {
	const { unit, iseeType } = price;
	if (price.kind === 'fee') {
		const fee = paidText(price.cents, feeText(price.cents), unit);
		if (price.isee === null) return m.catalogue_household_fee_any({ fee });
		const isee = iseeText(price.isee.cents);
		return iseeType === 'ordinario'
			? m.catalogue_household_fee({ isee, fee })
			: m.catalogue_household_fee_kind({ kind: iseeKindText(iseeType), isee, fee });
	}
	const { minCents, maxCents, doubts } = price;
	if (minCents === maxCents) {
		const fee = paidText(maxCents, feeText(maxCents), unit);
		return capitalized(m.catalogue_household_unsure({ fee }));
	}
	const range = m.catalogue_fee_range({ from: amountText(minCents), to: feeText(maxCents) });
	const dependsOnIsee = doubts.some(({ kind }) => kind.startsWith('isee-'));
	const by = dependsOnIsee ? byIseeText(iseeType) : m.catalogue_bands_by_household();
	return `${capitalized(paidText(maxCents, range, unit))}, ${by}`;
}

/** What is free is not free an hour. */
function paidText(cents: number, fee: string, unit: string | null): string {
	return cents === 0 || unit === null ? fee : `${fee} ${perUnitText(unit)}`;
}

function capitalized(text: string): string {
	return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

export function priceDoubtText(doubt: PriceDoubt, iseeType: string): string {
	const kind = iseeKindText(iseeType);
	switch (doubt.kind) {
		case 'isee-missing':
			return m.catalogue_household_isee_missing({ kind });
		case 'isee-expired':
			return capitalized(
				m.catalogue_household_isee_expired({ kind, date: dateText(doubt.validTo) })
			);
		case 'isee-in-gap':
			return m.catalogue_household_isee_gap({ isee: iseeText(doubt.cents) });
		case 'members-missing':
			return m.catalogue_household_members_missing();
		case 'minors-missing':
			return m.catalogue_household_minors_missing();
		case 'household-in-gap':
			return m.catalogue_household_gap();
	}
}
