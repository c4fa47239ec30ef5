/**
 * A rule says for whom a benefit or a service is, in conditions that a program can try and in words that only a person can
 * judge. One file per rule; its figures carry the act and the day somebody checked them.
 */
import * as v from 'valibot';
import {
	bilingual,
	choice,
	isPeriod,
	judged,
	period,
	range,
	words,
	type Bilingual,
	type Choice,
	type Judged,
	type Leaf,
	type Period,
	type Range
} from './leaf.ts';

export type { Bilingual, Choice, Judged, Leaf, Period, Range };
export type Condition =
	| Leaf
	| { all: readonly Condition[] }
	| { any: readonly Condition[] }
	| { not: Condition }
	| { atLeast: number; of: readonly Condition[] };

export const conditionSchema: v.GenericSchema<unknown, Condition> = v.lazy((given) => {
	const parts = v.pipe(v.array(conditionSchema), v.minLength(1));
	if (typeof given !== 'object' || given === null) return v.never('a condition is an object');
	if ('all' in given) return v.strictObject({ all: parts });
	if ('any' in given) return v.strictObject({ any: parts });
	if ('not' in given) return v.strictObject({ not: conditionSchema });
	if ('of' in given) {
		return v.pipe(
			v.strictObject({ atLeast: v.pipe(v.number(), v.integer(), v.minValue(1)), of: parts }),
			v.check(({ atLeast, of }) => atLeast <= of.length, 'more are asked for than there are')
		);
	}
	if ('judged' in given) return judged;
	if ('is' in given) return choice;
	return isPeriod(given) ? period : range;
}) as v.GenericSchema<unknown, Condition>;

const isoDate = v.pipe(v.string(), v.isoDate());

export const ruleSchema = v.strictObject({
	id: v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'letters, digits and hyphens')),
	kind: v.picklist(['benefit', 'service']),
	level: v.picklist(['national', 'regional', 'municipal', 'territorial']),
	name: bilingual,
	/** Who gives it. */
	provider: words,
	summary: bilingual,
	when: conditionSchema,
	documents: v.optional(v.array(bilingual), []),
	/** Where and how to ask for it. */
	how: bilingual,
	links: v.optional(v.array(v.object({ name: bilingual, url: v.pipe(v.string(), v.url()) })), []),
	/** The HSDS id of the service in the catalogue, which has its prices. */
	serviceId: v.optional(v.string()),
	act: words,
	source: words,
	/** Figures that nobody has checked against the act: the screen says so. */
	isUnverified: v.optional(v.boolean(), false),
	/** Invented for the sample city: the screen says so. */
	isExample: v.optional(v.boolean(), false),
	validFrom: isoDate,
	validTo: isoDate,
	checkedBy: words,
	checkedOn: isoDate
});
export type Rule = v.InferOutput<typeof ruleSchema>;
