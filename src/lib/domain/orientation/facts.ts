/**
 * What orientation asks about a household: each fact is one question. A rule names facts by these ids, and nothing else.
 */
import * as v from 'valibot';
import { isOnCalendar } from './days.ts';

/** Dwelling and scale are reckoned differently for some benefits since 2026: `benefits` is that variant. */
export const iseeTypes = [
	'ordinary',
	'minors',
	'health',
	'residential',
	'university',
	'current',
	'benefits'
] as const;
export type IseeType = (typeof iseeTypes)[number];

export type Fact =
	/** Whole numbers from 0 to `most`. */
	| { kind: 'number'; most: number }
	/** A factor, with two decimals. */
	| { kind: 'factor' }
	/** Cents of euro. */
	| { kind: 'money' }
	/** Cents of euro, and the day its statement expires. */
	| { kind: 'isee'; type: IseeType }
	| { kind: 'yes-no' }
	/** ISO date of a day that has come. */
	| { kind: 'date' }
	| { kind: 'choice'; options: readonly string[] };

const isee = <Type extends IseeType>(type: Type) => ({ kind: 'isee', type }) as const;
const number = (most: number) => ({ kind: 'number', most }) as const;
const yesNo = { kind: 'yes-no' } as const;
const choice = <const Options extends readonly string[]>(...options: Options) =>
	({ kind: 'choice', options }) as const;

/** In the order of a conversation, which settles what is asked first of two that decide as much. */
export const facts = {
	/** Of the person who needs something, in years. */
	age: number(120),
	/** Each place lies in the next. `district` is the one of the access points, without the city itself. */
	residence: choice('city', 'district', 'region', 'country', 'abroad'),
	citizenship: choice(
		'italian',
		'european-union',
		'long-term-permit',
		'international-protection',
		'other-permit',
		'no-permit'
	),
	/** With the person who asks. */
	householdMembers: number(30),
	minorChildren: number(20),
	/** In years; of the youngest child. */
	youngestChildAge: number(120),
	/** Still supported, of any age. */
	dependentChildren: number(20),
	/** Or that is about to go there. */
	hasNurseryChild: yesNo,
	isPregnant: yesNo,
	hasMemberOver60: yesNo,
	/** Or severely disabled. */
	areAllOver67: yesNo,
	'isee.ordinary': isee('ordinary'),
	'isee.minors': isee('minors'),
	'isee.health': isee('health'),
	'isee.residential': isee('residential'),
	'isee.university': isee('university'),
	'isee.current': isee('current'),
	'isee.benefits': isee('benefits'),
	/** Of a year. */
	householdIncome: { kind: 'money' },
	/** Of the household, as its ISEE statement gives it. */
	equivalenceScale: { kind: 'factor' },
	/** Per cent. */
	invalidity: number(100),
	law104: choice('none', 'article-3-1', 'article-3-3'),
	hasAttendanceAllowance: yesNo,
	hasDisabledMember: yesNo,
	care: choice('none', 'some-help', 'daily-help', 'constant-help'),
	/** Whether a relative cares for the person every day. */
	isFamilyCarer: yesNo,
	isInCareProgramme: yesNo,
	/** Of the one who asks, who may be a relative of the one who needs something. */
	work: choice('employed', 'self-employed', 'unemployed', 'student', 'retired', 'other'),
	/** The last day of their last job. */
	jobEndedOn: { kind: 'date' },
	hasCompanyWelfare: yesNo,
	/** `rented` from a private owner, `public` at a public rent. */
	housing: choice('rented', 'public', 'owned', 'with-others', 'facility', 'none'),
	isInArrears: yesNo,
	/** Of the person, or of the child it is about; `secondary` is the lower one. */
	school: choice('none', 'preschool', 'primary', 'secondary', 'upper', 'university'),
	/** A neuropsychiatrist’s, that an assistant is needed at school. */
	hasAssistantCertificate: yesNo,
	hasCar: yesNo
} as const satisfies { [id: string]: Fact };

export type FactId = keyof typeof facts;
export const factIds = Object.keys(facts) as FactId[];

/** No interface: what is kept with a request is plain JSON to the engine. */
export type IseeValue = {
	cents: number;
	/** ISO date, the last day on which it counts: as a rule 31 December of its year. */
	validTo: string;
};
export type Answer = number | boolean | string | IseeValue;

/** What has been answered. Null is "non so": it is as good as no answer, but is not asked again. */
export type Answers = { readonly [id in FactId]?: Answer | null };

const day = v.pipe(v.string(), v.isoDate(), v.check(isOnCalendar, 'no such day'));
const cents = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** The schema of an answer to a question. */
export function answerSchemaOf(id: FactId): v.GenericSchema<unknown, Answer> {
	const fact: Fact = facts[id];
	switch (fact.kind) {
		case 'number':
			return v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(fact.most));
		case 'factor':
			return v.pipe(v.number(), v.minValue(1), v.maxValue(20));
		case 'money':
			return cents;
		case 'isee':
			return v.object({ cents, validTo: v.pipe(v.string(), v.isoDate()) });
		case 'yes-no':
			return v.boolean();
		case 'date':
			return day;
		case 'choice':
			return v.picklist(fact.options);
	}
}

/** What may be kept with a request. */
export const answersSchema = v.object(
	Object.fromEntries(factIds.map((id) => [id, v.optional(v.nullable(answerSchemaOf(id)))]))
) as unknown as v.GenericSchema<unknown, Answers>;

/** The same in the order in which they were given: back is the other way. */
export const orderedAnswersSchema = v.pipe(
	v.unknown(),
	v.rawTransform(({ dataset, addIssue, NEVER }): Answers => {
		const { success, output, issues } = v.safeParse(answersSchema, dataset.value);
		if (!success) {
			addIssue({ message: issues[0].message });
			return NEVER;
		}
		const given = Object.keys(dataset.value as object).filter((id) => Object.hasOwn(output, id));
		return Object.fromEntries(given.map((id) => [id, output[id as FactId]]));
	})
);
