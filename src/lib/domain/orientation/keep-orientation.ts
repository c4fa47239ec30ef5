/**
 * Makes what a request keeps of an orientation.
 *
 * Invariants
 * - It is bounded: what fits is kept, first what is in the plan, then what fits the household, then what is to verify. The
 *   rest comes out again from the answers and the version of the rules.
 * - A verdict is never better than the answers make it: it is the one of `orient`, on the day that is kept.
 */
import { reasonsOf } from './evaluate.ts';
import type { Answers } from './facts.ts';
import type { Orientation, Outcome } from './orient.ts';
import type { Bilingual } from './rule.ts';
import type { PublishedRule, RuleSet } from './rule-set.ts';
import {
	MAX_NAME,
	MAX_PLAN,
	MAX_REASONS,
	MAX_RESULTS,
	MAX_SIZE,
	type Plan,
	type PlanItem,
	type StoredOrientation,
	type StoredResult
} from './stored-orientation.ts';

/** @param rule of the set that is in use */
export function planItem({ rule, finding }: Outcome): PlanItem {
	const { id, serviceId } = rule;
	return {
		ruleId: id,
		name: shortName(rule.name),
		verdict: finding.verdict,
		...(serviceId !== undefined && { serviceId })
	};
}

/** The plan with the verdicts of these results; what is in force no longer stays as it was. */
export function currentPlan(plan: Plan, results: Orientation): Plan {
	const byId = outcomesById(results);
	return plan.map((item) => {
		const outcome = byId.get(item.ruleId);
		return outcome ? planItem(outcome) : item;
	});
}

/**
 * @param results of this set, as `orient` gives them
 * @param day ISO date
 */
export function storedOrientation(
	{ version, hash }: Pick<RuleSet, 'version' | 'hash'>,
	results: Orientation<PublishedRule>,
	{ answers, plan, day }: { answers: Answers; plan: Plan; day: string }
): StoredOrientation {
	const byId = outcomesById(results);
	const planned = plan.flatMap(({ ruleId }) => byId.get(ruleId) ?? []);
	const others = [...results.yes, ...results.toVerify];
	const kept = [...new Set([...planned, ...others])].slice(0, MAX_RESULTS);
	const stored: StoredOrientation = { rules: { version, hash }, day, answers, results: [] };
	let size = JSON.stringify(stored).length;
	for (const outcome of kept) {
		const result = storedResult(outcome);
		size += JSON.stringify(result).length + 1;
		if (size > MAX_SIZE) break;
		stored.results.push(result);
	}
	return stored;
}

function outcomesById(results: Orientation): Map<string, Outcome> {
	const { yes, toVerify, no } = results;
	return new Map([...yes, ...toVerify, ...no].map((outcome) => [outcome.rule.id, outcome]));
}

function storedResult({ rule, finding }: Outcome): StoredResult {
	return {
		ruleId: rule.id,
		name: shortName(rule.name),
		verdict: finding.verdict,
		reasons: reasonsOf(finding)
			.slice(0, MAX_REASONS)
			.map((reason) => ({ ...reason, missing: [...reason.missing] }))
	};
}

/** How many of what is to verify go on a sheet that nobody put together. */
const TO_VERIFY_ON_SHEET = 3;

/** What whoever is oriented alone takes along: what they may ask for, and what lacks least. */
export function planOfResults(results: Orientation): Plan {
	const { yes, toVerify } = results;
	const toAsk = [...yes, ...toVerify.slice(0, TO_VERIFY_ON_SHEET)];
	return toAsk.slice(0, MAX_PLAN).map(planItem);
}

function shortName({ it, en }: Bilingual): Bilingual {
	return { it: it.slice(0, MAX_NAME), en: en.slice(0, MAX_NAME) };
}
