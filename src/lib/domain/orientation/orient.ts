/**
 * What a household can ask for, by the rules that are in force today. A rule that has expired, or does not hold yet, is
 * tried all the same, and is never among what they may be entitled to.
 */
import { evaluate, judgedOf, missingOf, type Finding } from './evaluate.ts';
import type { Answers } from './facts.ts';
import type { Rule } from './rule.ts';

export type RuleStatus = 'valid' | 'expired' | 'not-yet';

/**
 * Both days belong to it.
 * @param today ISO date
 */
export function statusOn(
	{ validFrom, validTo }: Pick<Rule, 'validFrom' | 'validTo'>,
	today: string
): RuleStatus {
	if (validTo < today) return 'expired';
	return today < validFrom ? 'not-yet' : 'valid';
}

export interface Outcome<R extends Rule = Rule> {
	rule: R;
	status: RuleStatus;
	finding: Finding;
}

/** Every rule stands in one group, in the order they were given; what is to verify, nearest first. */
export interface Orientation<R extends Rule = Rule> {
	yes: Outcome<R>[];
	toVerify: Outcome<R>[];
	no: Outcome<R>[];
	expired: Outcome<R>[];
	notYet: Outcome<R>[];
}

/** @param today ISO date */
export function orient<R extends Rule>(
	rules: readonly R[],
	answers: Answers,
	today: string
): Orientation<R> {
	const groups: Orientation<R> = { yes: [], toVerify: [], no: [], expired: [], notYet: [] };
	for (const rule of rules) {
		const outcome = {
			rule,
			status: statusOn(rule, today),
			finding: evaluate(rule.when, answers, today)
		};
		groups[groupOf(outcome)].push(outcome);
	}
	return { ...groups, toVerify: nearestFirst(groups.toVerify) };
}

function groupOf({ status, finding }: Outcome): keyof Orientation {
	switch (status) {
		case 'expired':
			return 'expired';
		case 'not-yet':
			return 'notYet';
		case 'valid':
			return finding.verdict === 'to-verify' ? 'toVerify' : finding.verdict;
	}
}

/** What fewest answers would decide stands first. */
function nearestFirst<R extends Outcome>(outcomes: readonly R[]): R[] {
	return outcomes
		.map((outcome) => ({ outcome, lacks: lacking(outcome.finding) }))
		.sort((a, b) => a.lacks - b.lacks)
		.map(({ outcome }) => outcome);
}

function lacking(finding: Finding): number {
	return missingOf(finding).length + judgedOf(finding).length;
}
