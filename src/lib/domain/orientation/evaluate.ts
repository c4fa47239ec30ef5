/**
 * Tries a rule's conditions on what has been answered.
 *
 * Invariants
 * - Three values. What has no answer is "to verify" and never a yes; so is what only a person can judge, and an ISEE whose
 *   statement has expired.
 * - An answer more never changes a yes or a no: it only decides what was to verify (Kleene's strong logic).
 * - Every "to verify" has a leaf that would decide it: a fact that is missing, or words to judge.
 * - Money is compared in whole cents.
 */
import {
	facts,
	type Answer,
	type Answers,
	type Fact,
	type FactId,
	type IseeValue
} from './facts.ts';
import type { Choice, Condition, Judged, Leaf, Range } from './rule.ts';

export type Verdict = 'yes' | 'no' | 'to-verify';

/** A condition as it came out, with its parts. */
export type Finding = { verdict: Verdict } & (
	| { leaf: Leaf; missing: readonly FactId[]; isExpired: boolean }
	| { of: 'all' | 'any' | 'not' | 'atLeast'; parts: readonly Finding[] }
);

/** @param today ISO date */
export function evaluate(condition: Condition, answers: Answers, today: string): Finding {
	const all = (conditions: readonly Condition[]) =>
		conditions.map((each) => evaluate(each, answers, today));
	if ('all' in condition) {
		const parts = all(condition.all);
		return { of: 'all', parts, verdict: verdictOfCount(parts, parts.length) };
	}
	if ('any' in condition) {
		const parts = all(condition.any);
		return { of: 'any', parts, verdict: verdictOfCount(parts, 1) };
	}
	if ('of' in condition) {
		const parts = all(condition.of);
		return { of: 'atLeast', parts, verdict: verdictOfCount(parts, condition.atLeast) };
	}
	if ('not' in condition) {
		const part = evaluate(condition.not, answers, today);
		return { of: 'not', parts: [part], verdict: opposite(part.verdict) };
	}
	return leafFinding(condition, answers, today);
}

/** Whether at least so many hold, whatever becomes of those that are to verify. */
function verdictOfCount(parts: readonly Finding[], wanted: number): Verdict {
	let yes = 0;
	let open = 0;
	for (const { verdict } of parts) {
		if (verdict === 'yes') yes += 1;
		else if (verdict === 'to-verify') open += 1;
	}
	if (yes >= wanted) return 'yes';
	return yes + open < wanted ? 'no' : 'to-verify';
}

export function opposite(verdict: Verdict): Verdict {
	switch (verdict) {
		case 'yes':
			return 'no';
		case 'no':
			return 'yes';
		case 'to-verify':
			return 'to-verify';
	}
}

function leafFinding(leaf: Leaf, answers: Answers, today: string): Finding {
	if ('judged' in leaf) return { leaf, verdict: 'to-verify', missing: [], isExpired: false };
	const value = answers[leaf.fact];
	const isExpired = isIsee(value) && value.validTo < today;
	const missing: FactId[] = value === undefined || value === null || isExpired ? [leaf.fact] : [];
	const times = 'times' in leaf ? leaf.times : undefined;
	const factor = times === undefined ? 1 : answers[times];
	if (times !== undefined && typeof factor !== 'number') missing.push(times);
	if (missing.length > 0) return { leaf, verdict: 'to-verify', missing, isExpired };
	const holds =
		'is' in leaf ? isAmong(value!, leaf) : isWithin(numberOf(value!), leaf, factor as number);
	return { leaf, verdict: holds ? 'yes' : 'no', missing, isExpired };
}

export function isIsee(value: Answer | null | undefined): value is IseeValue {
	return typeof value === 'object' && value !== null;
}

function numberOf(value: Answer): number {
	return isIsee(value) ? value.cents : Number(value);
}

function isAmong(value: Answer, { is }: Choice): boolean {
	return typeof is === 'boolean' ? value === is : is.includes(String(value));
}

/** A figure of a rule in the unit of the answers: cents where it is of money. */
export function threshold(figure: number, id: FactId, factor = 1): number {
	const { kind }: Fact = facts[id];
	return kind === 'money' || kind === 'isee' ? Math.round(figure * factor * 100) : figure * factor;
}

function isWithin(value: number, { fact, from, to, over, under }: Range, factor: number): boolean {
	const at = (figure: number) => threshold(figure, fact, factor);
	return (
		(from === undefined || value >= at(from)) &&
		(to === undefined || value <= at(to)) &&
		(over === undefined || value > at(over)) &&
		(under === undefined || value < at(under))
	);
}

/** A leaf that has to do with how a rule came out. */
export interface Reason {
	leaf: Leaf;
	/** Of what the rule asks, which is the contrary of the leaf where that is `negated`. */
	verdict: Verdict;
	negated: boolean;
	missing: readonly FactId[];
	isExpired: boolean;
}

/**
 * Why it came out so: of a yes what makes it, of a no what rules it out, of "to verify" what is met and what is missing.
 * A part that no longer matters is no reason.
 */
export function reasonsOf(finding: Finding, negated = false): Reason[] {
	if ('leaf' in finding) {
		const { leaf, missing, isExpired } = finding;
		const verdict = negated ? opposite(finding.verdict) : finding.verdict;
		return [{ leaf, verdict, negated, missing, isExpired }];
	}
	const inside = finding.of === 'not' ? !negated : negated;
	return finding.parts
		.filter((part) => matters(part, finding))
		.flatMap((part) => reasonsOf(part, inside));
}

function matters(part: Finding, { of, verdict }: Extract<Finding, { parts: unknown }>): boolean {
	if (of === 'not' || part.verdict === verdict) return true;
	// What already counts towards it.
	return verdict === 'to-verify' && of !== 'any' && part.verdict === 'yes';
}

/** The facts that are missing to decide it, each once; without those of parts that no longer matter. */
export function missingOf(finding: Finding): FactId[] {
	return [...new Set(openLeaves(finding).flatMap(({ missing }) => missing))];
}

/** What a person has to judge before it is decided. */
export function judgedOf(finding: Finding): Judged[] {
	return openLeaves(finding).flatMap(({ leaf }) => ('judged' in leaf ? [leaf] : []));
}

function openLeaves(finding: Finding): Extract<Finding, { leaf: Leaf }>[] {
	if (finding.verdict !== 'to-verify') return [];
	return 'leaf' in finding ? [finding] : finding.parts.flatMap(openLeaves);
}
