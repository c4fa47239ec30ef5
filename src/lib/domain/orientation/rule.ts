/**
 * A rule says for whom a benefit or a service is, in conditions that a program can try and in words that only a person can
 * judge. One file per rule; its figures carry the act and the day somebody checked them.
 */
import * as v from 'valibot';
import { facts, factIds, type Fact, type FactId } from './facts.ts';

const words = v.pipe(v.string(), v.trim(), v.nonEmpty());
const bilingual = v.object({ it: words, en: words });
export type Bilingual = v.InferOutput<typeof bilingual>;

/** Of money and ISEE in euros. At least one end. `over` and `under` leave the figure itself out. */
export interface Range {
	fact: FactId;
	from?: number;
	to?: number;
	over?: number;
	under?: number;
	/** The figures count as often as this fact says. */
	times?: FactId;
}
/** One of these answers. */
export interface Choice {
	fact: FactId;
	is: boolean | readonly string[];
}
/** What only a person can tell: it always ends in "to verify". */
export interface Judged {
	judged: Bilingual;
}
export type Leaf = Range | Choice | Judged;
export type Condition =
	| Leaf
	| { all: readonly Condition[] }
	| { any: readonly Condition[] }
	| { not: Condition }
	| { atLeast: number; of: readonly Condition[] };

const NUMERIC: readonly Fact['kind'][] = ['number', 'factor', 'money', 'isee'];
const ends = ['from', 'to', 'over', 'under'] as const;

const factId = v.picklist(factIds);
const kindOf = (id: FactId): Fact['kind'] => facts[id].kind;
const figure = v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)));

const range = v.pipe(
	v.strictObject({
		...{ fact: factId, from: figure, to: figure, over: figure, under: figure },
		times: v.optional(factId)
	}),
	v.check((each) => NUMERIC.includes(kindOf(each.fact)), 'a range is of a number or of money'),
	v.check((each) => ends.some((end) => each[end] !== undefined), 'a range has an end'),
	v.check(
		({ from, over, to, under }) =>
			!(from !== undefined && over !== undefined) && !(to !== undefined && under !== undefined),
		'a range has one end on each side'
	),
	v.check(
		({ times }) => times === undefined || kindOf(times) === 'factor' || kindOf(times) === 'number',
		'`times` is a number'
	)
);
const choice = v.pipe(
	v.strictObject({
		fact: factId,
		is: v.union([v.boolean(), v.pipe(v.array(v.string()), v.minLength(1))])
	}),
	v.check(({ fact, is }) => {
		const known: Fact = facts[fact];
		if (known.kind === 'yes-no') return typeof is === 'boolean';
		if (known.kind !== 'choice' || typeof is === 'boolean') return false;
		return is.every((option) => known.options.includes(option));
	}, 'not an answer to this question')
);
const judged = v.strictObject({ judged: bilingual });

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
	return 'is' in given ? choice : range;
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
