/** What somebody means to ask for, in words: the same on the desk's screen and on the sheet they take home. */
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import { householdPrice } from '$lib/domain/catalogue/household-price';
import type { Reason, Verdict } from '$lib/domain/orientation/evaluate';
import type { Answers } from '$lib/domain/orientation/facts';
import type { PublishedRule } from '$lib/domain/orientation/rule-set';
import type { Plan, StoredResult } from '$lib/domain/orientation/stored-orientation';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { householdPriceText } from '../catalogue/household-words';
import { factText } from './fact-words';

export interface PlanLine {
	ruleId: string;
	name: string;
	verdict: Verdict;
	/** "Potresti avere diritto". */
	verdictText: string;
	/** "ISEE sociosanitario": what has to be answered before it is known; empty where nothing has. */
	missing: string;
	/** What a person has to judge, where no answer is missing. */
	judged: string;
	/** "Costo con ISEE 8.200: € 5,20 all’ora"; empty where it has no tariff. */
	price: string;
	isExamplePrice: boolean;
	/** Who gives it, where and at which telephone, as much of it as `how` does not say: "INPS". */
	contact: string;
	/** The rule as this device has it now; undefined where it has it no longer. */
	rule: PublishedRule | undefined;
}

export interface PlanSources {
	rules: readonly PublishedRule[];
	/** Services of the rules, by their id. */
	entries: ReadonlyMap<string, CatalogueEntry>;
	answers: Answers;
	/** How each came out, and why. */
	results: readonly Pick<StoredResult, 'ruleId' | 'reasons'>[];
	/** ISO date. */
	today: string;
}

export function verdictText(verdict: Verdict): string {
	switch (verdict) {
		case 'yes':
			return m.orientation_group_yes();
		case 'to-verify':
			return m.orientation_group_verify();
		case 'no':
			return m.orientation_group_no();
	}
}

export function planLines(plan: Plan, sources: PlanSources): PlanLine[] {
	const { rules, entries, answers, results, today } = sources;
	const rulesById = new Map(rules.map((rule) => [rule.id, rule]));
	const reasonsById = new Map(results.map(({ ruleId, reasons }) => [ruleId, reasons]));
	return plan.map(({ ruleId, name, verdict, serviceId }) => {
		const entry = entries.get(serviceId ?? '');
		const prices = entry ? householdPrice(entry, answers, today) : [];
		const rule = rulesById.get(ruleId);
		return {
			ruleId,
			name: name[getLocale()],
			verdict,
			verdictText: verdictText(verdict),
			...openText(verdict === 'to-verify' ? (reasonsById.get(ruleId) ?? []) : []),
			price: prices.map(householdPriceText).join('. '),
			isExamplePrice: prices.length > 0 && Boolean(entry?.exampleTariff),
			contact: rule ? contactText(rule, entry) : '',
			rule
		};
	});
}

function contactText({ provider, how }: PublishedRule, entry: CatalogueEntry | undefined): string {
	const said = Object.values(how).join(' ').toLowerCase();
	return [provider, entry?.places?.[0]?.address, entry?.phones?.[0]?.number]
		.filter((part) => part !== undefined && !said.includes(part.toLowerCase()))
		.join(', ');
}

/** Each once. */
function openText(reasons: readonly Reason[]): Pick<PlanLine, 'missing' | 'judged'> {
	const facts = new Set(reasons.flatMap(({ missing }) => missing.map(factText)));
	const judged = reasons.flatMap(({ leaf, verdict }) =>
		'judged' in leaf && verdict === 'to-verify' ? [leaf.judged[getLocale()]] : []
	);
	const missing = [...facts].join(', ');
	return { missing, judged: missing === '' ? [...new Set(judged)].join('; ') : '' };
}

/** What to bring for all of it, each thing once. */
export function documentsOf(lines: readonly Pick<PlanLine, 'rule'>[]): string[] {
	const documents = lines.flatMap(({ rule }) => rule?.documents ?? []);
	return [...new Set(documents.map((document) => document[getLocale()]))];
}
