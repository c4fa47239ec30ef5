/** Any condition there can be over a few facts, and any household, answered in part. */
import fc from 'fast-check';
import { cellsOf } from '../../src/lib/domain/orientation/cells.ts';
import type { Answer, Answers, FactId } from '../../src/lib/domain/orientation/facts.ts';
import type { PublishedRule } from '../../src/lib/domain/orientation/rule-set.ts';
import type { Condition, Leaf, Period, Range } from '../../src/lib/domain/orientation/rule.ts';
import type {
	PlanItem,
	StoredOrientation
} from '../../src/lib/domain/orientation/stored-orientation.ts';

export const TODAY = '2026-11-27';
export const THIS_YEAR = '2026-12-31';
export const LAST_YEAR = '2025-12-31';

/** Cents of euro of an ISEE of this year. */
export const isee = (cents: number, validTo = THIS_YEAR) => ({ cents, validTo });

const NUMBERS: readonly FactId[] = [
	'age',
	'minorChildren',
	'isee.ordinary',
	'isee.minors',
	'householdIncome'
];
/** Few figures, so that answers often fall on them. */
const figure = fc.constantFrom(0, 3, 18, 65, 9_796, 17_468.51);

const range: fc.Arbitrary<Range> = fc
	.record({
		fact: fc.constantFrom(...NUMBERS),
		low: fc.option(figure),
		high: fc.option(figure),
		strict: fc.boolean()
	})
	.map(({ fact, low, high, strict }) => ({
		fact,
		...(low !== null && (strict ? { over: low } : { from: low })),
		...(high !== null ? (strict ? { under: high } : { to: high }) : low === null && { to: 18 })
	}));
/** Nothing, however often: Publicodes does not ask how often. */
const scaled: fc.Arbitrary<Range> = figure.filter(Boolean).map((to) => ({
	fact: 'householdIncome',
	to,
	times: 'equivalenceScale'
}));
const NEW_YEAR = '2026-01-01';
const period: fc.Arbitrary<Period> = fc
	.constantFrom<Omit<Period, 'fact'>>(
		{ since: NEW_YEAR },
		{ until: NEW_YEAR },
		{ withinDays: 68 },
		{ since: NEW_YEAR, until: TODAY },
		{ since: NEW_YEAR, withinDays: 68 }
	)
	.map((ends) => ({ fact: 'jobEndedOn', ...ends }));
const choice: fc.Arbitrary<Leaf> = fc.oneof(
	fc.record({ fact: fc.constantFrom<FactId>('hasDisabledMember', 'isPregnant'), is: fc.boolean() }),
	fc.record({
		fact: fc.constant<FactId>('residence'),
		is: fc.subarray(['city', 'district', 'region', 'country', 'abroad'], { minLength: 1 })
	})
);
const judged: fc.Arbitrary<Leaf> = fc.constant({
	judged: { it: 'Vive in difficoltà', en: 'Lives in hardship' }
});

export const anyLeaf = ({ words }: { words: boolean }): fc.Arbitrary<Leaf> =>
	fc.oneof(
		{ weight: 6, arbitrary: range },
		{ weight: 1, arbitrary: scaled },
		{ weight: 4, arbitrary: choice },
		{ weight: 2, arbitrary: period },
		...(words ? [{ weight: 1, arbitrary: judged }] : [])
	);

export function anyCondition(given: { words: boolean }): fc.Arbitrary<Condition> {
	return fc.letrec<{ condition: Condition }>((tie) => {
		const parts = fc.array(tie('condition'), { minLength: 1, maxLength: 4 });
		return {
			condition: fc.oneof(
				{ maxDepth: 3, depthIdentifier: 'condition' },
				anyLeaf(given),
				parts.map((all) => ({ all })),
				parts.map((any) => ({ any })),
				tie('condition').map((not) => ({ not })),
				parts.chain((of) =>
					fc.integer({ min: 1, max: of.length }).map((atLeast) => ({ atLeast, of }))
				)
			)
		};
	}).condition;
}

const FIGURES = [0, 3, 18, 65];
const CENTS = [0, 300, 979_600, 1_746_851];
/** Both ends of each period, what lies on either side, and a day that has not come. */
const DAYS = [
	...['2025-12-31', NEW_YEAR, '2026-01-02', '2026-09-19', '2026-09-20', '2026-11-26'],
	...[TODAY, '2026-11-28']
];
function answerTo(id: FactId): fc.Arbitrary<Answer> {
	if (id === 'jobEndedOn') return fc.constantFrom(...DAYS);
	const isMoney = id.startsWith('isee') || id === 'householdIncome';
	return fc.constantFrom(...cellsOf(id, isMoney ? CENTS : FIGURES, THIS_YEAR));
}

const ASKED: readonly FactId[] = [
	...NUMBERS,
	'equivalenceScale',
	'hasDisabledMember',
	'isPregnant',
	'jobEndedOn',
	'residence'
];

/** Answers to some of the questions; of the rest "non so", or nothing. */
export const anyAnswers: fc.Arbitrary<Answers> = fc.record(
	Object.fromEntries(
		ASKED.map((id) => [
			id,
			fc.oneof({ weight: 4, arbitrary: answerTo(id) }, { weight: 1, arbitrary: fc.constant(null) })
		])
	),
	{ requiredKeys: [] }
) as fc.Arbitrary<Answers>;

/** One answer to one question. */
export const anyAnswer: fc.Arbitrary<[FactId, Answer]> = fc
	.constantFrom(...ASKED)
	.chain((id) => answerTo(id).map((answer): [FactId, Answer] => [id, answer]));

/** The same in another order. */
export function shuffled(condition: Condition, order: (length: number) => number[]): Condition {
	const mixed = (parts: readonly Condition[]) =>
		order(parts.length).map((index) => shuffled(parts[index]!, order));
	if ('all' in condition) return { all: mixed(condition.all) };
	if ('any' in condition) return { any: mixed(condition.any) };
	if ('of' in condition) return { atLeast: condition.atLeast, of: mixed(condition.of) };
	if ('not' in condition) return { not: shuffled(condition.not, order) };
	return condition;
}

/** A rule in force, which matters only in what the test names. */
export function aRule(change: Partial<PublishedRule> = {}): PublishedRule {
	return {
		...{ id: 'pasti', version: 7, kind: 'service', level: 'municipal' },
		name: { it: 'Pasti a casa', en: 'Meals at home' },
		provider: 'Comune di Esempio',
		summary: { it: 'Un pasto caldo', en: 'A hot meal' },
		when: { fact: 'age', over: 65 },
		documents: [],
		how: { it: 'Al presidio', en: 'At the desk' },
		links: [],
		...{ act: 'Delibera 1/2026', source: 'Comune di Esempio' },
		...{ isUnverified: false, isExample: true },
		...{ validFrom: '2026-01-01', validTo: THIS_YEAR },
		...{ checkedBy: 'Chiara', checkedOn: '2026-11-02' },
		...change
	} as PublishedRule;
}

export function aPlanItem(change: Partial<PlanItem> = {}): PlanItem {
	const name = { it: 'Pasti a casa', en: 'Meals at home' };
	return { ruleId: 'pasti', name, verdict: 'yes', ...change };
}

/** Of somebody of 78: what fits, and why. */
export function aStoredOrientation(change: Partial<StoredOrientation> = {}): StoredOrientation {
	const { ruleId, name, verdict } = aPlanItem();
	return {
		rules: { version: 7, hash: 'a1'.repeat(32) },
		day: TODAY,
		answers: { age: 78 },
		results: [
			{
				...{ ruleId, name, verdict },
				reasons: [
					{
						leaf: { fact: 'age', over: 65 },
						...{ verdict: 'yes', negated: false, missing: [], isExpired: false }
					}
				]
			}
		],
		...change
	};
}
