/**
 * What to ask when no answer decides a rule any more: whatever tells what this household pays for a service that it can ask for.
 */
import type { CatalogueEntry } from '../catalogue/entry.ts';
import {
	householdPrice,
	iseeFacts,
	type HouseholdPrice,
	type PriceDoubt
} from '../catalogue/household-price.ts';
import type { IseeType } from '../catalogue/hsds.ts';
import { missingOf } from './evaluate.ts';
import type { Answers, FactId } from './facts.ts';
import type { Orientation } from './orient.ts';

function factOf({ kind }: PriceDoubt, { iseeType }: HouseholdPrice): FactId | null {
	switch (kind) {
		case 'isee-missing':
			return iseeFacts[iseeType as IseeType] ?? null;
		case 'members-missing':
			return 'householdMembers';
		case 'minors-missing':
			return 'minorChildren';
		case 'isee-expired':
		case 'isee-in-gap':
		case 'household-in-gap':
			return null;
	}
}

/**
 * @param entries services of the rules, by their id
 * @param today ISO date
 * @returns null when no answer would tell more of a price
 */
export function priceQuestion(
	{ yes, toVerify }: Pick<Orientation, 'yes' | 'toVerify'>,
	entries: ReadonlyMap<string, CatalogueEntry>,
	answers: Answers,
	today: string
): FactId | null {
	const open = toVerify.filter(({ finding }) => missingOf(finding).length === 0);
	for (const { rule } of [...yes, ...open]) {
		const entry = entries.get(rule.serviceId ?? '');
		for (const price of entry ? householdPrice(entry, answers, today) : []) {
			const doubts = price.kind === 'range' ? price.doubts : [];
			for (const doubt of doubts) {
				const fact = factOf(doubt, price);
				if (fact !== null && !(fact in answers)) return fact;
			}
		}
	}
	return null;
}
