/** Enters the sample city's rules of orientation. */
import { canonicalJson } from '../../src/lib/domain/orientation/canonical-json.ts';
import { createRules } from '../catalogue/rules.ts';
import type { Connection } from '../connection.ts';
import { sampleRules } from './cremona/rules/index.ts';

/**
 * Once: rules that were changed or retired since are not brought back. They are part of the program and were tried with it:
 * a first start does not wait for that, and enters them on a day on which they have expired too.
 * @param at milliseconds since the epoch
 * @returns how many rules were entered
 */
export function seedRules(connection: Connection, at: number): number {
	const rules = createRules(connection);
	if (rules.version() > 0) return 0;
	const texts = sampleRules().map((rule) => ({ id: rule.id, text: canonicalJson(rule) }));
	rules.add(texts, at);
	return texts.length;
}
