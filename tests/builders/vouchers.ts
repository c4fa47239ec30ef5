import type { Fund, Voucher } from '../../src/lib/domain/vouchers/voucher.ts';
import { personId } from './people.ts';

/** Within the validity of every fund and voucher that names no other. */
export const DURING = 1_700_000_000_000;
const YEAR_MS = 365 * 86_400_000;
export const FUND_ID = '018f0000-0000-7000-8000-0000000000f1';
export const VOUCHER_ID = '018f0000-0000-7000-8000-0000000000b1';

export const terms = {
	kind: 'social' as const,
	issuer: 'Comune di Cremona',
	title: 'Buono spesa',
	mayBuy: 'Alimentari e prodotti per l’igiene',
	validFrom: DURING - YEAR_MS,
	validUntil: DURING + YEAR_MS
};

const made = { createdBy: 'chiara', createdByName: 'Chiara V.', createdAt: terms.validFrom };

export function aFund(change: Partial<Fund> = {}): Fund {
	return {
		...{ ...terms, ...made },
		id: FUND_ID,
		budgetCents: 100_000,
		grantedCents: 0,
		...change
	};
}

export function aVoucher(change: Partial<Voucher> = {}): Voucher {
	return {
		...{ ...terms, ...made },
		id: VOUCHER_ID,
		fundId: FUND_ID,
		personId: personId(1),
		holderName: 'Anna Esempio',
		accessPointIds: ['cambonino', 'zaist'],
		amountCents: 5000,
		openSpends: [],
		...change
	};
}

/** Arguments of `voucher.grant`. */
export function aGrant(change: Partial<Voucher> = {}) {
	const { fundId, personId, holderName, accessPointIds, amountCents, validFrom, validUntil } =
		aVoucher(change);
	return { fundId, personId, holderName, accessPointIds, amountCents, validFrom, validUntil };
}
