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
import { numberOfDay } from './days.ts';
import { isPeriod } from './leaf.ts';
import type { Choice, Condition, Judged, Leaf, Period, Range } from './rule.ts';

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
	return verdictOf(yes, open, wanted);
}

function verdictOf(yes: number, open: number, wanted: number): Verdict {
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
	const verdict = leafVerdict(leaf, answers, today);
	if (verdict !== 'to-verify' || 'judged' in leaf) {
		return { leaf, verdict, missing: [], isExpired: false };
	}
	const isExpired = isExpiredIsee(answers[leaf.fact], today);
	return { leaf, verdict, missing: missingOfLeaf(leaf, answers, today), isExpired };
}

function missingOfLeaf(leaf: Exclude<Leaf, Judged>, answers: Answers, today: string): FactId[] {
	const ids = 'times' in leaf && leaf.times ? [leaf.fact, leaf.times] : [leaf.fact];
	return ids.filter(
		(id) => answers[id] === undefined || answers[id] === null || isExpiredIsee(answers[id], today)
	);
}

function isExpiredIsee(value: Answer | null | undefined, today: string): boolean {
	return isIsee(value) && value.validTo < today;
}

function leafVerdict(leaf: Leaf, answers: Answers, today: string): Verdict {
	if ('judged' in leaf) return 'to-verify';
	const value = answers[leaf.fact];
	if (value === undefined || value === null || isExpiredIsee(value, today)) return 'to-verify';
	if ('is' in leaf) return isAmong(value, leaf) ? 'yes' : 'no';
	if (isPeriod(leaf)) return isDuring(String(value), leaf, today) ? 'yes' : 'no';
	const factor = leaf.times === undefined ? 1 : answers[leaf.times];
	if (typeof factor !== 'number') return 'to-verify';
	return isWithin(numberOf(value), leaf, factor) ? 'yes' : 'no';
}

/** Whether there is an answer yet to be had to each: of two that are needed, one with "non so" makes the other useless. */
function isAskable(missing: readonly FactId[], answers: Answers): boolean {
	return missing.length > 0 && missing.every((id) => answers[id] === undefined);
}

/**
 * How it comes out, and whether a question that has not been asked yet could change that; "non so" and an expired statement
 * have been answered. The same verdict as `evaluate`, for whoever tries many answers and reads no reasons.
 */
export type Standing = 'yes' | 'no' | 'to-verify' | 'open';

/** @param today ISO date */
export function standingOf(condition: Condition, answers: Answers, today: string): Standing {
	if ('all' in condition) return standingOfCount(condition.all, Infinity, answers, today);
	if ('any' in condition) return standingOfCount(condition.any, 1, answers, today);
	if ('of' in condition) return standingOfCount(condition.of, condition.atLeast, answers, today);
	if ('not' in condition) {
		const standing = standingOf(condition.not, answers, today);
		return standing === 'open' ? standing : opposite(standing);
	}
	const verdict = leafVerdict(condition, answers, today);
	if (verdict !== 'to-verify' || 'judged' in condition) return verdict;
	const isUseless = (id: FactId) => answers[id] === null || isExpiredIsee(answers[id], today);
	const times = 'times' in condition ? condition.times : undefined;
	const isSettled = isUseless(condition.fact) || (times !== undefined && isUseless(times));
	return isSettled ? verdict : 'open';
}

/** @param wanted how many have to hold, all of them at most */
function standingOfCount(
	parts: readonly Condition[],
	wanted: number,
	answers: Answers,
	today: string
): Standing {
	const enough = Math.min(wanted, parts.length);
	let yes = 0;
	let toVerify = 0;
	let open = 0;
	for (const part of parts) {
		const standing = standingOf(part, answers, today);
		if (standing === 'yes') yes += 1;
		else if (standing === 'to-verify') toVerify += 1;
		else if (standing === 'open') open += 1;
	}
	const verdict = verdictOf(yes, toVerify + open, enough);
	return verdict === 'to-verify' && open > 0 ? 'open' : verdict;
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

function isDuring(day: string, { since, until, withinDays }: Period, today: string): boolean {
	const daysAgo = () => numberOfDay(today) - numberOfDay(day);
	return (
		(since === undefined || day >= since) &&
		(until === undefined || day <= until) &&
		(withinDays === undefined || (daysAgo() >= 0 && daysAgo() <= withinDays))
	);
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
export function reasonsOf(finding: Finding): Reason[] {
	return readReasonsOf(finding).map(({ reason }) => reason);
}

export interface ReadReason {
	reason: Reason;
	/** It would do instead of one that comes before it. */
	isAlternative: boolean;
}

/** The same, for whoever reads them one after the other. */
export function readReasonsOf(finding: Finding, negated = false): ReadReason[] {
	if ('leaf' in finding) {
		const { leaf, missing, isExpired } = finding;
		const verdict = negated ? opposite(finding.verdict) : finding.verdict;
		return [{ reason: { leaf, verdict, negated, missing, isExpired }, isAlternative: false }];
	}
	const inside = finding.of === 'not' ? !negated : negated;
	const parts = finding.parts
		.filter((part) => matters(part, finding))
		.map((part) => readReasonsOf(part, inside));
	const isOneEnough = finding.of === (inside ? 'all' : 'any') && finding.verdict === 'to-verify';
	return parts.flatMap((reasons, place) =>
		isOneEnough && place > 0 ? asAlternative(reasons) : reasons
	);
}

/** What is open in it is what would do instead. */
function asAlternative(reasons: readonly ReadReason[]): ReadReason[] {
	const first = reasons.findIndex(({ reason }) => reason.verdict === 'to-verify');
	return reasons.map((each, place) => (place === first ? { ...each, isAlternative: true } : each));
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

/** The facts that have not been asked, each once, of which an answer could still decide it. */
export function askableOf(finding: Finding, answers: Answers): FactId[] {
	const askable = openLeaves(finding).filter(({ missing }) => isAskable(missing, answers));
	return [...new Set(askable.flatMap(({ missing }) => missing))];
}

/** What a person has to judge before it is decided. */
export function judgedOf(finding: Finding): Judged[] {
	return openLeaves(finding).flatMap(({ leaf }) => ('judged' in leaf ? [leaf] : []));
}

function openLeaves(finding: Finding): Extract<Finding, { leaf: Leaf }>[] {
	if (finding.verdict !== 'to-verify') return [];
	return 'leaf' in finding ? [finding] : finding.parts.flatMap(openLeaves);
}
