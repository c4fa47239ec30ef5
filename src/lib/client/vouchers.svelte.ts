/** Vouchers, their ledgers and the funds behind them, as pages read and write them. */
import { v7 as uuidv7 } from 'uuid';
import type { IntentArgs } from '$lib/domain/model';
import {
	balanceCents,
	spentCents,
	type Fund,
	type FundDetails,
	type Voucher,
	type VoucherEntry
} from '$lib/domain/vouchers/voucher';
import type { RowRef } from '../../../sync/protocol/json';
import type { ViewRow } from '../../../sync/client/replica';
import { openDesk, requireDesk, type OpenDesk } from './desk.svelte';
import { people } from './people.svelte';
import { recordSync, type RecordSync } from './record-sync';
import { intent, write, type WriteResult } from './write';

export type VoucherView = Voucher & {
	sync: RecordSync;
	/** The server has granted it: only then may it be spent. */
	isGranted: boolean;
};
export type VoucherEntryView = VoucherEntry & { sync: RecordSync };
export type FundView = Fund & { sync: RecordSync; spentCents: number };

/** Of an intent on another row, which made this one: its number on this device. */
function seqsOfMaker({ client }: OpenDesk, collection: string, key: string, id: string): number[] {
	const { replica } = client;
	return (replica.row({ collection, key })?.seqs ?? []).filter(
		(seq) => replica.outbox.get(seq)?.id === id
	);
}

function voucherView(desk: OpenDesk, row: ViewRow): VoucherView {
	// The engine let the row in only after the domain's schema had read it.
	const fields = row.fields as unknown as Voucher;
	const isGranted = row.rev > 0;
	const seqs = isGranted ? row.seqs : seqsOfMaker(desk, 'funds', fields.fundId, fields.id);
	return { ...fields, sync: recordSync(desk, seqs), isGranted };
}

export const vouchers = {
	get ready(): boolean {
		return openDesk() !== null;
	},

	get all(): VoucherView[] {
		const desk = openDesk();
		if (!desk) return [];
		return [...desk.client.replica.rows('vouchers').values()].map((row) => voucherView(desk, row));
	},

	get(id: string): VoucherView | undefined {
		const desk = openDesk();
		const row = desk?.client.replica.row({ collection: 'vouchers', key: id });
		return desk && row ? voucherView(desk, row) : undefined;
	},

	/** Those of a person, by the id of the record that stays. */
	of(personId: string): VoucherView[] {
		return vouchers.all.filter(
			(voucher) => (people.get(voucher.personId)?.id ?? voucher.personId) === personId
		);
	},

	/** A voucher's ledger, the newest line first. */
	entries({ id, fundId }: Pick<Voucher, 'id' | 'fundId'>): VoucherEntryView[] {
		const desk = openDesk();
		if (!desk) return [];
		/** A line stands on one intent, whose id it has. */
		const seqsOf = (entry: VoucherEntry) =>
			entry.kind === 'granted'
				? seqsOfMaker(desk, 'funds', fundId, entry.id)
				: seqsOfMaker(desk, 'vouchers', id, entry.id);
		return [...desk.client.replica.rows('voucherEntries').values()]
			.map((row) => row.fields as unknown as VoucherEntry)
			.filter(({ voucherId }) => voucherId === id)
			.map((entry) => ({ ...entry, sync: recordSync(desk, seqsOf(entry)) }))
			.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
	},

	/** Reserved on this device when it resolves. */
	spend(args: IntentArgs<'voucher.spend'>): Promise<WriteResult> {
		return write(requireDesk(), [intent('voucher.spend', args)]);
	},

	giveBack(args: IntentArgs<'voucher.give-back'>): Promise<WriteResult> {
		return write(requireDesk(), [intent('voucher.give-back', args)]);
	}
};

export const funds = {
	/** The last opened first. */
	get all(): FundView[] {
		const desk = openDesk();
		if (!desk) return [];
		const spentByFund = new Map<string, number>();
		for (const voucher of vouchers.all) {
			const before = spentByFund.get(voucher.fundId) ?? 0;
			spentByFund.set(voucher.fundId, before + spentCents(voucher));
		}
		return [...desk.client.replica.rows('funds').values()]
			.map((row) => ({
				...(row.fields as unknown as Fund),
				sync: recordSync(desk, row.seqs),
				spentCents: spentByFund.get(row.key) ?? 0
			}))
			.sort((a, b) => b.createdAt - a.createdAt);
	},

	open(details: FundDetails): Promise<WriteResult> {
		return write(requireDesk(), [intent('fund.open', { fundId: uuidv7(), details })]);
	},

	grant(args: IntentArgs<'voucher.grant'>): Promise<WriteResult> {
		return write(requireDesk(), [intent('voucher.grant', args)]);
	}
};

/** What a voucher or a fund has left to give, in cents, as this device knows it; 0 of one that is not here. */
export function leftFor(target: RowRef): number {
	if (target.collection === 'vouchers') {
		const voucher = vouchers.get(target.key);
		return voucher ? balanceCents(voucher) : 0;
	}
	const fund = funds.all.find(({ id }) => id === target.key);
	return fund ? fund.budgetCents - fund.grantedCents : 0;
}
