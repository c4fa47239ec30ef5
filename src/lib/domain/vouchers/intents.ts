/**
 * What is done with funds and vouchers. Money is moved by transitions alone: each is judged against the row as it stands
 * where it is decided, so that of two desks that spend the last euro the second is refused.
 */
import * as v from 'valibot';
import { creatingFact, transition, type IntentContext } from '../intent-types.ts';
import { idSchema, placeIdSchema } from '../people/person.ts';
import {
	balanceCents,
	centsSchema,
	fundDetailsSchema,
	grantSchema,
	MAX_SPENDS,
	validityAt,
	whatForSchema,
	type Fund,
	type Voucher,
	type VoucherEntry
} from './voucher.ts';

const fundTarget = (args: { fundId: string }) => ({ collection: 'funds', key: args.fundId });
const voucherTarget = (args: { voucherId: string }) => ({
	collection: 'vouchers',
	key: args.voucherId
});

/** A line in the ledger of a voucher. */
function line(
	voucher: Pick<Voucher, 'id' | 'accessPointIds'>,
	context: IntentContext,
	detail: Pick<VoucherEntry, 'kind' | 'cents'> &
		Partial<Pick<VoucherEntry, 'accessPointId' | 'whatFor' | 'spendId'>>
) {
	const fields: VoucherEntry = {
		accessPointId: null,
		whatFor: '',
		spendId: null,
		...detail,
		id: context.intentId,
		voucherId: voucher.id,
		accessPointIds: voucher.accessPointIds,
		actorId: context.actor.userId,
		actorName: context.actor.name,
		at: context.occurredAt
	};
	return { collection: 'voucherEntries', key: context.intentId, fields };
}

const made = ({ actor, occurredAt }: IntentContext) => ({
	createdBy: actor.userId,
	createdByName: actor.name,
	createdAt: occurredAt
});

export const voucherIntents = {
	'fund.open': creatingFact<Fund>()({
		args: v.object({ fundId: idSchema, details: fundDetailsSchema }),
		target: fundTarget,
		reduce(row, args, context) {
			if (row) return { patch: {}, flags: ['already-registered'] };
			return { patch: { ...args.details, id: args.fundId, grantedCents: 0, ...made(context) } };
		}
	}),

	/** Its voucher has the id of the intent: nobody can grant over a voucher that is there. */
	'voucher.grant': transition<Fund>()({
		args: grantSchema,
		target: fundTarget,
		references: ({ personId }) => [{ collection: 'people', key: personId }],
		makes: (_args, intentId) => [{ collection: 'vouchers', key: intentId }],
		reduce(fund, args, context) {
			if (validityAt(fund, context.occurredAt) === 'expired') return { refused: 'fund-expired' };
			if (args.validFrom < fund.validFrom || args.validUntil > fund.validUntil) {
				return { refused: 'voucher-outlives-fund' };
			}
			const grantedCents = fund.grantedCents + args.amountCents;
			if (grantedCents > fund.budgetCents) return { refused: 'fund-budget-exceeded' };
			const { kind, issuer, title, mayBuy, id: fundId } = fund;
			const voucher: Voucher = {
				...{ kind, issuer, title, mayBuy },
				...args,
				fundId,
				id: context.intentId,
				openSpends: [],
				...made(context)
			};
			return {
				patch: { grantedCents },
				append: [
					{ collection: 'vouchers', key: voucher.id, fields: voucher },
					line(voucher, context, { kind: 'granted', cents: args.amountCents })
				]
			};
		}
	}),

	/** The day that counts is the one on which it happened, as the server reckons it. */
	'voucher.spend': transition<Voucher>()({
		args: v.object({
			voucherId: idSchema,
			accessPointId: placeIdSchema,
			amountCents: centsSchema,
			whatFor: whatForSchema
		}),
		target: voucherTarget,
		reduce(voucher, { accessPointId, amountCents, whatFor }, context) {
			if (!voucher.accessPointIds.includes(accessPointId)) return { refused: 'not-your-desk' };
			const validity = validityAt(voucher, context.occurredAt);
			if (validity !== 'valid') return { refused: `voucher-${validity}` };
			if (amountCents > balanceCents(voucher)) return { refused: 'voucher-balance-too-low' };
			if (voucher.openSpends.length >= MAX_SPENDS) return { refused: 'voucher-full' };
			const spend = { id: context.intentId, accessPointId, amountCents };
			return {
				patch: { openSpends: [...voucher.openSpends, spend] },
				append: [
					line(voucher, context, { kind: 'spent', cents: -amountCents, accessPointId, whatFor })
				]
			};
		}
	}),

	/** Undoes one spend, once, at the desk that spent; after the voucher has ended too, for a mistake is none the less. */
	'voucher.give-back': transition<Voucher>()({
		args: v.object({ voucherId: idSchema, accessPointId: placeIdSchema, spendId: idSchema }),
		target: voucherTarget,
		reduce(voucher, { accessPointId, spendId }, context) {
			const spend = voucher.openSpends.find(({ id }) => id === spendId);
			if (!spend) return { refused: 'spend-not-open' };
			if (spend.accessPointId !== accessPointId) return { refused: 'not-your-desk' };
			return {
				patch: { openSpends: voucher.openSpends.filter(({ id }) => id !== spendId) },
				append: [
					line(voucher, context, {
						kind: 'given-back',
						cents: spend.amountCents,
						accessPointId,
						spendId
					})
				]
			};
		}
	})
};
