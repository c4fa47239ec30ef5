/** A rule that is as it should be, to change one thing of. */
import { RULES_FORMAT, type RuleSet } from '../../src/lib/domain/orientation/rule-set.ts';
import type { Rule } from '../../src/lib/domain/orientation/rule.ts';

const inBoth = (words: string) => ({ it: words, en: words });

/** For whoever is 65 or more, all of 2026. */
export function aRule(change: Partial<Rule> = {}): Rule {
	return {
		id: 'pasti',
		kind: 'service',
		level: 'municipal',
		name: inBoth('Pasti a domicilio'),
		provider: 'Comune',
		summary: inBoth('Un pasto caldo al giorno'),
		when: { fact: 'age', from: 65 },
		documents: [],
		how: inBoth('Alla Porta informativa'),
		links: [],
		act: 'Delibera 1/2026',
		source: 'https://www.comune.example.it',
		isUnverified: false,
		isExample: false,
		validFrom: '2026-01-01',
		validTo: '2026-12-31',
		checkedBy: 'PoIS',
		checkedOn: '2026-11-02',
		...change
	};
}

/** As the server would publish it, but for the hash, which says nothing but which set it is. */
export function aRuleSet(version: number, rules: Partial<Rule>[] = [{}]): RuleSet {
	return {
		format: RULES_FORMAT,
		version,
		hash: String(version).padStart(64, '0'),
		rules: rules.map((change) => ({ ...aRule(change), version }))
	};
}
