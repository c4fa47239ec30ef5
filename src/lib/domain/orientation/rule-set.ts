/**
 * The rules as the server publishes them and a device keeps them.
 *
 * Invariants
 * - The version of the set grows with every change of any rule. A rule's version is that of the set it came with: a rule's
 *   id and version name one text, and what was in force at any version can be told afterwards.
 * - `hash` is the SHA-256, in hexadecimal, of the canonical JSON of all the rest. A server restored from a backup counts its
 *   versions again: sets are the same when their hashes are.
 * - Expired rules stay in the set, to be shown as expired.
 */
import * as v from 'valibot';
import { ruleSchema } from './rule.ts';

/** Changes when a device that knows only the last one would read a rule wrongly. */
export const RULES_FORMAT = 1;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A member that only a newer app knows is left out; a condition that only a newer app knows is refused. */
export const publishedRuleSchema = v.object({ ...ruleSchema.entries, version: count });
export type PublishedRule = v.InferOutput<typeof publishedRuleSchema>;

/** `GET /api/rules` */
export const ruleSetSchema = v.object({
	format: v.literal(RULES_FORMAT),
	/** 0 where no rule was ever entered. */
	version: count,
	hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
	/** In the order of their ids. */
	rules: v.array(publishedRuleSchema)
});
export type RuleSet = v.InferOutput<typeof ruleSetSchema>;
