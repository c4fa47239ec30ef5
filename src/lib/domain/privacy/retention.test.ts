import { describe, expect, it } from 'vitest';
import { anOffer } from '../../../../tests/builders/offers.ts';
import { aPerson, personId } from '../../../../tests/builders/people.ts';
import { aFollowUp, anEvent, aRequest } from '../../../../tests/builders/requests.ts';
import { aFund, aVoucher } from '../../../../tests/builders/vouchers.ts';
import { purposeTable } from './purposes.ts';
import { countByCollection, dueRows, monthsBefore, type KeptRow } from './retention.ts';

const NOW = Date.UTC(2026, 10, 26, 4);
const DAY = 24 * 60 * 60 * 1000;
const LONG_AGO = monthsBefore(NOW, 61);

/** Kept since long ago, unless the test says otherwise. */
function kept(collection: string, fields: { id: string }, change: Partial<KeptRow> = {}): KeptRow {
	return {
		collection,
		key: fields.id,
		fields: { ...fields },
		lastAt: LONG_AGO,
		disputed: false,
		...change
	};
}

const person = (number: number, change = {}, more: Partial<KeptRow> = {}) =>
	kept('people', aPerson(number, change), more);
const request = (change: Parameters<typeof aRequest>[0] = {}, more: Partial<KeptRow> = {}) =>
	kept('requests', aRequest({ status: 'completed', ...change }), more);
const relation = (of: number, by: number, endedAt: number | null, more: Partial<KeptRow> = {}) =>
	kept(
		'relations',
		{ id: `${of}-${by}`, personId: personId(of), delegateId: personId(by), endedAt } as never,
		more
	);
const contact = (more: Partial<KeptRow> = {}) => kept('contacts', { id: 'contact' }, more);

function due(rows: KeptRow[], unsettled: string[] = [], now = NOW) {
	return countByCollection(dueRows({ rows, unsettledKeys: new Set(unsettled), now }));
}

describe('months', () => {
	it.each([
		['2026-11-26', 24, '2024-11-26'],
		['2026-03-31', 1, '2026-02-28'],
		['2024-03-31', 1, '2024-02-29'],
		['2026-01-15', 12, '2025-01-15'],
		['2026-01-15', 2, '2025-11-15']
	])('from %s, %i before it is %s', (from, months, before) => {
		expect(monthsBefore(Date.parse(from), months)).toBe(Date.parse(before));
	});
});

describe('a request', () => {
	const months = (purposeTable.requests.retention as { months: number }).months;
	const limit = monthsBefore(NOW, months);

	it('is due with its history and its steps when it has been closed for long enough', () => {
		const rows = [
			request(),
			kept('events', anEvent()),
			kept('followups', aFollowUp({ status: 'done' }))
		];
		expect(due(rows)).toEqual({ events: 1, followups: 1, requests: 1 });
	});

	it('is kept to the last moment of its period, and not one longer', () => {
		expect(due([request({}, { lastAt: limit })])).toEqual({});
		expect(due([request({}, { lastAt: limit - 1 })])).toEqual({ requests: 1 });
	});

	it('is kept for as long again after the last word written about it', () => {
		expect(due([request(), kept('events', anEvent(), { lastAt: NOW - DAY })])).toEqual({});
	});

	it.each(['draft', 'requested', 'accepted', 'on-hold', 'in-progress'] as const)(
		'is never due while it is %s',
		(status) => {
			expect(due([request({ status })])).toEqual({});
		}
	);

	it.each(['rejected', 'completed', 'cancelled', 'failed', 'entered-in-error'] as const)(
		'is due once it is %s',
		(status) => {
			expect(due([request({ status })])).toEqual({ requests: 1 });
		}
	);

	it('is never due while something is unsettled about it', () => {
		expect(due([request({}, { disputed: true })])).toEqual({});
		expect(due([request(), kept('followups', aFollowUp({ status: 'open' }))])).toEqual({});
		expect(due([request()], [aRequest().id])).toEqual({});
		expect(due([request(), kept('events', anEvent())], [anEvent().id])).toEqual({});
	});
});

describe('a person', () => {
	it('is due when nobody has met them for long and nothing of theirs is left', () => {
		expect(due([person(1)])).toEqual({ people: 1 });
		expect(due([person(1, {}, { lastAt: NOW - DAY })])).toEqual({});
		expect(due([person(1, {}, { disputed: true })])).toEqual({});
		expect(due([person(1)], [personId(1)])).toEqual({});
	});

	it('goes with their last request, and stays with one that stays', () => {
		expect(due([person(1), request({ personId: personId(1) })])).toEqual({
			people: 1,
			requests: 1
		});
		const open = request({ personId: personId(1), status: 'requested' });
		expect(due([person(1), open])).toEqual({});
	});

	it('stays while somebody else’s request is made for them', () => {
		const actingFor = { name: 'Bruna', relation: 'madre', personId: personId(2) };
		const rows = [
			person(1),
			person(2),
			person(3),
			request({ personId: personId(1), status: 'requested', actingFor })
		];
		expect(dueRows({ rows, unsettledKeys: new Set(), now: NOW })).toEqual([
			{ collection: 'people', key: personId(3) }
		]);
	});

	it('goes or stays with every other record of the same person', () => {
		const merged = person(1, { mergedInto: personId(2) });
		expect(due([merged, person(2)])).toEqual({ people: 2 });
		expect(due([merged, person(2, {}, { lastAt: NOW - DAY })])).toEqual({});
		const open = request({ personId: personId(1), status: 'requested' });
		expect(due([merged, person(2), open])).toEqual({});
	});

	it('stays while one stays for whom they act, however long the chain is', () => {
		const chain = [relation(1, 2, null), relation(2, 3, null)];
		const everybody = [person(1), person(2), person(3)];
		expect(due([...everybody, ...chain])).toEqual({ people: 3, relations: 2 });
		const open = request({ personId: personId(1), status: 'requested' });
		expect(due([...everybody, ...chain, open])).toEqual({});
	});

	it('no longer holds another by a delegation that ended long ago', () => {
		const open = request({ personId: personId(1), status: 'requested' });
		const rows = [person(1), person(2), relation(1, 2, LONG_AGO), open];
		expect(due(rows)).toEqual({ people: 1, relations: 1 });
		const ended = relation(1, 2, NOW - DAY, { lastAt: NOW - DAY });
		expect(due([person(1), person(2), ended])).toEqual({});
	});
});

describe('what names nobody, and what volunteers offer', () => {
	it('keeps a contact five years, and longer while something about it is unsettled', () => {
		expect(due([contact()])).toEqual({ contacts: 1 });
		expect(due([contact({ lastAt: monthsBefore(NOW, 59) })])).toEqual({});
		expect(due([contact()], ['contact'])).toEqual({});
	});

	it('lets an offer go with its history a year after it was withdrawn, and never before', () => {
		const { id } = anOffer();
		const line = kept('offerEvents', { id: 'line', offerId: id } as never);
		const withdrawn = anOffer({ status: 'withdrawn' });
		expect(due([kept('offers', withdrawn), line])).toEqual({ offerEvents: 1, offers: 1 });
		expect(due([kept('offers', withdrawn, { lastAt: monthsBefore(NOW, 11) }), line])).toEqual({});
		expect(due([kept('offers', withdrawn), { ...line, lastAt: NOW - DAY }])).toEqual({});
		for (const status of ['active', 'paused'] as const) {
			expect(due([kept('offers', anOffer({ status })), line]), status).toEqual({});
		}
	});
});

describe('a voucher', () => {
	const months = (purposeTable.people.retention as { months: number }).months;
	const limit = monthsBefore(NOW, months);
	const voucher = (validUntil: number, more: Partial<KeptRow> = {}) =>
		kept('vouchers', aVoucher({ personId: personId(1), validUntil }), more);
	const line = kept('voucherEntries', { id: 'line', voucherId: aVoucher().id } as never);

	it('keeps its holder while it may be spent and for a person’s period after, and goes with them', () => {
		expect(due([person(1), voucher(limit), line])).toEqual({});
		expect(due([person(1), voucher(limit - 1), line])).toEqual({
			people: 1,
			voucherEntries: 1,
			vouchers: 1
		});
	});

	it('keeps its holder after the last word of its ledger, and while a message waits about it', () => {
		const late = { ...line, lastAt: NOW - DAY };
		expect(due([person(1), voucher(LONG_AGO), late])).toEqual({});
		expect(due([person(1), voucher(LONG_AGO), line], [aVoucher().id])).toEqual({});
	});

	it('goes with its fund, which is kept for as long as public accounts are', () => {
		const old = monthsBefore(NOW, 121);
		const fund = kept('funds', aFund({ validUntil: old }), { lastAt: old });
		const rows = [person(1, {}, { lastAt: NOW }), voucher(old), line];
		expect(due([{ ...fund, lastAt: NOW }, ...rows])).toEqual({});
		expect(due([kept('funds', aFund({ validUntil: NOW }), { lastAt: old }), ...rows])).toEqual({});
		expect(due([fund, ...rows])).toEqual({ funds: 1, voucherEntries: 1, vouchers: 1 });
		expect(due([fund, ...rows], [aVoucher().id])).toEqual({});
	});
});
