import { expect } from '@playwright/test';
import { uuid } from '../../builders/sync-world.ts';
import { aGrant, FUND_ID, terms } from '../../builders/vouchers.ts';
import { signInToPush } from './pusher.ts';
import type { RunningServer } from './server.ts';

const DAY_MS = 86_400_000;

/** The manager gives Anna Esempio, whom no desk knows, a voucher that two desks may spend: Marta's and Davide's. */
export async function grantVoucher(server: RunningServer, amountCents: number): Promise<void> {
	const days = { validFrom: Date.now() - DAY_MS, validUntil: Date.now() + 30 * DAY_MS };
	const chiara = await signInToPush(server, 'chiara');
	const details = { ...terms, ...days, budgetCents: 100_000 };
	const outcomes = await chiara.push([
		{ id: uuid(7, 1), seq: 1, name: 'fund.open', args: { fundId: FUND_ID, details } },
		{ id: uuid(7, 2), seq: 2, name: 'voucher.grant', args: { ...aGrant({ amountCents }), ...days } }
	]);
	expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
}
