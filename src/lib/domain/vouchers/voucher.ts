/**
 * Vouchers ("buoni"): money of a fund that one person may spend at the desks named on it.
 *
 * Invariants
 * - Amounts are whole cents.
 * - The balance is what was granted less every spend that was not given back; it is never below zero.
 * - The lines of a voucher's ledger are only ever added, and sum to its balance.
 * - Validity is `[validFrom, validUntil)` in milliseconds since the epoch. Whoever writes it turns the city's days into
 *   instants: a reducer knows no time zone.
 */
import * as v from 'valibot';
import { idSchema, placeIdSchema } from '../people/person.ts';

export const fundKinds = ['social', 'company-welfare', 'call'] as const;
export type FundKind = (typeof fundKinds)[number];

/** A hundred million euros: what is typed above it is a slip. */
export const MAX_CENTS = 10_000_000_000;
/** Of a voucher's history there is room for this many spends on a row. */
export const MAX_SPENDS = 500;

export const centsSchema = v.pipe(
	v.number(),
	v.safeInteger(),
	v.minValue(1),
	v.maxValue(MAX_CENTS)
);
const instantSchema = v.pipe(v.number(), v.safeInteger());
const lineOfText = (maxLength: number) =>
	v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(maxLength));
export const whatForSchema = lineOfText(200);

const termsEntries = {
	kind: v.picklist(fundKinds),
	/** Who pays: a city, a company, a foundation. */
	issuer: lineOfText(120),
	title: lineOfText(120),
	/** What it may buy, in words that a desk can read out. */
	mayBuy: lineOfText(500),
	validFrom: instantSchema,
	validUntil: instantSchema
};

const endsAfterItBegins = <Valid extends { validFrom: number; validUntil: number }>({
	validFrom,
	validUntil
}: Valid) => validFrom < validUntil;

export const fundDetailsSchema = v.pipe(
	v.object({ ...termsEntries, budgetCents: centsSchema }),
	v.check(endsAfterItBegins, 'ends-before-it-begins')
);
export type FundDetails = v.InferOutput<typeof fundDetailsSchema>;

/** Where the money of vouchers comes from. */
export const fundSchema = v.object({
	...termsEntries,
	budgetCents: centsSchema,
	id: idSchema,
	/** The sum of every voucher granted from it, those of people erased since included. */
	grantedCents: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
	createdBy: v.string(),
	createdByName: v.string(),
	createdAt: v.number()
});
export type Fund = v.InferOutput<typeof fundSchema>;

export const grantSchema = v.pipe(
	v.object({
		fundId: idSchema,
		personId: idSchema,
		holderName: lineOfText(120),
		/** The desks where it may be spent. */
		accessPointIds: v.pipe(v.array(placeIdSchema), v.minLength(1), v.maxLength(100)),
		amountCents: centsSchema,
		validFrom: instantSchema,
		validUntil: instantSchema
	}),
	v.check(endsAfterItBegins, 'ends-before-it-begins')
);

/** Money that left a voucher and did not come back. */
const openSpendSchema = v.object({
	/** Of the line that says it. */
	id: idSchema,
	accessPointId: placeIdSchema,
	amountCents: centsSchema
});
export type OpenSpend = v.InferOutput<typeof openSpendSchema>;

export const voucherSchema = v.object({
	...termsEntries,
	id: idSchema,
	fundId: idSchema,
	personId: idSchema,
	holderName: v.string(),
	accessPointIds: v.array(placeIdSchema),
	amountCents: centsSchema,
	openSpends: v.array(openSpendSchema),
	createdBy: v.string(),
	createdByName: v.string(),
	createdAt: v.number()
});
export type Voucher = v.InferOutput<typeof voucherSchema>;

export const voucherEntryKinds = ['granted', 'spent', 'given-back'] as const;

/** A line of a voucher's ledger: append-only. Its id is that of the intent that wrote it. */
export const voucherEntrySchema = v.object({
	id: idSchema,
	voucherId: idSchema,
	accessPointIds: v.array(placeIdSchema),
	kind: v.picklist(voucherEntryKinds),
	/** What it adds to the balance: below zero for a spend. */
	cents: v.pipe(v.number(), v.safeInteger()),
	/** The desk it happened at; null for the grant. */
	accessPointId: v.nullable(placeIdSchema),
	whatFor: v.string(),
	/** Of a line that gives back: the spend it undoes. */
	spendId: v.nullable(idSchema),
	actorId: v.string(),
	actorName: v.string(),
	at: v.number()
});
export type VoucherEntry = v.InferOutput<typeof voucherEntrySchema>;

export function spentCents({ openSpends }: Pick<Voucher, 'openSpends'>): number {
	return openSpends.reduce((sum, { amountCents }) => sum + amountCents, 0);
}

/** What is left to spend, in cents. */
export function balanceCents(voucher: Pick<Voucher, 'amountCents' | 'openSpends'>): number {
	return voucher.amountCents - spentCents(voucher);
}

/** Whether it may be spent at that instant, or why not. */
export function validityAt(
	{ validFrom, validUntil }: Pick<Voucher, 'validFrom' | 'validUntil'>,
	at: number
) {
	if (at < validFrom) return 'not-yet' as const;
	return at < validUntil ? ('valid' as const) : ('expired' as const);
}
