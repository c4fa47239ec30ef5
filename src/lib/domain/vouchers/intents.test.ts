import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import {
	aFund,
	aGrant,
	aVoucher,
	DURING,
	FUND_ID,
	terms,
	VOUCHER_ID
} from '../../../../tests/builders/vouchers.ts';
import { uuid } from '../../../../tests/builders/sync-world.ts';
import { rowSchemas } from '../model.ts';
import { serverModel } from '../server-model.ts';
import { voucherIntents } from './intents.ts';
import { balanceCents, voucherSchema, type Voucher, type VoucherEntry } from './voucher.ts';

const chiara = { userId: 'chiara', name: 'Chiara V.', role: 'manager' };
const marta = { userId: 'marta', name: 'Marta R.', role: 'operator' };
const by = (actor: typeof marta, occurredAt = DURING, intentId = uuid(3, 1)) => ({
	intentId,
	actor,
	occurredAt
});
const spend = (amountCents: number, change: object = {}) => ({
	voucherId: VOUCHER_ID,
	accessPointId: 'cambonino',
	amountCents,
	whatFor: 'Spesa al mercato',
	...change
});
const spent = (amountCents: number, n = 9) => ({
	id: uuid(4, n),
	accessPointId: 'cambonino',
	amountCents
});

describe('a fund', () => {
	const { budgetCents } = aFund();
	const args = { fundId: FUND_ID, details: { ...terms, budgetCents } };

	it('is opened with nothing granted, and once', () => {
		const { patch } = voucherIntents['fund.open'].reduce(undefined, args, by(chiara));
		expect(v.parse(rowSchemas.funds!, patch)).toMatchObject({ budgetCents, grantedCents: 0 });
		expect(
			voucherIntents['fund.open'].reduce(aFund({ grantedCents: 5 }), args, by(chiara)).patch
		).toEqual({});
	});

	it('grants a voucher, with the first line of its ledger', () => {
		const result = voucherIntents['voucher.grant'].reduce(aFund(), aGrant(), by(chiara));
		if ('refused' in result) throw new Error(result.refused);
		expect(result.patch).toEqual({ grantedCents: 5000 });
		const [voucher, line] = result.append!;
		expect(v.parse(voucherSchema, voucher!.fields)).toMatchObject({
			id: uuid(3, 1),
			fundId: FUND_ID,
			mayBuy: terms.mayBuy,
			openSpends: []
		});
		expect(v.parse(rowSchemas.voucherEntries!, line!.fields)).toMatchObject({
			voucherId: uuid(3, 1),
			kind: 'granted',
			cents: 5000
		});
		expect(voucherIntents['voucher.grant'].makes!(aGrant(), uuid(3, 1))).toEqual([
			{ collection: voucher!.collection, key: voucher!.key }
		]);
	});

	it.each([
		['one cent more than what is left', aFund({ grantedCents: 95_001 }), aGrant(), DURING],
		[
			'a voucher that begins before it',
			aFund(),
			aGrant({ validFrom: terms.validFrom - 1 }),
			DURING
		],
		['a voucher that ends after it', aFund(), aGrant({ validUntil: terms.validUntil + 1 }), DURING],
		['anything once it has ended', aFund(), aGrant(), terms.validUntil]
	])('refuses %s', (_what, fund, grant, at) => {
		const result = voucherIntents['voucher.grant'].reduce(fund, grant, by(chiara, at));
		expect(result).toEqual({ refused: expect.stringMatching(/^(fund|voucher)-/) as string });
	});

	it('gives out its budget to the last cent', () => {
		const fund = aFund({ grantedCents: 95_000 });
		expect(voucherIntents['voucher.grant'].reduce(fund, aGrant(), by(chiara))).toMatchObject({
			patch: { grantedCents: 100_000 }
		});
	});
});

describe('a spend', () => {
	const reduce = voucherIntents['voucher.spend'].reduce;

	it('takes the whole balance, and not one cent more', () => {
		const voucher = aVoucher({ openSpends: [spent(4900)] });
		expect(reduce(voucher, spend(100), by(marta))).toMatchObject({
			patch: { openSpends: [{ amountCents: 4900 }, { amountCents: 100 }] },
			append: [{ fields: { kind: 'spent', cents: -100, whatFor: 'Spesa al mercato' } }]
		});
		expect(reduce(voucher, spend(101), by(marta))).toEqual({ refused: 'voucher-balance-too-low' });
	});

	it.each([
		['voucher-not-yet', terms.validFrom - 1],
		['voucher-expired', terms.validUntil]
	])('is refused as %s outside of the days of the voucher', (refused, at) => {
		expect(reduce(aVoucher(), spend(1), by(marta, at))).toEqual({ refused });
	});

	it.each([terms.validFrom, terms.validUntil - 1])('is taken on its first and last day', (at) => {
		expect(reduce(aVoucher(), spend(1), by(marta, at))).not.toHaveProperty('refused');
	});

	it('is refused at a desk that the voucher does not name, whoever writes it', () => {
		const elsewhere = spend(1, { accessPointId: 'po' });
		expect(reduce(aVoucher(), elsewhere, by(chiara))).toEqual({ refused: 'not-your-desk' });
	});

	it.each([0, -1, 1.5, Number.MAX_SAFE_INTEGER])(
		'is of whole cents above zero: not %d',
		(cents) => {
			const args = voucherIntents['voucher.spend'].args;
			expect(v.safeParse(args, spend(cents)).success).toBe(false);
			expect(v.safeParse(args, spend(1)).success).toBe(true);
		}
	);
});

describe('giving back', () => {
	const reduce = voucherIntents['voucher.give-back'].reduce;
	const voucher = aVoucher({ openSpends: [spent(4900)] });
	const back = { voucherId: VOUCHER_ID, accessPointId: 'cambonino', spendId: uuid(4, 9) };

	it('undoes one spend with a line of its own, once, and after the end too', () => {
		const result = reduce(voucher, back, by(marta, terms.validUntil + 1));
		expect(result).toMatchObject({
			patch: { openSpends: [] },
			append: [{ fields: { kind: 'given-back', cents: 4900, spendId: uuid(4, 9) } }]
		});
		expect(reduce(aVoucher(), back, by(marta))).toEqual({ refused: 'spend-not-open' });
	});

	it('is the desk’s that spent', () => {
		const other = { ...back, accessPointId: 'zaist' };
		expect(reduce(voucher, other, by(marta))).toEqual({ refused: 'not-your-desk' });
	});
});

describe('whoever is not meant', () => {
	const desk = (id: string, role = 'operator') => ({ userId: 'x', role, scopes: [`desk:${id}`] });
	const row = { ...aVoucher() };
	const at = (accessPointId: string) => ({
		name: 'voucher.spend',
		args: spend(1, { accessPointId })
	});

	it('spends nothing: not another desk, not in another’s name, not a volunteer', () => {
		expect(serverModel.authorize(desk('zaist'), at('zaist'), row)).toBeUndefined();
		for (const [caller, intent] of [
			[desk('zaist'), at('cambonino')],
			[desk('po'), at('po')],
			[desk('zaist', 'volunteer'), at('zaist')],
			[desk('zaist', 'administrator'), at('zaist')]
		] as const) {
			expect(serverModel.authorize(caller, intent, row)).toHaveProperty('refused');
		}
	});

	it('opens no fund and grants nothing: only the city does', () => {
		for (const name of ['fund.open', 'voucher.grant']) {
			const intent = { name, args: { accessPointId: 'zaist' } };
			expect(serverModel.authorize(desk('zaist'), intent, undefined)).toEqual({
				refused: 'not-your-role'
			});
			const city = { ...desk('zaist', 'manager'), scopes: ['city'] };
			expect(serverModel.authorize(city, intent, undefined)).toBeUndefined();
		}
	});

	it('reads no voucher: it stands at the desks it names and in the city, and no desk has the funds', () => {
		const scopes = ['desk:cambonino', 'desk:zaist', 'city'];
		expect(serverModel.scopesOf('vouchers', row)).toEqual(scopes);
		const line = { accessPointId: 'zaist', accessPointIds: row.accessPointIds };
		expect(serverModel.scopesOf('voucherEntries', line).toSorted()).toEqual(scopes.toSorted());
		expect(serverModel.project('desk:zaist', 'funds', { ...aFund() })).toBeNull();
	});
});

interface Act {
	kind: 'spend' | 'give-back';
	desk: string;
	/** Of a spend its cents; of giving back which of the spends before. */
	value: number;
}

const acts = fc.array(
	fc.record<Act>({
		kind: fc.constantFrom('spend', 'give-back'),
		desk: fc.constantFrom('cambonino', 'zaist', 'po'),
		value: fc.integer({ min: 1, max: 3000 })
	}),
	{ maxLength: 60 }
);

it('is never overdrawn, and its lines sum, in whatever order spends and returns come', () => {
	fc.assert(
		fc.property(acts, (all) => {
			let voucher = aVoucher();
			const lines: VoucherEntry[] = [];
			const spends: string[] = [];
			all.forEach(({ kind, desk, value }, n) => {
				const context = by(marta, DURING, uuid(5, n + 1));
				const args = spend(value, { accessPointId: desk });
				const spendId = spends[value % Math.max(1, spends.length)] ?? uuid(6, 1);
				const result =
					kind === 'spend'
						? voucherIntents['voucher.spend'].reduce(voucher, args, context)
						: voucherIntents['voucher.give-back'].reduce(voucher, { ...args, spendId }, context);
				if ('refused' in result) return;
				voucher = { ...voucher, ...(result.patch as Partial<Voucher>) };
				lines.push(result.append![0]!.fields as unknown as VoucherEntry);
				if (kind === 'spend') spends.push(context.intentId);
				const sum = lines.reduce((total, { cents }) => total + cents, 5000);
				expect(balanceCents(voucher)).toBe(sum);
				expect(sum).toBeGreaterThanOrEqual(0);
				expect(sum).toBeLessThanOrEqual(5000);
			});
			const backs = lines.filter(({ kind }) => kind === 'given-back').map((each) => each.spendId);
			expect(new Set(backs).size).toBe(backs.length);
		})
	);
});
