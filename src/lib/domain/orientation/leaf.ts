/** The leaves of a rule's conditions: a fact compared with figures or choices, and words that only a person can judge. */
import * as v from 'valibot';
import { isOnCalendar } from './days.ts';
import { facts, factIds, type Fact, type FactId } from './facts.ts';

export const words = v.pipe(v.string(), v.trim(), v.nonEmpty());
export const bilingual = v.object({ it: words, en: words });
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
/** A day, of which all that is named must hold. At least one end; both days belong to it. */
export interface Period {
	fact: FactId;
	/** ISO date. */
	since?: string;
	/** ISO date. */
	until?: string;
	/** Counted up to the day on which it is asked; a day that has not come is not within it. */
	withinDays?: number;
}
/** What only a person can tell: it always ends in "to verify". */
export interface Judged {
	judged: Bilingual;
}
export type Leaf = Range | Choice | Period | Judged;

export const isPeriod = (leaf: object): leaf is Period =>
	'since' in leaf || 'until' in leaf || 'withinDays' in leaf;

const NUMERIC: readonly Fact['kind'][] = ['number', 'factor', 'money', 'isee'];
const ends = ['from', 'to', 'over', 'under'] as const;

const factId = v.picklist(factIds);
const kindOf = (id: FactId): Fact['kind'] => facts[id].kind;
const figure = v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)));

export const range = v.pipe(
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
export const choice = v.pipe(
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
const day = v.optional(v.pipe(v.string(), v.isoDate(), v.check(isOnCalendar, 'no such day')));
/** A century: the last day of whatever is within so many days is still one of the calendar. */
const MOST_DAYS = 36_525;
export const period = v.pipe(
	v.strictObject({
		...{ fact: factId, since: day, until: day },
		withinDays: v.optional(
			v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MOST_DAYS))
		)
	}),
	v.check(({ fact }) => kindOf(fact) === 'date', 'a period is of a day'),
	v.check(
		({ since, until, withinDays }) => [since, until, withinDays].some((end) => end !== undefined),
		'a period has an end'
	),
	v.check(
		({ since, until }) => since === undefined || until === undefined || since <= until,
		'a period ends after it begins'
	)
);
export const judged = v.strictObject({ judged: bilingual });
export const leafSchema = v.union([choice, range, period, judged]);
