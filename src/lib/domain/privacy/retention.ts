/**
 * Which records have been kept for as long as the table of purposes allows, purely.
 *
 * Invariants
 * - What is unsettled is never due: an open request or step, a field about which two people disagree, anything that a
 *   message still waiting on the server (held, in quarantine) names.
 * - A person stays for as long as any request does that is theirs or made for them, and for as long as somebody stays for
 *   whom they act or who acts for them; so they do while a voucher of theirs may be spent, and for as long after as they
 *   would after a contact. Two records of one person go together or not at all.
 * - What belongs to a record that is due is due with it, and is named: the numbers shown before are the ones removed.
 */
import { resolveMerges } from '../people/merged.ts';
import type { Person } from '../people/person.ts';
import type { Relation } from '../people/relation.ts';
import type { AssistedRequest } from '../requests/request.ts';
import { isOpen } from '../requests/status.ts';
import { purposeTable } from './purposes.ts';

export interface KeptRow {
	collection: string;
	key: string;
	fields: { readonly [field: string]: unknown };
	/** When anything was last written of it, or received about it: milliseconds since the epoch. */
	lastAt: number;
	/** Two people disagree about one of its fields. */
	disputed: boolean;
}

export interface RetentionInput {
	rows: readonly KeptRow[];
	/** Every key that a message not yet settled names. */
	unsettledKeys: ReadonlySet<string>;
	/** Milliseconds since the epoch. */
	now: number;
}

export interface DueRow {
	collection: string;
	key: string;
}

/** The moment as many calendar months ago, at the same time of day (UTC); of a shorter month its last day. */
export function monthsBefore(now: number, months: number): number {
	const date = new Date(now);
	const day = date.getUTCDate();
	date.setUTCDate(1);
	date.setUTCMonth(date.getUTCMonth() - months);
	const daysInMonth = new Date(
		Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)
	).getUTCDate();
	date.setUTCDate(Math.min(day, daysInMonth));
	return date.getTime();
}

function monthsOf(collection: keyof typeof purposeTable): number {
	const { retention } = purposeTable[collection];
	if (!('months' in retention)) throw new Error(`${collection} has no period of its own`);
	return retention.months;
}

export function dueRows({ rows, unsettledKeys, now }: RetentionInput): DueRow[] {
	const inCollection = (name: string) => rows.filter(({ collection }) => collection === name);
	const isOlder = (lastAt: number, collection: keyof typeof purposeTable) =>
		lastAt < monthsBefore(now, monthsOf(collection));
	const isSettled = ({ key, disputed }: KeptRow) => !disputed && !unsettledKeys.has(key);

	/** A record with all that belongs to it, by its key. */
	function withBelonging(collection: string, field: string, belonging: string[]) {
		const groups = new Map(inCollection(collection).map((row) => [row.key, [row]]));
		for (const row of belonging.flatMap(inCollection)) {
			groups.get(String(row.fields[field]))?.push(row);
		}
		return [...groups.values()];
	}

	const lastOf = (group: readonly KeptRow[]) => Math.max(...group.map(({ lastAt }) => lastAt));

	const requests = withBelonging('requests', 'requestId', ['events', 'followups']);
	const dueRequests = requests.filter((group) => {
		const [{ fields }] = group as [KeptRow];
		const stepsOpen = group.some((row) => row.collection === 'followups' && isStepOpen(row));
		if (isOpen((fields as unknown as AssistedRequest).status) || stepsOpen) return false;
		return group.every(isSettled) && isOlder(lastOf(group), 'requests');
	});
	const dueRequestKeys = new Set(dueRequests.map((group) => group[0]!.key));
	const remaining = requests
		.map((group) => group[0]!)
		.filter(({ key }) => !dueRequestKeys.has(key))
		.map(({ fields }) => fields as unknown as AssistedRequest);

	const relations = inCollection('relations').map((row) => ({
		row,
		relation: row.fields as unknown as Relation
	}));
	const isDueRelation = ({ row, relation }: (typeof relations)[number]) =>
		relation.endedAt !== null && isSettled(row) && isOlder(row.lastAt, 'relations');
	const dueRelations = relations.filter(isDueRelation);
	const linking = relations.filter((each) => !isDueRelation(each));

	const vouchers = withBelonging('vouchers', 'voucherId', ['voucherEntries']);
	/** When it was last written about, or ended. */
	const endOf = (group: readonly KeptRow[]) =>
		Math.max(lastOf(group), Number(group[0]!.fields.validUntil));

	const people = inCollection('people');
	const survivors = resolveMerges(people.map(({ fields }) => fields as unknown as Person));
	const kept = new Set<string>();
	const keep = (id: string | null | undefined) => id && kept.add(survivors.survivorOf(id));
	for (const row of people) {
		if (!isSettled(row) || !isOlder(row.lastAt, 'people')) keep(row.key);
	}
	for (const { personId, actingFor } of remaining) {
		keep(personId);
		keep(actingFor?.personId);
	}
	for (const group of vouchers) {
		if (!group.every(isSettled) || !isOlder(endOf(group), 'people')) {
			keep(group[0]!.fields.personId as string);
		}
	}
	for (const { row, relation } of linking) {
		// Ended not long ago, or not settled: both were met not long ago.
		if (relation.endedAt === null && isSettled(row)) continue;
		keep(relation.personId);
		keep(relation.delegateId);
	}
	// Until a round finds nobody more: whoever acts for somebody who stays, stays.
	for (let before = -1; before < kept.size;) {
		before = kept.size;
		for (const { relation } of linking) {
			const ends = [relation.personId, relation.delegateId].map(survivors.survivorOf);
			if (ends.some((id) => kept.has(id))) ends.forEach((id) => kept.add(id));
		}
	}
	const isKept = (id: string) => kept.has(survivors.survivorOf(id));
	const duePeople = people.filter(({ key }) => !isKept(key));
	const theirRelations = linking.filter(
		({ relation }) => !isKept(relation.personId) && !isKept(relation.delegateId)
	);

	const dueContacts = inCollection('contacts').filter(
		(row) => isSettled(row) && isOlder(row.lastAt, 'contacts')
	);
	const dueOffers = withBelonging('offers', 'offerId', ['offerEvents']).filter(
		(group) =>
			group[0]!.fields.status === 'withdrawn' &&
			group.every(isSettled) &&
			isOlder(lastOf(group), 'offers')
	);

	const withUnsettled = new Set(
		vouchers.filter((group) => !group.every(isSettled)).map(([row]) => row!.fields.fundId)
	);
	const dueFunds = inCollection('funds').filter(
		(row) => isSettled(row) && !withUnsettled.has(row.key) && isOlder(endOf([row]), 'funds')
	);
	const dueFundKeys = new Set(dueFunds.map(({ key }) => key));
	const dueVouchers = vouchers.filter(
		([voucher]) =>
			dueFundKeys.has(String(voucher!.fields.fundId)) || !isKept(String(voucher!.fields.personId))
	);

	return [
		...dueRequests.flat(),
		...[...dueRelations, ...theirRelations].map(({ row }) => row),
		...duePeople,
		...dueContacts,
		...dueOffers.flat(),
		...dueFunds,
		...dueVouchers.flat()
	].map(({ collection, key }) => ({ collection, key }));
}

function isStepOpen({ fields }: KeptRow): boolean {
	return fields.status === 'open';
}

/** How many of each collection, in the order of their names. */
export function countByCollection(rows: readonly DueRow[]): { [collection: string]: number } {
	const counts = new Map<string, number>();
	for (const { collection } of rows) counts.set(collection, (counts.get(collection) ?? 0) + 1);
	return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
