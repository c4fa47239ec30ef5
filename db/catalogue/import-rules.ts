/**
 * Rules come in: all of them, or none when anything is wrong with any.
 *
 * A rule that has expired is refused, so that nobody enters last year's figures: the devices would show it as expired at
 * best. One that has expired while it was in force stays, and coming in again as it stands is no change.
 */
import { canonicalJson } from '../../src/lib/domain/orientation/canonical-json.ts';
import { lintRule, type Problem } from '../../src/lib/domain/orientation/lint.ts';
import { statusOn } from '../../src/lib/domain/orientation/orient.ts';
import type { Rule } from '../../src/lib/domain/orientation/rule.ts';
import type { Connection } from '../connection.ts';
import { createRules } from './rules.ts';

export interface GivenRule {
	file: string;
	/** From 1; where a file has several. */
	row?: number;
	value: unknown;
}

export type RuleProblem = Omit<GivenRule, 'value'> &
	(
		| Problem
		/** Two of one id: which one is meant? */
		| { path: 'id'; problem: 'twice'; detail: string }
		/** It would take the place of one that holds today, and leave a gap until it begins. */
		| { path: 'validFrom'; problem: 'leaves-a-gap' }
	);

export type RulesImported =
	| { ok: true; version: number; added: number; changed: number; unchanged: number }
	| { ok: false; problems: RuleProblem[] };

interface Options {
	/** ISO date. */
	today: string;
	/** Milliseconds since the epoch. */
	at: number;
	dryRun?: boolean;
}

type Read = Omit<GivenRule, 'value'> & { rule: Rule; text: string };

/** What can be told without the database, which is not to wait for it. */
function readRules(given: readonly GivenRule[], today: string) {
	const read: Read[] = [];
	const problems: RuleProblem[] = [];
	const seen = new Set<string>();
	for (const { value, ...place } of given) {
		const { rule, problems: found } = lintRule(value, today);
		// Of one that is here already, no problem.
		const wrong = found.filter(({ problem }) => problem !== 'expired');
		problems.push(...wrong.map((each) => ({ ...place, ...each })));
		if (!rule) continue;
		if (seen.has(rule.id))
			problems.push({ ...place, path: 'id', problem: 'twice', detail: rule.id });
		seen.add(rule.id);
		read.push({ ...place, rule, text: canonicalJson(rule) });
	}
	return { read, problems };
}

export function importRules(
	connection: Connection,
	given: readonly GivenRule[],
	{ today, at, dryRun = false }: Options
): RulesImported {
	const { read, problems } = readRules(given, today);
	const rules = createRules(connection);

	const write = connection.sqlite.transaction((): RulesImported => {
		const present = rules.texts();
		const others = read.filter(({ rule, text }) => present.get(rule.id) !== text);
		for (const { rule, file, row } of others) {
			const place = { file, row };
			const status = statusOn(rule, today);
			if (status === 'expired') problems.push({ ...place, path: 'validTo', problem: 'expired' });
			const before = present.get(rule.id);
			if (status === 'not-yet' && before && statusOn(JSON.parse(before) as Rule, today) === 'valid')
				problems.push({ ...place, path: 'validFrom', problem: 'leaves-a-gap' });
		}
		if (problems.length > 0) return { ok: false, problems };
		const changed = others.filter(({ rule }) => present.has(rule.id)).length;
		const version = dryRun
			? rules.version()
			: rules.add(
					others.map(({ rule: { id }, text }) => ({ id, text })),
					at
				);
		const added = others.length - changed;
		return { ok: true, version, added, changed, unchanged: read.length - others.length };
	});
	return dryRun ? write() : write.immediate();
}
