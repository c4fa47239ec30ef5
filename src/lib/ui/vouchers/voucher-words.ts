/** Vouchers in words. */
import {
	balanceCents,
	validityAt,
	type FundKind,
	type Voucher
} from '$lib/domain/vouchers/voucher';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';

export const fundKindWords: Record<FundKind, () => string> = {
	social: m.fund_kind_social,
	'company-welfare': m.fund_kind_company_welfare,
	call: m.fund_kind_call
};

const tag = () => (getLocale() === 'it' ? 'it-IT' : 'en-GB');

/** "1.238,50 €": always with its cents, as on a receipt, and grouped even when it is four digits. */
export function euroText(cents: number): string {
	return new Intl.NumberFormat(tag(), {
		style: 'currency',
		currency: 'EUR',
		useGrouping: 'always' as unknown as boolean
	}).format(cents / 100);
}

/** "+50,00 €", "−12,50 €". */
export function movementText(cents: number): string {
	return `${cents < 0 ? '−' : '+'}${euroText(Math.abs(cents))}`;
}

/** "31 dicembre 2026", on the city's calendar. */
function dayText(at: number, timeZone: string): string {
	const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone } as const;
	return new Intl.DateTimeFormat(tag(), options).format(at);
}

/** The first and the last day of a validity. @param timeZone IANA name */
export function daysText(
	{ validFrom, validUntil }: Pick<Voucher, 'validFrom' | 'validUntil'>,
	timeZone: string
): { from: string; to: string } {
	return { from: dayText(validFrom, timeZone), to: dayText(validUntil - 1, timeZone) };
}

export type VoucherState = 'usable' | 'granting' | 'not-yet' | 'expired' | 'empty';

export function stateOf(voucher: Voucher & { isGranted: boolean }, now: number): VoucherState {
	if (!voucher.isGranted) return 'granting';
	const validity = validityAt(voucher, now);
	if (validity === 'expired') return 'expired';
	if (balanceCents(voucher) === 0) return 'empty';
	return validity === 'not-yet' ? 'not-yet' : 'usable';
}

/** Nothing more can be done with it. */
export function isOver(state: VoucherState): boolean {
	return state === 'expired' || state === 'empty';
}
